using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Gatekeeper.Calls;
using Gateway.Contract.Audit;

namespace Gatekeeper.Answers;

/// <summary>Where a page of uses begins: behind a use, in the order of time. As a token, the time in ticks and the decision's id in base64url.</summary>
/// <param name="Time">The time of the last use of the page before.</param>
/// <param name="DecisionId">Its decision.</param>
internal readonly record struct ReviewPage(DateTimeOffset Time, string DecisionId)
{
    private const int MaxIdLength = 64;

    /// <summary>Reads a page token; an empty one is the first page's.</summary>
    /// <exception cref="Seam.CallException">It is none of ours.</exception>
    public static ReviewPage Parse(string token)
    {
        if (token.Length == 0)
        {
            return new ReviewPage(DateTimeOffset.MinValue, "");
        }

        Span<byte> bytes = stackalloc byte[sizeof(long) + MaxIdLength];
        if (Base64Url.IsValid(token) && Base64Url.TryDecodeFromChars(token, bytes, out var length) && length > sizeof(long)
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks)
        {
            return new ReviewPage(new DateTimeOffset(ticks, TimeSpan.Zero), Encoding.Latin1.GetString(bytes[sizeof(long)..length]));
        }

        throw CallBuilder.Invalid([new("page_token", "must be the next_page_token of an earlier answer")]);
    }

    /// <summary>The page behind a use.</summary>
    public static ReviewPage After(ExceptionUse use) => new(use.Time, use.DecisionId);

    /// <summary>Whether a use belongs to this page or a later one.</summary>
    public bool IsBefore(ExceptionUse use) =>
        use.Time > Time || (use.Time == Time && string.CompareOrdinal(use.DecisionId, DecisionId) > 0);

    /// <summary>The token.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(long) + DecisionId.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Time.UtcTicks);
        Encoding.Latin1.GetBytes(DecisionId, bytes.AsSpan(sizeof(long)));
        return Base64Url.EncodeToString(bytes);
    }
}
