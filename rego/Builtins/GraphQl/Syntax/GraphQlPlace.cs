namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>A place in the text of a document; rows and columns count from 1.</summary>
internal readonly record struct GraphQlPlace(int Row, int Column);
