using Rego.Values;

namespace Rego.Options;

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

    /// <summary>Schemas by name, as annotations give it behind <c>schema.</c>; a dot leads into a directory.</summary>
    public static RegoSchemas Named(params IEnumerable<KeyValuePair<string, RegoValue>> schemas)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        return new RegoSchemas(schemas.ToDictionary(schema => RegoArray.From([.. schema.Key.Split('.').Select(RegoString.From)]), schema => schema.Value));
    }

    /// <summary>Schemas by the parts of their names; that of the whole input has none.</summary>
    internal static RegoSchemas At(Dictionary<RegoArray, RegoValue> byPath) => new(byPath);

    /// <summary>The schema of the whole input, or null.</summary>
    internal RegoValue? Input => Find(RegoArray.Empty);

    /// <summary>A schema by what follows <c>schema</c> in its reference, or null. One that is <c>null</c> is none.</summary>
    internal RegoValue? Find(RegoArray path) => _byPath.TryGetValue(path, out var schema) && schema is not RegoNull ? schema : null;
}
