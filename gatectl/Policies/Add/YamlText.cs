using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatectl.Policies.Add;

/// <summary>Texts as scalars of YAML that every reader takes for texts.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What YAML 1.1 or 1.2 reads as a boolean or as null.
    private static readonly HashSet<string> OtherwiseRead = new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.Ordinal);

    /// <summary>A name, in quotes where it could be read as something else: <c>no</c>, <c>1e5</c>, <c>2026-01-01</c>.</summary>
    internal static string Name(string name) => char.IsAsciiLetterLower(name[0]) && !OtherwiseRead.Contains(name) ? name : Quoted(name);

    /// <summary>Any text, in double quotes; JSON's texts are YAML's.</summary>
    internal static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);

    internal static string List(IEnumerable<string> scalars) => $"[{string.Join(", ", scalars)}]";
}
