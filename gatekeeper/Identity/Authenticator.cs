using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>
/// Proves who calls from the <c>Authorization</c> header (RFC 6750). The caller is told of which kind the fault of a token is; its values,
/// as far as they help, go to the log and the record.
/// </summary>
internal sealed class Authenticator(TokenValidator validator, TokenCache cache, IdentityOptions options, TokenRefusalLog told)
{
    private const string Scheme = "Bearer ";

    /// <summary>The caller of a token that was validated a short while ago and is valid still, or <c>null</c>.</summary>
    public Caller? FindKnown(string? authorization, DateTimeOffset now) =>
        TokenOf(authorization, out var token) && token.Length <= options.MaxTokenLength ? cache.Find(TokenKey.Of(token), now.ToUnixTimeSeconds()) : null;

    /// <summary>The caller that the header proves.</summary>
    /// <param name="authorization">The header.</param>
    /// <param name="now">For which moment.</param>
    /// <param name="isSuspect">Whether it comes from where too many failed: its signature is checked when there is room for it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="CallException">None: no credentials, or not valid, or not to be told now.</exception>
    public async Task<Caller> AuthenticateAsync(string? authorization, DateTimeOffset now, bool isSuspect, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            throw new CallException(ErrorReason.MissingCredentials, "A bearer token is needed.");
        }

        if (!TokenOf(authorization, out var text))
        {
            throw Refusal(new TokenRefusal(TokenFault.Scheme));
        }

        if (text.Length > options.MaxTokenLength)
        {
            throw Refusal(new TokenRefusal(TokenFault.Length));
        }

        var token = text.ToString();
        var generation = cache.Generation;
        try
        {
            var validated = await validator.ValidateAsync(token, now, isSuspect, cancellationToken);
            cache.Add(TokenKey.Of(token), validated, generation, now.ToUnixTimeSeconds());
            return validated.Caller;
        }
        catch (TokenException e)
        {
            throw Refusal(e.Refusal, e);
        }
    }

    private static bool TokenOf(string? authorization, out ReadOnlySpan<char> token)
    {
        token = default;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        token = authorization.AsSpan(Scheme.Length);
        return token.Length > 0;
    }

    private CallException Refusal(TokenRefusal refusal, Exception? cause = null)
    {
        told.Tell(refusal);
        return new CallException(TokenErrors.Of(refusal.Fault, options), cause) { Token = refusal };
    }
}
