using Gatekeeper.Rego.Loading;

namespace Gatekeeper.Rego;

/// <summary>
/// The JSON schemas that a compilation knows, for the types of <c>input</c> and <c>data</c>. One of them may describe the
/// whole input; the others are named by the modules' annotations (<c>schema.acl</c>). Immutable.
/// </summary>
public sealed class RegoSchemas
{
    private readonly Dictionary<RegoArray, RegoValue> _byPath;

    private RegoSchemas(Dictionary<RegoArray, RegoValue> byPath) => _byPath = byPath;

    /// <summary>A schema that all inputs have.</summary>
    /// <param name="schema">The schema as JSON.</param>
    public static RegoSchemas ForInput(RegoValue schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new RegoSchemas(new Dictionary<RegoArray, RegoValue> { [RegoArray.Empty] = schema });
    }

    /// <summary>Schemas by name, as annotations give it behind <c>schema.</c>; a dot leads into a folder.</summary>
    public static RegoSchemas Named(params IEnumerable<KeyValuePair<string, RegoValue>> schemas)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        return new RegoSchemas(schemas.ToDictionary(schema => RegoArray.From([.. schema.Key.Split('.').Select(RegoString.From)]), schema => schema.Value));
    }

    /// <summary>
    /// Reads schemas, JSON or YAML. A file describes the input; the files of a directory are named by their paths in it,
    /// without the ending: <c>sub/team.json</c> is <c>schema.sub.team</c>.
    /// </summary>
    /// <exception cref="PolicyLoadException">A file cannot be read, is too large, or is no document.</exception>
    public static RegoSchemas Load(string path, PolicyDirectoryOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new RegoSchemas(new SchemaLoader(options ?? new PolicyDirectoryOptions()).Load(path));
    }

    /// <summary>The schema of the whole input, or null.</summary>
    internal RegoValue? Input => Find(RegoArray.Empty);

    /// <summary>A schema by what follows <c>schema</c> in its reference, or null. One that is <c>null</c> is none.</summary>
    internal RegoValue? Find(RegoArray path) => _byPath.TryGetValue(path, out var schema) && schema is not RegoNull ? schema : null;
}
