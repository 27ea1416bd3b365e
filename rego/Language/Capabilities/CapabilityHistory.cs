using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Capabilities;

/// <summary>
/// What came with which version of OPA, and left with which. A version's capabilities are today's without what came later: functions
/// whose operands changed since are told as they are now.
/// </summary>
internal static class CapabilityHistory
{
    private static readonly Lazy<RegoCapabilities> Today = new(() => CapabilitiesReader.Read(Resource("current")));
    private static readonly Lazy<RegoObject> History = new(() => (RegoObject)RegoJson.Parse(Resource("history")));
    private static readonly Lazy<ImmutableArray<string>> Order = new(() => [.. ((RegoArray)History.Value["versions"]).Select(TextOf)]);

    internal static RegoCapabilities Current => Today.Value;

    /// <value>Oldest first.</value>
    internal static ImmutableArray<string> Versions => Order.Value;

    internal static RegoCapabilities Of(string version)
    {
        var at = Versions.IndexOf(version);
        return new RegoCapabilities
        {
            Builtins = [.. Current.Builtins.Where(builtin => IsPresent(At("builtins")[builtin.Name], at)).Select(Plain)],
            FutureKeywords = Present("keywords", at),
            Features = Present("features", at),
        };
    }

    /// <summary>The lists of past versions have names and types only.</summary>
    internal static BuiltinDeclaration Plain(BuiltinDeclaration builtin) => builtin with
    {
        Arguments = [.. builtin.Arguments.Select(argument => new OperandDeclaration(argument.Type))],
        Result = builtin.Result is null ? null : new OperandDeclaration(builtin.Result.Type),
        Description = null,
        Categories = default,
    };

    private static ImmutableArray<string> Present(string list, int at) =>
        [.. At(list).Where(entry => IsPresent(entry.Value, at)).Select(entry => TextOf(entry.Key))];

    private static RegoObject At(string list) => (RegoObject)History.Value[list];

    /// <summary>Whether something was there; what is not listed always was.</summary>
    private static bool IsPresent(RegoValue entry, int at) => entry switch
    {
        RegoString introduced => at >= Versions.IndexOf(introduced.Value),
        RegoObject span => at >= Versions.IndexOf(TextOf(span["introduced"])) && (span["removed"] is not RegoString removed || at < Versions.IndexOf(removed.Value)),
        _ => true,
    };

    private static string TextOf(RegoValue value) => ((RegoString)value).Value;

    private static byte[] Resource(string name)
    {
        using var stream = typeof(CapabilityHistory).Assembly.GetManifestResourceStream($"Rego.Capabilities.{name}.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
