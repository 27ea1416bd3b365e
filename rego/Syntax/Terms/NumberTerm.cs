namespace Gatekeeper.Rego.Syntax;

/// <summary>A number, as it is spelled.</summary>
public sealed class NumberTerm : Term
{
    internal NumberTerm(SourceLocation location, string text)
        : base(location)
    {
        Text = text;
    }

    /// <summary>The digits as they stand in the source.</summary>
    public string Text { get; }
}
