using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Arguments;

/// <summary>The options that say in which version of the language policies are written; there is one here.</summary>
internal sealed class RegoVersionFlags
{
    private readonly Option<bool> _v0 = PolicyOption.Switch("--v0-compatible", "Not supported: read policies as OPA did before 1.0.");
    private readonly Option<bool> _v1 = PolicyOption.Switch("--v1-compatible", "Read policies as OPA does since 1.0, as always.");

    internal Option[] Symbols => [_v0, _v1];

    /// <summary>Refuses what is not there.</summary>
    /// <exception cref="PolicyUsageException">It is asked for.</exception>
    internal void Check(CommandContext context)
    {
        if (context.Value(_v0))
        {
            throw new PolicyUsageException("Rego as before OPA 1.0 is not supported");
        }
    }
}
