using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary><c>null</c>.</summary>
public sealed class RegoNull : RegoValue
{
    /// <summary>The only one.</summary>
    public static readonly RegoNull Instance = new();

    private RegoNull()
    {
    }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Null;

    /// <inheritdoc/>
    public override int GetHashCode() => 1;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => writer.WriteNullValue();

    internal override void AppendTerm(StringBuilder text) => text.Append("null");

    private protected override int CompareSameKind(RegoValue other) => 0;

    private protected override bool EqualsSameKind(RegoValue other) => true;
}
