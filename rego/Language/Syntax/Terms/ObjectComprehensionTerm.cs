using Rego.Sources;

namespace Rego.Syntax.Terms;

/// <summary><c>{k: v | …}</c>.</summary>
public sealed class ObjectComprehensionTerm : Term
{
    internal ObjectComprehensionTerm(SourceLocation location, Term key, Term value, Body body)
        : base(location)
    {
        Key = key;
        Value = value;
        Body = body;
    }

    /// <summary>The key.</summary>
    public Term Key { get; }

    /// <summary>The value.</summary>
    public Term Value { get; }

    /// <summary>The conditions.</summary>
    public Body Body { get; }
}
