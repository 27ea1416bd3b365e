using System.Collections.Immutable;
using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>$"a {expr} b"</c>.</summary>
public sealed class TemplateStringTerm : Term
{
    internal TemplateStringTerm(SourceLocation location, ImmutableArray<TemplateStringPart> parts, bool isRaw)
        : base(location)
    {
        Parts = parts;
        IsRaw = isRaw;
    }

    /// <summary>Text and expressions, in their order.</summary>
    public ImmutableArray<TemplateStringPart> Parts { get; }

    /// <summary>Whether it stood between back quotes.</summary>
    public bool IsRaw { get; }
}
