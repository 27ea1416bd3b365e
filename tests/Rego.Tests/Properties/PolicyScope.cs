namespace Rego.Tests.Properties;

/// <summary>The variables that have a value at one place of a generated policy.</summary>
internal sealed class PolicyScope(PolicyScope? outer = null)
{
    private readonly List<(string Name, TermKind Kind)> _variables = [.. outer?._variables ?? []];

    internal void Add(string name, TermKind kind) => _variables.Add((name, kind));

    /// <summary>Those that may stand where a term of the kind is wanted.</summary>
    internal IReadOnlyList<string> Of(TermKind kind) =>
        [.. _variables.Where(variable => kind == TermKind.Any || variable.Kind == kind || variable.Kind == TermKind.Any).Select(variable => variable.Name)];
}
