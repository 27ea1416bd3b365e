namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>Finding by name what a list holds.</summary>
internal static class GraphQlNames
{
    /// <summary>The elements by name; the first of those that share one.</summary>
    internal static Dictionary<string, T> Index<T>(IReadOnlyList<T> elements, Func<T, string> name)
    {
        var index = new Dictionary<string, T>(elements.Count);
        foreach (var element in elements)
        {
            index.TryAdd(name(element), element);
        }

        return index;
    }
}
