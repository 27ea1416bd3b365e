using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>The token that the caller has now: the one that was given, or where there is a command that makes tokens, the one that it made last.</summary>
/// <param name="given">The token of a file; <c>null</c> for none.</param>
/// <param name="command">What makes new ones; <c>null</c> where the given one is all there is.</param>
/// <param name="time">Tells how much of a token is left.</param>
internal sealed class CallerToken(string? given, TokenCommand? command, TimeProvider time)
{
    // What a call, and a clock that differs from the issuer's, may take.
    private static readonly TimeSpan LeastLeft = TimeSpan.FromSeconds(30);

    private string? _token = given;

    public bool CanBeRenewed => command is not null;

    /// <summary>The token for a call: a new one where there is none yet, or the one at hand is about to end.</summary>
    /// <exception cref="CommandFailure">A new one could not be had, and the one at hand has ended.</exception>
    public async Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (command is not null && !IsLeft(LeastLeft))
        {
            try
            {
                await RenewAsync(cancellationToken);
            }
            catch (CommandFailure) when (IsLeft(TimeSpan.Zero))
            {
                // The token at hand still serves; the next call tries again.
            }
        }

        return _token;
    }

    /// <summary>Replaces the token by a new one, whatever it says of itself: the gate does not take it any more.</summary>
    /// <exception cref="CommandFailure">A new one could not be had.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken) =>
        _token = await (command ?? throw new InvalidOperationException("Nothing makes new tokens.")).RunAsync(cancellationToken);

    private bool IsLeft(TimeSpan least) => _token is not null && (TokenExpiry.Of(_token) is not { } end || end - time.GetUtcNow() > least);
}
