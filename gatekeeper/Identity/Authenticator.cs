using Deploy.V1;
using Gatekeeper.Calls;

namespace Gatekeeper.Identity;

/// <summary>Proves who calls from the <c>Authorization</c> header (RFC 6750). What is wrong with a token goes to the log, not to the caller.</summary>
internal sealed partial class Authenticator(TokenValidator validator, TokenCache cache, IdentityOptions options, ILogger<Authenticator> logger)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller of a token that was validated a short while ago, or <c>null</c>.</summary>
    public Caller? FindKnown(string? authorization, DateTimeOffset now) =>
        TokenOf(authorization, out var token) ? cache.Find(TokenKey.Of(token), now.ToUnixTimeSeconds()) : null;

    /// <summary>The caller that the header proves.</summary>
    /// <exception cref="CallException">None: no credentials, or not valid, or not to be told now.</exception>
    public async Task<Caller> AuthenticateAsync(string? authorization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            throw new CallException(ErrorReason.MissingCredentials, "A bearer token is needed.");
        }

        if (!TokenOf(authorization, out var text))
        {
            throw new CallException(ErrorReason.InvalidToken, "The credentials are not a bearer token of an acceptable length.");
        }

        var token = text.ToString();
        var generation = cache.Generation;
        try
        {
            var validated = await validator.ValidateAsync(token, now, cancellationToken);
            cache.Add(TokenKey.Of(token), validated, generation, now.ToUnixTimeSeconds());
            return validated.Caller;
        }
        catch (TokenException e)
        {
            LogInvalid(logger, e.Fault);
            throw new CallException(ErrorOf(e.Fault), e);
        }
        catch (KeyFetchException e)
        {
            throw new CallException(ErrorReason.IdentityUnavailable, "The issuer's keys are not available.", e);
        }
    }

    private bool TokenOf(string? authorization, out ReadOnlySpan<char> token)
    {
        token = default;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        token = authorization.AsSpan(Scheme.Length);
        return token.Length > 0 && token.Length <= options.MaxTokenLength;
    }

    private static CallError ErrorOf(TokenFault fault) => fault switch
    {
        TokenFault.Expired => new CallError(ErrorReason.ExpiredToken, "The token has expired."),
        TokenFault.Issuer => new CallError(ErrorReason.UnknownIssuer, "The token's issuer is not trusted here."),
        _ => new CallError(ErrorReason.InvalidToken, "The token is not valid."),
    };

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "A token was refused: {Fault}.")]
    private static partial void LogInvalid(ILogger logger, TokenFault fault);
}
