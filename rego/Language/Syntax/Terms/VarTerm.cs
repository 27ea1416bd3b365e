using Rego.Sources;
using Rego.Values;

namespace Rego.Syntax.Terms;

/// <summary>A variable, or the name of a rule, an import, <c>input</c> or <c>data</c>.</summary>
public sealed class VarTerm : Term
{
    /// <summary>How the names of variables begin that hold the values of a query's expressions.</summary>
    internal const string CapturePrefix = "$term";

    private RegoString? _key;

    internal VarTerm(SourceLocation location, string name)
        : base(location)
    {
        Name = name;
    }

    /// <summary>The name; a wildcard <c>_</c> has a generated one that begins with <c>$</c>, unique in its module.</summary>
    public string Name { get; }

    /// <summary>The name as the key of a document; made once.</summary>
    internal RegoString Key => _key ??= RegoString.From(Name);

    /// <summary>Whether it was written <c>_</c>, or shows as that.</summary>
    public bool IsWildcard => Name.StartsWith('$');

    /// <summary>Whether the value of one of a query's expressions is bound to it: messages show a wildcard, but the value counts.</summary>
    internal bool IsCapture => Name.StartsWith(CapturePrefix, StringComparison.Ordinal);
}
