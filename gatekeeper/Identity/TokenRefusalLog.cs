using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatekeeper.Seam;
using Gateway.Hosting.Logging;

namespace Gatekeeper.Identity;

/// <summary>
/// Tells the operator's log why tokens are refused: the first of a fault and issuer at once, then one a minute with the number of those
/// in between. Thread-safe; only configured issuers are told apart, so its memory does not grow with what callers send.
/// </summary>
internal sealed partial class TokenRefusalLog(TimeProvider time, ILogger<TokenRefusalLog> logger)
{
    // One line, whatever a token holds.
    private static readonly JsonSerializerOptions Ascii = new() { Encoder = JavaScriptEncoder.Default };

    private readonly ConcurrentDictionary<(TokenFault Fault, string? Issuer), LogLimiter> _kinds = new();

    /// <summary>Tells of a refusal, or counts it.</summary>
    public void Tell(TokenRefusal refusal)
    {
        if (!logger.IsEnabled(LogLevel.Information) || !_kinds.GetOrAdd((refusal.Fault, refusal.Issuer), _ => new LogLimiter(time)).TryTell(out var others))
        {
            return;
        }

        LogRefused(logger, refusal.Fault, refusal.Issuer ?? "-", Shown(refusal.KeyId), Shown(refusal.Audiences), Shown(refusal.AuthorizedParty), others);
    }

    private static string Shown<T>(T? value) => value is null ? "-" : JsonSerializer.Serialize(value, Ascii);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "A token was refused: {Fault} (issuer {Issuer}, kid {KeyId}, aud {Audiences}, azp {AuthorizedParty}; {Others} more of the kind since the last that was told).")]
    private static partial void LogRefused(ILogger logger, TokenFault fault, string issuer, string keyId, string audiences, string authorizedParty, long others);
}
