using System.Text.RegularExpressions;
using Rego.Builtins;
using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>Whether a case calls a built-in function by its name; operators do not count.</summary>
internal static partial class BuiltinUse
{
    /// <summary>Families of which the engine may lack functions.</summary>
    private static readonly string[] Families = ["crypto.", "graphql.", "http.", "io.", "net.", "providers.", "test."];

    internal static bool IsIn(ConformanceCase @case) =>
        @case.Modules.Append(@case.Query).Any(text => CalledName().Matches(text).Any(call => IsBuiltin(call.Groups[1].Value)));

    private static bool IsBuiltin(string name) =>
        RegoBuiltins.All.TryGet(name, out _) || Families.Any(family => name.StartsWith(family, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<![\w.])([a-z_][\w.]*)\(", RegexOptions.CultureInvariant)]
    private static partial Regex CalledName();
}
