using System.Globalization;
using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int MaxDigits = 8;

    /// <summary>Reads the header.</summary>
    /// <returns>The time that the caller gives, or <c>null</c> where it gives none.</returns>
    /// <exception cref="CallException">The header is not in its form.</exception>
    public static TimeSpan? Read(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        var digits = header.AsSpan(0, header.Length - 1);
        if (digits.Length is 0 or > MaxDigits || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw Invalid();
        }

        // A hundred million hours would overflow; nothing waits longer than a year.
        return header[^1] switch
        {
            'H' => TimeSpan.FromHours(Math.Min(value, 8_760)),
            'M' => TimeSpan.FromMinutes(Math.Min(value, 525_600)),
            'S' => TimeSpan.FromSeconds(Math.Min(value, 31_536_000)),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
            _ => throw Invalid(),
        };
    }

    /// <summary>Writes a time in milliseconds, at least one.</summary>
    public static string Write(TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((long)timeout.TotalMilliseconds, 1, 99_999_999)}m");

    private static CallException Invalid() => new(ErrorReason.InvalidRequest, "grpc-timeout must be at most eight digits and one of H, M, S, m, u, n.");
}
