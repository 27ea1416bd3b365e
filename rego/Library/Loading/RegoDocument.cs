using Rego.Sources;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Loading;

/// <summary>Documents in files, as OPA reads an input: JSON, or else YAML, whatever the file's name.</summary>
public static class RegoDocument
{
    private const int MaxBytes = 512 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than 512 MiB.</exception>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static RegoValue Read(string path) => Parse(BoundedFile.Read(path, MaxBytes));

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static RegoValue Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        var bytes = text.ToArray();
        if (JsonMistake.In(text) is null)
        {
            return PolicyFileReader.ParseJson(bytes);
        }

        return YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem)
            ? value
            : throw new FormatException($"yaml: {problem}");
    }
}
