using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Printing;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>A reference as messages show it: with the names as written, and terms in place of the variables that the compiler made for them.</summary>
internal sealed class ShownReference
{
    private readonly ImmutableArray<Term> _parts;
    private readonly string _text;

    internal ShownReference(RefTerm reference, LocalNames names)
    {
        _text = TermPrinter.ToText(reference, names.Display);
        var original = new OriginalTerms(names);
        _parts = [.. reference.Path.Prepend(reference.Head).Select(original.Rewrite)];
    }

    /// <summary>The text of its first parts.</summary>
    internal string Prefix(int count) => TermPrinter.ToText(_parts[0], _parts.Take(count).Skip(1));

    /// <summary>The text of one part.</summary>
    internal string Part(int position) => TermPrinter.ToText(_parts[position]);

    internal RegoArray ToJson() => SyntaxJson.OfReference(_parts);

    /// <inheritdoc/>
    public override string ToString() => _text;
}
