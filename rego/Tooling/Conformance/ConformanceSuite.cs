using System.Text;
using System.Text.Json;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Tooling.Conformance;

/// <summary>Reads folders of conformance cases: files of JSON or YAML, each <c>{"cases": [ … ]}</c>.</summary>
public static class ConformanceSuite
{
    /// <summary>All cases below a folder, sorted by file.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read as cases; the message names it.</exception>
    public static IReadOnlyList<ConformanceCase> Load(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml")
            .Order(StringComparer.Ordinal);
        return [.. files.SelectMany(LoadFile)];
    }

    /// <summary>The cases of one file; none where the file holds no list of cases.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read as cases; the message names it.</exception>
    public static IReadOnlyList<ConformanceCase> LoadFile(string file)
    {
        try
        {
            var cases = ReadDocument(file) is RegoObject document ? document["cases"] as RegoArray : null;
            var category = Path.GetFileNameWithoutExtension(file);
            return cases is null ? [] : [.. cases.OfType<RegoObject>().Where(fields => fields["query"] is RegoString).Select(fields => ReadCase(fields, category))];
        }
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidCastException)
        {
            throw new InvalidDataException($"{file}: {failure.Message}", failure);
        }
    }

    private static RegoValue ReadDocument(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (Path.GetExtension(file) == ".json")
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }

        return YamlDocument.TryParse(Encoding.UTF8.GetString(bytes), out var value, out var problem)
            ? value
            : throw new FormatException(problem.ToString());
    }

    private static ConformanceCase ReadCase(RegoObject fields, string category) => new()
    {
        Note = Text(fields["note"]) ?? throw new FormatException("a case without a note"),
        Category = category,
        Modules = fields["modules"] is RegoArray modules ? [.. modules.Select(module => Text(module) ?? string.Empty)] : [],
        Data = fields["data"] as RegoObject ?? RegoObject.Empty,
        Input = Text(fields["input_term"]) is { } term ? RegoTerm.Parse(term) : fields["input"],
        Query = Text(fields["query"]) ?? throw new FormatException("a case without a query"),
        WantResult = fields["want_result"] as RegoArray,
        WantTerm = Text(fields["want_term"]) is { } wanted ? RegoTerm.Parse(wanted) : null,
        WantErrorCode = Text(fields["want_error_code"]),
        WantError = Text(fields["want_error"]),
        WantErrors = fields["want_errors"] as RegoArray,
        SortBindings = IsTrue(fields["sort_bindings"]),
        IsStrict = IsTrue(fields["strict_error"]),
        IgnoreGeneratedVariables = IsTrue(fields["ignore_generated_vars"]),
    };

    private static string? Text(RegoValue value) => (value as RegoString)?.Value;

    private static bool IsTrue(RegoValue value) => value == RegoBoolean.True;
}
