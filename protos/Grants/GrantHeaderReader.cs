using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gateway.Contract.Grants;

/// <summary>Reads a grant's header: exactly <c>alg</c>, <c>typ</c> and <c>kid</c>, each once, nothing else.</summary>
internal static class GrantHeaderReader
{
    public static bool TryRead(ReadOnlySpan<byte> header, out GrantAlgorithm algorithm, [NotNullWhen(true)] out string? keyId)
    {
        try
        {
            return TryReadMembers(header, out algorithm, out keyId);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            algorithm = default;
            keyId = null;
            return false;
        }
    }

    private static bool TryReadMembers(ReadOnlySpan<byte> header, out GrantAlgorithm algorithm, [NotNullWhen(true)] out string? keyId)
    {
        var reader = new Utf8JsonReader(header);
        GrantAlgorithm? found = null;
        var hasType = false;
        keyId = null;
        algorithm = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isNew = reader.ValueTextEquals("alg"u8) ? found is null && ReadAlgorithm(ref reader, out found)
                : reader.ValueTextEquals("typ"u8) ? !hasType && (hasType = ReadType(ref reader))
                : reader.ValueTextEquals("kid"u8) && keyId is null && ReadKeyId(ref reader, out keyId);
            if (!isNew)
            {
                return false;
            }
        }

        algorithm = found.GetValueOrDefault();
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() && found is not null && hasType && keyId is not null;
    }

    private static bool ReadAlgorithm(ref Utf8JsonReader reader, out GrantAlgorithm? algorithm)
    {
        var isString = reader.Read() && reader.TokenType == JsonTokenType.String;
        algorithm = !isString ? null
            : reader.ValueTextEquals("HS256"u8) ? GrantAlgorithm.Hs256
            : reader.ValueTextEquals("ES256"u8) ? GrantAlgorithm.Es256 : null;
        return algorithm is not null;
    }

    private static bool ReadType(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(GrantFormat.TokenType);

    private static bool ReadKeyId(ref Utf8JsonReader reader, out string? keyId)
    {
        keyId = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return keyId is not null && GrantCodec.IsKeyId(keyId);
    }
}
