using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Formatting;

/// <summary>Sorts imports by their paths, part by part, then by their aliases.</summary>
internal sealed class ImportOrder : IComparer<Import>
{
    internal static ImportOrder Instance { get; } = new();

    public int Compare(Import? x, Import? y)
    {
        var order = RegoArray.From(PathOf(x!)).CompareTo(RegoArray.From(PathOf(y!)));
        return order != 0 ? order : string.CompareOrdinal(x!.Alias?.Name, y!.Alias?.Name);
    }

    private static RegoValue[] PathOf(Import import) => import.Path switch
    {
        VarTerm root => [RegoString.From(root.Name)],
        RefTerm { Head: VarTerm head } reference => [RegoString.From(head.Name), .. reference.Path.Select(part => RegoString.From(((StringTerm)part).Value))],
        _ => [],
    };
}
