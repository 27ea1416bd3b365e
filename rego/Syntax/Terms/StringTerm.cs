namespace Gatekeeper.Rego.Syntax;

/// <summary>A string.</summary>
public sealed class StringTerm : Term
{
    internal StringTerm(SourceLocation location, string value, bool isRaw)
        : base(location)
    {
        Value = value;
        IsRaw = isRaw;
    }

    /// <summary>The characters, escapes resolved.</summary>
    public string Value { get; }

    /// <summary>Whether it stood between back quotes.</summary>
    public bool IsRaw { get; }
}
