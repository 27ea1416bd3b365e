namespace Rego.Schemas;

/// <summary>A schema or a document from outside is not what it should be.</summary>
internal sealed class SchemaException(string message) : Exception(message);
