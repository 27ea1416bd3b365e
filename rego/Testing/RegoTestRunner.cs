using Rego.Builtins.Patterns;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Options;
using Rego.Tracing;
using Rego.Work;

namespace Rego.Testing;

/// <summary>Runs the rules whose names begin with <c>test_</c>, as <c>opa test</c> does.</summary>
/// <param name="options">How the policy is compiled; the defaults where null.</param>
/// <param name="limits">The bounds of each test; the defaults where null.</param>
/// <param name="time">The clock; the system's where null.</param>
public sealed class RegoTestRunner(RegoCompilerOptions? options = null, EvaluationLimits? limits = null, TimeProvider? time = null)
{
    /// <value>Whether results of tests that failed carry the steps of their evaluations.</value>
    public bool KeepsTraces { get; init; }

    /// <value>Sees the steps of all evaluations; null for nobody. Tests must not run at the same time then.</value>
    public IEvaluationTracer? Tracer { get; init; }

    /// <summary>Runs all tests of the files whose full name (<c>data.package.test_name</c>) matches, in the order of files and rows.</summary>
    /// <param name="files">The policy with its tests.</param>
    /// <param name="filter">What the full name must match somewhere, as a regular expression of RE2; null for all.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="RegoCompilationException">The policy does not compile.</exception>
    /// <exception cref="FormatException">The filter is no regular expression.</exception>
    public IEnumerable<RegoTestResult> Run(PolicyFiles files, string? filter = null, CancellationToken cancellationToken = default) =>
        Discover(files, filter).Select(test => test.Run(cancellationToken));

    /// <summary>Compiles the policy, and finds its tests; as <see cref="Run"/>.</summary>
    /// <param name="files">The policy with its tests.</param>
    /// <param name="filter">What the full name must match somewhere, as a regular expression of RE2; null for all.</param>
    /// <exception cref="RegoCompilationException">The policy does not compile.</exception>
    /// <exception cref="FormatException">The filter is no regular expression.</exception>
    public IReadOnlyList<RegoTest> Discover(PolicyFiles files, string? filter = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var wanted = FilterOf(filter);
        var errors = new DiagnosticBag();
        var rules = CompilerWork.Run(() => RegoTestRule.Find(files.Modules, errors));
        if (errors.HasErrors)
        {
            throw new RegoCompilationException([.. errors]);
        }

        var evaluation = new TestEvaluation(limits ?? EvaluationLimits.Default, time ?? TimeProvider.System, KeepsTraces, Tracer);
        var chosen = rules.Where(rule => wanted is null || wanted.IsMatch(rule.FullName))
            .OrderBy(rule => rule.Location.File!.Path, StringComparer.Ordinal)
            .ThenBy(rule => rule.Location.Offset);
        var observed = new Lazy<CompiledPolicy>(() => Compile(files, isInstrumented: true));
        var policy = Tracer is not null ? observed.Value : Compile(files, isInstrumented: false);
        return [.. chosen.Select(rule => new RegoTest(policy, observed, rule, evaluation))];
    }

    private CompiledPolicy Compile(PolicyFiles files, bool isInstrumented)
    {
        var compilation = (options ?? new RegoCompilerOptions()) with { IsInstrumented = isInstrumented, NumbersTests = true, TellsTestCases = true };
        return new RegoCompiler(compilation).Compile(files.Modules, files.Data).GetPolicyOrThrow();
    }

    private static Re2Regex? FilterOf(string? filter)
    {
        try
        {
            return filter is null ? null : new Re2Regex(filter);
        }
        catch (PatternException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }
}
