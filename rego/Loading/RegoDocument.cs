using System.Text.Json;
using Gatekeeper.Rego.Loading;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego;

/// <summary>Documents in files: YAML where the name ends in <c>.yaml</c> or <c>.yml</c>, else JSON.</summary>
public static class RegoDocument
{
    private const int MaxBytes = 512 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read, or is larger than 512 MiB.</exception>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static RegoValue Read(string path)
    {
        var bytes = BoundedFile.Read(path, MaxBytes);
        if (Path.GetExtension(path) is not (".yaml" or ".yml"))
        {
            return ParseJson(bytes);
        }

        return YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem)
            ? value
            : throw new FormatException($"error converting YAML to JSON: yaml: {problem}");
    }

    private static RegoValue ParseJson(byte[] bytes)
    {
        try
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }
}
