using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Rego.Values;

namespace Rego.Capabilities;

/// <summary>What an OPA can do: its built-in functions, the keywords that a module may import, and the features of its language. Immutable.</summary>
public sealed record RegoCapabilities
{
    /// <summary>The feature without which no module of Rego v1 is read.</summary>
    public const string RegoV1Feature = "rego_v1";

    /// <summary>Those of the version whose language this engine speaks, OPA 1.22.2.</summary>
    public static RegoCapabilities Current => CapabilityHistory.Current;

    /// <summary>The versions of OPA whose capabilities are known, oldest first.</summary>
    public static IReadOnlyList<string> Versions => CapabilityHistory.Versions;

    /// <summary>The built-in functions, by name.</summary>
    public required ImmutableArray<BuiltinDeclaration> Builtins { get; init; }

    /// <summary>What <c>import future.keywords.…</c> may name beside the keywords that every module has.</summary>
    public required ImmutableArray<string> FutureKeywords { get; init; }

    /// <summary>The names of the language's features.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>The hosts that may be asked for the schemas that a schema refers to; any where default, none where empty.</summary>
    public ImmutableArray<string> AllowNet { get; init; }

    /// <summary>Reads them in the form of <c>opa capabilities</c>; what it does not know it leaves out.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static RegoCapabilities Parse(ReadOnlySpan<byte> utf8Json) => CapabilitiesReader.Read(utf8Json);

    /// <summary>The capabilities of a version of OPA, written as <c>v1.4.2</c>.</summary>
    public static bool TryGetVersion(string version, [NotNullWhen(true)] out RegoCapabilities? capabilities)
    {
        capabilities = CapabilityHistory.Versions.Contains(version) ? CapabilityHistory.Of(version) : null;
        return capabilities is not null;
    }

    /// <summary>Whether the language has a feature.</summary>
    public bool HasFeature(string name) => Features.Contains(name);

    /// <summary>In the form of <c>opa capabilities</c>.</summary>
    public RegoObject ToValue() => CapabilitiesWriter.Write(this);

    internal BuiltinDeclaration? Find(string name) => Builtins.FirstOrDefault(builtin => builtin.Name == name);
}
