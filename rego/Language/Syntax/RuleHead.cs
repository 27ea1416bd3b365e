using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Syntax;

/// <summary>A rule's name, arguments, key and value.</summary>
public sealed class RuleHead : SyntaxNode
{
    internal RuleHead(SourceLocation location, ImmutableArray<Term> reference, ImmutableArray<Term> arguments, Term? key, Term? value, bool isAssigned, bool hasContains, bool hasIf)
        : base(location)
    {
        Reference = reference;
        Arguments = arguments;
        Key = key;
        Value = value;
        IsAssigned = isAssigned;
        HasContains = hasContains;
        HasIf = hasIf;
    }

    /// <summary>The name: a variable, then the operands of a reference.</summary>
    public ImmutableArray<Term> Reference { get; }

    /// <summary>The arguments of a function; default where it is none.</summary>
    public ImmutableArray<Term> Arguments { get; }

    /// <summary>How many arguments there are; none where it is no function.</summary>
    internal int ArgumentCount => Arguments.IsDefault ? 0 : Arguments.Length;

    /// <summary>The element of a partial set (<c>contains</c>), or null.</summary>
    public Term? Key { get; }

    /// <summary>The value; null where none is written.</summary>
    public Term? Value { get; }

    /// <summary>Whether the value stood behind <c>:=</c> rather than <c>=</c>.</summary>
    public bool IsAssigned { get; }

    /// <summary>Whether it was written with <c>contains</c>.</summary>
    public bool HasContains { get; }

    /// <summary>Whether <c>if</c> stood before the body.</summary>
    public bool HasIf { get; }
}
