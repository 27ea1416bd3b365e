using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanTerm : Term
{
    internal BooleanTerm(SourceLocation location, bool value)
        : base(location)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public bool Value { get; }
}
