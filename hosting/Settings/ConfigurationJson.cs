using System.Text;
using System.Text.Json;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Settings;

/// <summary>A configuration file before .NET reads it, which says less of what is wrong with it, and takes bytes that are no text.</summary>
public static class ConfigurationJson
{
    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static readonly JsonDocumentOptions AsDotNetReads = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file that is a JSON object in UTF-8 in which no key stands twice, and no text has a control character.</summary>
    /// <param name="key">The key that names the file; null where none does.</param>
    /// <param name="path">Where it is.</param>
    /// <returns>Its content: what was judged is what is used, whatever stands there by then.</returns>
    /// <exception cref="ConfigurationException">It is not such a file, or cannot be read.</exception>
    public static byte[] Read(string? key, string path)
    {
        try
        {
            var text = Strict.GetString(SmallFile.ReadBytes(path, MaxBytes)).TrimStart('\uFEFF');
            using var document = JsonDocument.Parse(text, AsDotNetReads);
            return FindFault(document.RootElement, "", new HashSet<string>(StringComparer.OrdinalIgnoreCase)) is { } fault
                ? throw Refusal(key, path, fault)
                : Strict.GetBytes(text);
        }
        catch (IOException e)
        {
            // A directory that may not be passed has a mend.
            throw new PathJudge(isDevelopment: true).FindFault(path, PathKind.Trusted) is { } fault
                ? new ConfigurationException($"{Setting.Describe(key, path)}: {fault}", e)
                : Refusal(key, path, $"it cannot be read. {e.Message}");
        }
        catch (JsonException e)
        {
            throw Refusal(key, path, $"it is not JSON, {PrintableText.Of(JsonFault.Describe(e))}");
        }
        catch (InvalidOperationException)
        {
            throw Refusal(key, path, "a text in it has an escape that stands for no character");
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(key, path, "it is not UTF-8");
        }
    }

    private static ConfigurationException Refusal(string? key, string path, string what) =>
        new($"{Setting.Describe(key, path)}: {what.TrimEnd('.')}; valid is a file with a JSON object in UTF-8 that this program's user may read.");

    // The keys of all values are one set: to .NET, {"A": {"B": 1}} and {"A:B": 1} are of one key.
    private static string? FindFault(JsonElement element, string path, HashSet<string> known)
    {
        if (path.Length == 0 && element.ValueKind != JsonValueKind.Object)
        {
            return $"it holds {(element.ValueKind == JsonValueKind.Array ? "a list" : "a single value")}";
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(member => member.Name.Any(char.IsControl) ? $"the key '{PrintableText.Of(path + member.Name)}' has a control character"
                : seen.Add(member.Name) ? FindFault(member.Value, $"{path}{member.Name}:", known)
                : Twice(path + member.Name)).FirstOrDefault(fault => fault is not null),
            JsonValueKind.Array => element.EnumerateArray().Select((entry, i) => FindFault(entry, $"{path}{i}:", known)).FirstOrDefault(fault => fault is not null),
            _ when !known.Add(path) => Twice(path[..^1]),
            JsonValueKind.String when element.GetString()!.Any(char.IsControl) => $"the text of the key '{PrintableText.Of(path[..^1])}' has a control character",
            _ => null,
        };
    }

    private static string Twice(string key) => $"the key '{PrintableText.Of(key)}' stands in it twice";
}
