namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>An executable document: its operations and fragments in the order of the text.</summary>
internal sealed record GraphQlQuery(IReadOnlyList<GraphQlOperation> Operations, IReadOnlyList<GraphQlFragment> Fragments)
{
    /// <summary>The fragment of a name; the first of several.</summary>
    internal GraphQlFragment? FindFragment(string name) => _fragments.Value.GetValueOrDefault(name);

    private readonly Lazy<Dictionary<string, GraphQlFragment>> _fragments =
        new(() => GraphQlNames.Index(Fragments, fragment => fragment.Name), LazyThreadSafetyMode.None);
}
