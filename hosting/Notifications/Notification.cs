using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Contract.Hashing;

namespace Gateway.Hosting.Notifications;

/// <summary>Something that happened, as those who are to know of it are told. Names and ids only: nothing in it does anything.</summary>
/// <param name="Position">Its place in the order of its source.</param>
/// <param name="Id">The same whenever it is told, and no other's: by it a receiver knows that it was told before.</param>
/// <param name="Type">What kind of thing, one of <see cref="NotificationTypes"/>.</param>
/// <param name="Subject">What it is about, as a path of names; null where there is no name.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">What a person needs to know. Texts and lists in it may be of any length, and are cut when they are told.</param>
public sealed record Notification(long Position, string Id, string Type, string? Subject, DateTimeOffset Time, JsonObject Data)
{
    private const int IdLength = 32;

    /// <summary>An id: of everything that makes it one event and no other.</summary>
    /// <returns>32 hexadecimal digits. A full stop, which separates what is signed, is not among them.</returns>
    public static string IdOf(params string[] parts) => Convert.ToHexStringLower(ListHash.Compute(parts))[..IdLength];

    /// <summary>A time as it is told: RFC 3339, in UTC and to the millisecond.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
