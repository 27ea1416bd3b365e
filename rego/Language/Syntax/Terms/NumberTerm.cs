using Rego.Sources;
using Rego.Values;

namespace Rego.Syntax.Terms;

/// <summary>A number, as it is spelled.</summary>
public sealed class NumberTerm : Term
{
    private RegoNumber? _constant;

    internal NumberTerm(SourceLocation location, string text)
        : base(location)
    {
        Text = text;
    }

    /// <summary>The digits as they stand in the source.</summary>
    public string Text { get; }

    /// <summary>The value that it stands for; made once.</summary>
    internal RegoNumber Constant => _constant ??= RegoNumber.FromText(Text);
}
