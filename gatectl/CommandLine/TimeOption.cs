using System.CommandLine;
using System.Globalization;

namespace Gatectl.CommandLine;

/// <summary>An option that takes a point in time with its offset from UTC (RFC 3339), so that no clock's zone is guessed.</summary>
internal static class TimeOption
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} takes a time with its offset, such as 2026-12-01T09:00:00+01:00 or …Z; '{text}' is none.");
            return null;
        },
    };
}
