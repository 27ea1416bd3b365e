using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class RegoBoolean : RegoValue
{
    /// <summary><c>true</c>.</summary>
    public static readonly RegoBoolean True = new(true);

    /// <summary><c>false</c>.</summary>
    public static readonly RegoBoolean False = new(false);

    private RegoBoolean(bool value) => Value = value;

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Boolean;

    /// <summary>One of the two instances.</summary>
    public static RegoBoolean From(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override int GetHashCode() => Value ? 3 : 2;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    internal override void AppendTerm(StringBuilder text) => text.Append(Value ? "true" : "false");

    private protected override int CompareSameKind(RegoValue other) => Value.CompareTo(((RegoBoolean)other).Value);

    private protected override bool EqualsSameKind(RegoValue other) => Value == ((RegoBoolean)other).Value;
}
