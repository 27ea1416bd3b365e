using System.Text.RegularExpressions;
using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Testing;

namespace Gatekeeper.Rego.Tests.Conformance;

/// <summary>Whether a case calls a built-in function by its name; operators do not count.</summary>
internal static partial class BuiltinUse
{
    internal static bool IsIn(ConformanceCase @case) =>
        @case.Modules.Append(@case.Query).Any(text => CalledName().Matches(text).Any(call => BuiltinRegistry.Default.TryGet(call.Groups[1].Value, out _)));

    [GeneratedRegex(@"(?<![\w.])([a-z_][\w.]*)\(", RegexOptions.CultureInvariant)]
    private static partial Regex CalledName();
}
