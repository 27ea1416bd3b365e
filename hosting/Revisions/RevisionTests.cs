using Gateway.Hosting.Revisions.Directories;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Options;
using Rego.Testing;

namespace Gateway.Hosting.Revisions;

/// <summary>Runs the tests that stand beside the policies: what they say must stay true is true of every revision in use.</summary>
internal static class RevisionTests
{
    private const string TestPrefix = "test_";

    // A bound for all tests together: a test that never ends must not keep a revision away for good without a word. Near what loading may
    // take: on a machine that is busy with other things, good policies are not to be refused for that.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(110);

    /// <summary>Runs all tests of <paramref name="files"/>.</summary>
    /// <exception cref="RevisionRefusedException">One of them does not pass, or they take too long.</exception>
    /// <exception cref="RegoCompilationException">They do not compile.</exception>
    public static void Require(PolicyFiles files, RegoCompilerOptions options, CancellationToken cancellationToken)
    {
        // Whatever the file is called; a set without any need not be compiled once more for them.
        if (!files.Modules.Any(module => module.Text.Contains(TestPrefix, StringComparison.Ordinal)))
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        var faults = new RegoTestRunner(options).Run(files, cancellationToken: deadline.Token)
            .TakeWhile(_ => !deadline.IsCancellationRequested)
            .Where(result => result.Outcome is not (RegoTestOutcome.Passed or RegoTestOutcome.Skipped))
            .Take(DirectoryLimits.MaxFaults)
            .Select(Describe)
            .ToList();
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.IsCancellationRequested)
        {
            faults.Insert(0, $"the tests of the policies take longer than {Timeout.TotalSeconds} s");
        }

        if (faults.Count > 0)
        {
            // A machine that was busy may do better the next time.
            throw new RevisionRefusedException(faults, isPassing: deadline.IsCancellationRequested);
        }
    }

    private static string Describe(RegoTestResult result)
    {
        var what = result.Failure is { } failure ? $"ended with {failure.Code}: {failure.Message}" : "failed";
        return $"{result.Location.File!.Path}:{result.Location.Row}:{result.Location.Column}: the test {result.Package}.{result.Name} {what}";
    }
}
