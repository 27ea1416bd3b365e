using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Gatectl.Policies.Queries;

namespace Gatectl.Policies.Test;

/// <summary>The options of <c>gatectl policy test</c>.</summary>
internal sealed class PolicyTestOptions
{
    internal Argument<string[]> Paths { get; } = new("paths")
    {
        Description = "Directories and files of policies, tests and data; 'a.b:FILE' puts the file's data below data.a.b.",
        HelpName = "PATH",
        Arity = ArgumentArity.ZeroOrMore,
    };

    internal Option<bool> Verbose { get; } = PolicyOption.Switch("--verbose", "List every test, with what it printed.", "-v");

    internal Option<string?> Filter { get; } = PolicyOption.Text("--run", "Only tests whose full name matches.", "REGEX", "-r");

    internal Option<PolicyTestFormat> Format { get; } = PolicyOption.Choice("--format", "How results are written.", PolicyTestFormat.Pretty, "-f");

    internal Option<PolicyTestSort> Sort { get; } = PolicyOption.Choice("--sort", "The order of results in JSON: as they stand in the files, or the slowest first.", PolicyTestSort.None);

    internal Option<bool> SkippedIsFine { get; } = PolicyOption.Switch("--exit-zero-on-skipped", "Skipped tests do not fail the run.", "-z");

    internal Option<bool> FailOnEmpty { get; } = PolicyOption.Switch("--fail-on-empty", "A run without tests fails.");

    internal Option<bool> Bundle { get; } = PolicyOption.Switch("--bundle", "Take the paths for directories of unpacked bundles.", "-b");

    internal Option<string[]> Ignored { get; } = PolicyOption.List("--ignore", "Patterns of the names of files and directories to leave out.", "PATTERNS");

    internal Option<TimeSpan> Timeout { get; } = PolicyOption.Duration("--timeout", "How long one test may take [default: 5s, 30s for benchmarks].");

    internal Option<int> MaxErrors { get; } = PolicyOption.Number("--max-errors", "After how many compile errors to stop.", 10, "-m");

    internal Option<int> Count { get; } = PolicyOption.Number("--count", "How many times to run the tests; the first run that fails is the last.", 1);

    internal Option<int> Parallel { get; } = PolicyOption.Number("--parallel", "How many tests may run at the same time; 0 for as many as there are processors.", 0, "-p");

    internal Option<bool> Benchmark { get; } = PolicyOption.Switch("--bench", "Measure the tests.");

    internal Option<bool> Memory { get; } = PolicyOption.Switch("--benchmem", "Tell the bytes that a measured test allocates.", byDefault: true);

    internal Option<bool> Watch { get; } = PolicyOption.Switch("--watch", "Run again whenever a file changes, until interrupted.", "-w");

    internal Option<PolicyTarget> Target { get; } = PolicyOption.Choice("--target", "What evaluates; here always rego.", PolicyTarget.Rego, "-t");

    internal Option<string?> Capabilities { get; } = PolicyCapabilities.CreateOption();

    internal Option<string?> Schema { get; } = PolicySchemas.CreateOption();

    internal RegoVersionFlags Version { get; } = new();

    internal Symbol[] Symbols =>
    [
        Paths, Verbose, Filter, Format, Sort, SkippedIsFine, FailOnEmpty, Bundle, Ignored, Timeout, MaxErrors, Count, Parallel, Benchmark, Memory, Watch,
        Target, Capabilities, Schema, .. Version.Symbols, .. TestObservation.Symbols,
    ];

    /// <summary>Checks what cannot be asked for.</summary>
    /// <exception cref="PolicyUsageException">It is.</exception>
    internal void Check(CommandContext context)
    {
        QueryOptions.Refuse(context.Value(Paths).Length == 0, "specify at least one file");
        Version.Check(context);
        QueryOptions.Refuse(context.Value(Target) == PolicyTarget.Wasm, "there is no engine for WebAssembly");
    }
}
