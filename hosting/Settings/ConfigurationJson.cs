using System.Text;
using System.Text.Json;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Settings;

/// <summary>A configuration file before .NET reads it, which says less of what is wrong with it, and takes bytes that are no text.</summary>
public static class ConfigurationJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonDocumentOptions AsDotNetReads = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Makes sure that a file is a JSON object in UTF-8 in which no key stands twice.</summary>
    /// <param name="key">The key that names the file; null where none does.</param>
    /// <param name="path">Where it is.</param>
    /// <exception cref="ConfigurationException">It is not, or cannot be read.</exception>
    public static void Require(string? key, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(Read(path)).TrimStart('\uFEFF'), AsDotNetReads);
            if (FindFault(document.RootElement, "") is { } fault)
            {
                throw Refusal(key, path, fault);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that may not be passed has a mend.
            throw new PathJudge(isDevelopment: true).FindFault(path, PathKind.Trusted) is { } fault
                ? new ConfigurationException($"{Setting.Describe(key, path)}: {fault}", e)
                : Refusal(key, path, $"it cannot be read. {e.Message}");
        }
        catch (JsonException e)
        {
            throw Refusal(key, path, $"it is not JSON. {PrintableText.Of(e.Message)}");
        }
        catch (DecoderFallbackException)
        {
            throw Refusal(key, path, "it is not UTF-8");
        }
    }

    private static ConfigurationException Refusal(string? key, string path, string what) =>
        new($"{Setting.Describe(key, path)}: {what.TrimEnd('.')}; valid is a file with a JSON object in UTF-8 that this program's user may read.");

    private static byte[] Read(string path)
    {
        using var stream = PosixFiles.OpenRegular(PosixFiles.RealPath(path) ?? path) ?? throw new IOException("It is not there.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string? FindFault(JsonElement element, string path)
    {
        if (path.Length == 0 && element.ValueKind != JsonValueKind.Object)
        {
            return $"it holds {(element.ValueKind == JsonValueKind.Array ? "a list" : "a single value")}";
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(member => seen.Add(member.Name)
                ? FindFault(member.Value, $"{path}{member.Name}:")
                : $"the key '{PrintableText.Of(path + member.Name)}' stands in it twice").FirstOrDefault(fault => fault is not null),
            JsonValueKind.Array => element.EnumerateArray().Select((entry, i) => FindFault(entry, $"{path}{i}:")).FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }
}
