using Rego.Sources;
using Rego.Values;

namespace Rego.Syntax.Terms;

/// <summary>A string.</summary>
public sealed class StringTerm : Term
{
    private RegoString? _constant;

    internal StringTerm(SourceLocation location, string value, bool isRaw)
        : base(location)
    {
        Value = value;
        IsRaw = isRaw;
    }

    /// <summary>The characters, escapes resolved.</summary>
    public string Value { get; }

    /// <summary>The value that it stands for; made once.</summary>
    internal RegoString Constant => _constant ??= RegoString.From(Value);

    /// <summary>Whether it stood between back quotes.</summary>
    public bool IsRaw { get; }
}
