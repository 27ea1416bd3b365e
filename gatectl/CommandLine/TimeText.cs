using Google.Protobuf.WellKnownTypes;

namespace Gatectl.CommandLine;

/// <summary>Times as people are shown them.</summary>
internal static class TimeText
{
    /// <summary>A time in UTC, to the second; empty where there is none.</summary>
    public static string Of(Timestamp? time) => time is null ? "" : time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
