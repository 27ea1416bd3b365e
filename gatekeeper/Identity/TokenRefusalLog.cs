using System.Text.Encodings.Web;
using System.Text.Json;
using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>
/// Tells the operator's log why tokens are refused: the first of a fault and issuer at once, then one a minute with the number of those
/// in between. Thread-safe; only configured issuers are told apart, so its memory does not grow with what callers send.
/// </summary>
internal sealed partial class TokenRefusalLog(TimeProvider time, ILogger<TokenRefusalLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // One line, whatever a token holds.
    private static readonly JsonSerializerOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };

    private readonly Lock _gate = new();
    private readonly Dictionary<(TokenFault Fault, string? Issuer), (long ToldAt, long Since)> _told = [];

    /// <summary>Tells of a refusal, or counts it.</summary>
    public void Tell(TokenRefusal refusal)
    {
        if (!logger.IsEnabled(LogLevel.Information) || CountOf((refusal.Fault, refusal.Issuer)) is not { } others)
        {
            return;
        }

        LogRefused(logger, refusal.Fault, refusal.Issuer ?? "-", Shown(refusal.KeyId), Shown(refusal.Audiences), Shown(refusal.AuthorizedParty), others);
    }

    // How many were not told since the last that was; null where this is one of them.
    private long? CountOf((TokenFault Fault, string? Issuer) kind)
    {
        lock (_gate)
        {
            var known = _told.TryGetValue(kind, out var entry);
            if (known && time.GetElapsedTime(entry.ToldAt) < Interval)
            {
                _told[kind] = entry with { Since = entry.Since + 1 };
                return null;
            }

            _told[kind] = (time.GetTimestamp(), 0);
            return entry.Since;
        }
    }

    private static string Shown<T>(T? value) => value is null ? "-" : JsonSerializer.Serialize(value, Ascii);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "A token was refused: {Fault} (issuer {Issuer}, kid {KeyId}, aud {Audiences}, azp {AuthorizedParty}; {Others} more of the kind since the last that was told).")]
    private static partial void LogRefused(ILogger logger, TokenFault fault, string issuer, string keyId, string audiences, string authorizedParty, long others);
}
