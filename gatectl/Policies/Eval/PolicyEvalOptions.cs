using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Gatectl.Policies.Queries;

namespace Gatectl.Policies.Eval;

/// <summary>The options of <c>gatectl policy eval</c>.</summary>
internal sealed class PolicyEvalOptions
{
    internal QueryOptions Query { get; } = new();

    internal Option<PolicyEvalFormat> Format { get; } = PolicyOption.Choice("--format", "How the result is written.", PolicyEvalFormat.Json, "-f");

    internal Option<bool> Strict { get; } = PolicyOption.Switch("--strict", "Apply the compiler's strict checks.", "-S");

    internal Option<bool> StrictErrors { get; } = PolicyOption.Switch("--strict-builtin-errors", "A failing built-in function ends the evaluation.");

    internal Option<bool> ShowErrors { get; } = PolicyOption.Switch("--show-builtin-errors", "Show the errors of built-in functions, although they only leave their expressions undefined.");

    internal Option<bool> Fail { get; } = PolicyOption.Switch("--fail", "Exit with 1 where the result is undefined or empty.");

    internal Option<bool> FailDefined { get; } = PolicyOption.Switch("--fail-defined", "Exit with 1 where the result is defined.");

    internal Option<bool> Metrics { get; } = PolicyOption.Switch("--metrics", "Show how long loading, compiling and evaluating took.");

    internal Option<bool> Instrument { get; } = PolicyOption.Switch("--instrument", "As --metrics; this engine has no further counters.");

    internal Option<ExplainMode> Explain { get; } = PolicyOption.Choice("--explain", "Which steps of the evaluation are shown.", ExplainMode.Off);

    internal Option<bool> VarValues { get; } = PolicyOption.Switch("--var-values", "Show the values of variables beside the steps that --explain shows.");

    internal Option<bool> Coverage { get; } = PolicyOption.Switch("--coverage", "Report what the evaluation covers of the policy.");

    internal Option<bool> Profile { get; } = PolicyOption.Switch("--profile", "Show what the statements cost; as --metrics besides.");

    internal Option<string[]> ProfileSort { get; } = PolicyOption.Texts("--profile-sort", "By what the profile is sorted: total_time_ns, num_eval, num_redo, num_gen_expr, file or line. May be given several times.", "CRITERION");

    internal Option<int> ProfileLimit { get; } = PolicyOption.Number("--profile-limit", "How many rows the profile has at the most; 0 for all.", 10);

    internal Option<int> Count { get; } = PolicyOption.Number("--count", "How many times to evaluate; the times are summed up.", 1);

    internal Option<int> PrettyLimit { get; } = PolicyOption.Number("--pretty-limit", "Accepted for the sake of scripts: nothing is cut off.", 80);

    internal Option<TimeSpan> Timeout { get; } = PolicyOption.Duration("--timeout", "How long the evaluation may take, for example 5s [default: 10m].");

    internal Option<string?> Capabilities { get; } = PolicyCapabilities.CreateOption();

    internal Option<int> Optimize { get; } = PolicyOption.Number("--optimize", "Accepted for the sake of scripts: policies are always optimized, and mean the same.", 0, "-O");

    internal Option<string[]> Entrypoints { get; } = PolicyOption.Texts("--entrypoint", "For --optimize: the path of what is asked, with slashes.", "PATH", "-e");

    /// <value>Options of OPA's optimizer, which this engine does not need; they change no result.</value>
    internal Option[] WithoutEffect { get; } =
    [
        PolicyOption.Texts("--disable-inlining", "For partial evaluation.", "REF"),
        PolicyOption.Switch("--shallow-inlining", "For partial evaluation."),
        PolicyOption.Switch("--nondeterminstic-builtins", "For partial evaluation."),
        PolicyOption.Switch("--disable-indexing", "Accepted for the sake of scripts: results are the same without indexes."),
        PolicyOption.Switch("--disable-early-exit", "Accepted for the sake of scripts: results are the same without it."),
    ];

    internal Symbol[] Symbols =>
    [
        .. Query.Symbols, Format, Strict, StrictErrors, ShowErrors, Fail, FailDefined, Explain, VarValues, Coverage, Profile, ProfileSort, ProfileLimit, Metrics, Instrument, Count, PrettyLimit, Timeout, Capabilities,
        Optimize, Entrypoints, .. WithoutEffect,
    ];

    /// <summary>Checks what cannot be said together.</summary>
    /// <exception cref="PolicyUsageException">It is.</exception>
    internal void Check(CommandContext context)
    {
        Query.Check(context);
        QueryOptions.Refuse(context.Value(Fail) && context.Value(FailDefined), "specify --fail or --fail-defined but not both");
        var (isPartial, format) = (context.Value(Query.Partial), context.Value(Format));
        QueryOptions.Refuse(
            isPartial && format is not (PolicyEvalFormat.Pretty or PolicyEvalFormat.Json or PolicyEvalFormat.Source),
            "invalid output format for partial evaluation");
        QueryOptions.Refuse(!isPartial && format is PolicyEvalFormat.Source, "invalid output format for evaluation");
        Query.CheckSupport(context);
        QueryOptions.Refuse(
            context.Value(Optimize) > 0 && context.Value(Query.Data) is { Length: > 0 } && context.Value(Query.Bundle) is { Length: > 0 },
            "specify either --data or --bundle flag with optimization level greater than 0");
    }
}
