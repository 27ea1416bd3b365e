using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Settings;

/// <summary>How a key of the configuration is told, with what it holds and what would be valid: in the same words everywhere.</summary>
public static class Setting
{
    /// <summary>A key and what it holds, as the beginning of a sentence.</summary>
    /// <param name="key">The key; null where the value is the path of a file that no key names.</param>
    /// <param name="value">What it holds.</param>
    public static string Describe(string? key, string value) => key is null ? $"The file '{PrintableText.Of(value)}'" : $"The key '{key}' holds '{PrintableText.Of(value)}'";

    /// <summary>A key, what it holds, and what would be valid.</summary>
    public static string Fault(string key, string value, string valid) => $"{Describe(key, value)}; valid is {valid}.";

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    /// <exception cref="ConfigurationException">It does not hold.</exception>
    public static void Require([DoesNotReturnIf(false)] bool holds, string key, string value, string valid)
    {
        if (!holds)
        {
            throw new ConfigurationException(Fault(key, value, valid));
        }
    }
}
