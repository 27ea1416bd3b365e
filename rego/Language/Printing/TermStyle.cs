using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <summary>What printed terms are for.</summary>
internal sealed class TermStyle
{
    private readonly Func<string, string>? _names;

    private TermStyle(bool hasOperatorsByName, Func<string, string>? names)
    {
        HasOperatorsByName = hasOperatorsByName;
        _names = names;
    }

    /// <summary>Rego that reads back as the same tree.</summary>
    internal static TermStyle Source { get; } = new(hasOperatorsByName: false, names: null);

    /// <summary>As <see cref="Source"/>, but every wildcard has a name of its own.</summary>
    internal static TermStyle Distinct { get; } = new(hasOperatorsByName: false, name => name);

    private static TermStyle PlainMessage { get; } = new(hasOperatorsByName: true, names: null);

    /// <value>Whether operators within terms are written as calls of their functions, and keywords like any name.</value>
    internal bool HasOperatorsByName { get; }

    /// <summary>As OPA's messages show terms.</summary>
    /// <param name="names">What variables are called, or null.</param>
    internal static TermStyle Message(Func<string, string>? names) =>
        names is null ? PlainMessage : new TermStyle(hasOperatorsByName: true, name => name.StartsWith('$') ? "_" : names(name));

    internal string NameOf(VarTerm variable) => _names is not null ? _names(variable.Name) : variable.IsWildcard ? "_" : variable.Name;
}
