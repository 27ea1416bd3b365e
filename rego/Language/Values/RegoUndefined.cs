using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>The absence of a value.</summary>
public sealed class RegoUndefined : RegoValue
{
    internal static readonly RegoUndefined Instance = new();

    private RegoUndefined()
    {
    }

    /// <inheritdoc/>
    public override RegoKind Kind => RegoKind.Undefined;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) =>
        throw new InvalidOperationException("Undefined is not a value and has no JSON form.");

    internal override void AppendTerm(StringBuilder text) => text.Append("<undefined>");

    private protected override int CompareSameKind(RegoValue other) => 0;

    private protected override bool EqualsSameKind(RegoValue other) => true;
}
