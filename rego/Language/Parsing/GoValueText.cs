using Rego.Values;

namespace Rego.Parsing;

/// <summary>Values as OPA's messages about metadata show them.</summary>
internal static class GoValueText
{
    internal static string Of(RegoValue value) => value switch
    {
        RegoString text => text.Value,
        RegoNumber { IsInt64: true } number => $"%!s(int={number.Text})",
        RegoNumber number => $"%!s(float64={number.Text})",
        RegoBoolean boolean => $"%!s(bool={boolean.ToJson()})",
        RegoArray items => $"[{string.Join(' ', items.Select(Of))}]",
        RegoObject members => $"map[{string.Join(' ', members.Select(member => $"{Of(member.Key)}:{Of(member.Value)}"))}]",
        _ => "<nil>",
    };
}
