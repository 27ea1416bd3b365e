using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Tooling.Conformance;

/// <summary>
/// Reads directories of conformance cases: files of JSON (compressed or not) or YAML, each <c>{"cases": [ … ]}</c>. OPA keeps its own in
/// <c>v1/test/cases/testdata</c>, as YAML.
/// </summary>
public static class ConformanceSuite
{
    private const string Compressed = ".gz";
    private static readonly string OldRego = Path.Combine("testdata", "v0") + Path.DirectorySeparatorChar;

    /// <summary>All cases below a directory, sorted by file.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read as cases; the message names it.</exception>
    public static IReadOnlyList<ConformanceCase> Load(string directory) => [.. FilesOf(directory).SelectMany(LoadFile)];

    /// <summary>The files below a directory that may hold cases, sorted.</summary>
    public static IReadOnlyList<string> FilesOf(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(Uncompressed(file)) is ".json" or ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)];

    /// <summary>The cases of one file; none where the file holds no list of cases.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read as cases; the message names it.</exception>
    public static IReadOnlyList<ConformanceCase> LoadFile(string file)
    {
        try
        {
            var cases = ReadDocument(file) is RegoObject document ? document["cases"] as RegoArray : null;
            return cases is null ? [] : [.. cases.OfType<RegoObject>().Where(fields => fields["query"] is RegoString).Select(fields => ReadCase(fields, file))];
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidCastException)
        {
            throw new InvalidDataException($"{file}: {failure.Message}", failure);
        }
    }

    private static RegoValue ReadDocument(string file)
    {
        var bytes = ReadBytes(file);
        if (Path.GetExtension(Uncompressed(file)) == ".json")
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }

        return YamlDocument.TryParse(Encoding.UTF8.GetString(bytes), out var value, out var problem)
            ? value
            : throw new FormatException(problem.ToString());
    }

    private static byte[] ReadBytes(string file)
    {
        if (Path.GetExtension(file) != Compressed)
        {
            return File.ReadAllBytes(file);
        }

        using var compressed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var content = new MemoryStream();
        compressed.CopyTo(content);
        return content.ToArray();
    }

    private static string Uncompressed(string file) => Path.GetExtension(file) == Compressed ? Path.ChangeExtension(file, null) : file;

    private static ConformanceCase ReadCase(RegoObject fields, string file) => new()
    {
        Note = Text(fields["note"]) ?? throw new FormatException("a case without a note"),
        Category = Path.GetFileNameWithoutExtension(Uncompressed(file)),
        Modules = fields["modules"] is RegoArray modules ? [.. modules.Select(module => Text(module) ?? string.Empty)] : [],
        Data = fields["data"] as RegoObject ?? RegoObject.Empty,
        Input = Text(fields["input_term"]) is { } term ? RegoTerm.Parse(term) : fields["input"],
        Query = Text(fields["query"]) ?? throw new FormatException("a case without a query"),
        WantResult = fields["want_result"] as RegoArray,
        WantTerm = Text(fields["want_term"]) is { } wanted ? RegoTerm.Parse(wanted) : null,
        WantDefined = fields["want_defined"] is RegoBoolean isDefined ? isDefined.Value : null,
        WantErrorCode = Text(fields["want_error_code"]),
        WantError = Text(fields["want_error"]),
        WantErrors = fields["want_errors"] as RegoArray,
        SortBindings = IsTrue(fields["sort_bindings"]),
        IsStrict = IsTrue(fields["strict_error"]),
        IgnoreGeneratedVariables = IsTrue(fields["ignore_generated_vars"]),
        NotRunReason = NotRunReasonOf(fields, file),
    };

    private static string? NotRunReasonOf(RegoObject fields, string file)
    {
        if (Path.GetFullPath(file).Contains(OldRego, StringComparison.Ordinal))
        {
            return "written in Rego v0, which is not read";
        }

        return fields["env"] is RegoObject { Count: > 0 } ? "wants environment variables of its own" : null;
    }

    private static string? Text(RegoValue value) => (value as RegoString)?.Value;

    private static bool IsTrue(RegoValue value) => value == RegoBoolean.True;
}
