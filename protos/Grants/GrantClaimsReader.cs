using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Contract.Grants;

/// <summary>Reads a grant's payload: exactly our claims, each once and of its type.</summary>
internal ref struct GrantClaimsReader
{
    private const int MaxStringLength = 1024;
    private const int ClaimCount = 16;

    // All but the last one (cds), which only the grants of some actions have.
    private const int RequiredClaims = (1 << (ClaimCount - 1)) - 1;

    private static readonly JsonDocumentOptions NestedOptions = new() { AllowDuplicateProperties = false, MaxDepth = GrantCodec.MaxDepth };

    private readonly ReadOnlySpan<byte> _payload;
    private readonly string?[] _strings;
    private Utf8JsonReader _reader;
    private long _issuedAt;
    private long _expiresAt;
    private long _activatedAt;
    private int _seen;

    private GrantClaimsReader(ReadOnlySpan<byte> payload)
    {
        _payload = payload;
        _strings = new string?[ClaimCount];
        _reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = GrantCodec.MaxDepth + 1 });
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out GrantClaims? claims)
    {
        try
        {
            var reader = new GrantClaimsReader(payload);
            claims = Utf8.IsValid(payload) && reader.ReadMembers() ? reader.Build() : null;
            return claims is not null && GrantCodec.IsSha256Hexadecimal(claims.RequestHash)
                && (claims.CallerDocumentHash is null || GrantCodec.IsSha256Hexadecimal(claims.CallerDocumentHash));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Malformed JSON, or a string that is no text (a lone surrogate, bytes that are not UTF-8).
            claims = null;
            return false;
        }
    }

    private bool ReadMembers()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var claim = ClaimIndex();
            if (claim < 0 || (_seen & (1 << claim)) != 0 || !_reader.Read() || !ReadValue(claim))
            {
                return false;
            }

            _seen |= 1 << claim;
        }

        return _reader.TokenType == JsonTokenType.EndObject && !_reader.Read() && (_seen & RequiredClaims) == RequiredClaims;
    }

    // The order is that of Build. An escaped name is refused: the writer has no reason for one.
    private readonly int ClaimIndex()
    {
        if (_reader.ValueIsEscaped)
        {
            return -1;
        }

        var name = _reader.ValueSpan;
        return name.Length != 3 ? -1 : ((name[0] << 16) | (name[1] << 8) | name[2]) switch
        {
            ('i' << 16) | ('s' << 8) | 's' => 0,
            ('a' << 16) | ('u' << 8) | 'd' => 1,
            ('j' << 16) | ('t' << 8) | 'i' => 2,
            ('s' << 16) | ('u' << 8) | 'b' => 3,
            ('a' << 16) | ('c' << 8) | 't' => 4,
            ('a' << 16) | ('p' << 8) | 'p' => 5,
            ('e' << 16) | ('n' << 8) | 'v' => 6,
            ('r' << 16) | ('e' << 8) | 'q' => 7,
            ('d' << 16) | ('e' << 8) | 'c' => 8,
            ('r' << 16) | ('e' << 8) | 'v' => 9,
            ('o' << 16) | ('b' << 8) | 'l' => 10,
            ('c' << 16) | ('a' << 8) | 'l' => 11,
            ('i' << 16) | ('a' << 8) | 't' => 12,
            ('e' << 16) | ('x' << 8) | 'p' => 13,
            ('r' << 16) | ('a' << 8) | 't' => 14,
            ('c' << 16) | ('d' << 8) | 's' => 15,
            _ => -1,
        };
    }

    private bool ReadValue(int claim) => claim switch
    {
        12 => ReadTime(out _issuedAt),
        13 => ReadTime(out _expiresAt),
        14 => ReadTime(out _activatedAt),
        10 or 11 => ReadObject(out _strings[claim]),
        _ => ReadString(out _strings[claim]),
    };

    private bool ReadTime(out long value)
    {
        value = 0;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out value) && value is > 0 and < 1L << 40;
    }

    private bool ReadString(out string? value)
    {
        value = _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
        return value is { Length: > 0 and <= MaxStringLength };
    }

    private bool ReadObject(out string? json)
    {
        json = null;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        var raw = _payload[start..(int)_reader.BytesConsumed];
        json = raw.SequenceEqual("{}"u8) ? "{}" : ReadNested(raw);
        return true;
    }

    // Parsed only to refuse the same member twice, at any depth.
    private static string ReadNested(ReadOnlySpan<byte> raw)
    {
        using var document = JsonDocument.Parse(raw.ToArray(), NestedOptions);
        return Encoding.UTF8.GetString(raw);
    }

    private readonly GrantClaims Build() => new()
    {
        Issuer = _strings[0]!,
        Audience = _strings[1]!,
        Id = _strings[2]!,
        Client = _strings[3]!,
        Action = _strings[4]!,
        Application = _strings[5]!,
        Environment = _strings[6]!,
        RequestHash = _strings[7]!,
        DecisionId = _strings[8]!,
        PolicyRevision = _strings[9]!,
        ObligationsJson = _strings[10]!,
        CallerJson = _strings[11]!,
        CallerDocumentHash = _strings[15],
        IssuedAt = _issuedAt,
        ExpiresAt = _expiresAt,
        PolicyActivatedAt = _activatedAt,
    };
}
