namespace Rego.Analysis;

/// <summary>A variable of a query.</summary>
/// <param name="Name">Its name in the analysed body.</param>
/// <param name="Label">Its name as written: the key under which a solution shows it.</param>
/// <param name="IsGenerated">Whether the compiler or a wildcard made it; such a one is not shown.</param>
internal readonly record struct QueryVariable(string Name, string Label, bool IsGenerated);
