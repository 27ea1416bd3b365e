using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Gatectl.Policies.Queries;

namespace Gatectl.Policies.Bench;

/// <summary>The options of <c>gatectl policy bench</c>.</summary>
internal sealed class PolicyBenchOptions
{
    internal QueryOptions Query { get; } = new();

    internal Option<PolicyBenchFormat> Format { get; } = PolicyOption.Choice("--format", "How the figures are written.", PolicyBenchFormat.Pretty, "-f");

    internal Option<int> Count { get; } = PolicyOption.Number("--count", "How many times to measure.", 1);

    internal Option<bool> Memory { get; } = PolicyOption.Switch("--benchmem", "Tell the bytes that an evaluation allocates.", byDefault: true);

    internal Option<bool> Metrics { get; } = PolicyOption.Switch("--metrics", "Tell how the times of the evaluations are distributed.", byDefault: true);

    internal Option<bool> Fail { get; } = PolicyOption.Switch("--fail", "Stop where the result is undefined.", byDefault: true);

    internal Option<bool> EndToEnd { get; } = PolicyOption.Switch("--e2e", "Not supported: measure a server.");

    /// <value>Options of the server that <c>--e2e</c> would measure.</value>
    internal Option[] OfServer { get; } =
    [
        PolicyOption.Text("--config-file", "For --e2e.", "FILE", "-c"),
        PolicyOption.Number("--shutdown-grace-period", "For --e2e.", 10),
        PolicyOption.Number("--shutdown-wait-period", "For --e2e.", 0),
    ];

    internal Symbol[] Symbols => [.. Query.Symbols, Format, Count, Memory, Metrics, Fail, EndToEnd, .. OfServer];

    /// <summary>Checks what cannot be said together.</summary>
    /// <exception cref="PolicyUsageException">It is.</exception>
    internal void Check(CommandContext context)
    {
        Query.Check(context);
        Query.CheckSupport(context);
        QueryOptions.Refuse(context.Value(EndToEnd), "measuring a server is not supported");
    }
}
