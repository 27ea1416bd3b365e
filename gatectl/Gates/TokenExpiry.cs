using System.Buffers.Text;
using System.Text.Json;

namespace Gatectl.Gates;

/// <summary>Until when a token lasts, as far as it says so itself. It is the gate that judges tokens; here it is only known when to get a new one.</summary>
internal static class TokenExpiry
{
    /// <summary>The token's <c>exp</c>; <c>null</c> where it is no JWT, or says nothing that can be read.</summary>
    public static DateTimeOffset? Of(string token)
    {
        if (token.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number
                && exp.TryGetDouble(out var seconds) && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }
}
