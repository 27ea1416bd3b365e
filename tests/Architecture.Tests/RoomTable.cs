namespace Architecture.Tests;

/// <summary>The table of rooms in ARCHITECTURE.md: a line a project, what it references, and its rooms in the order in which they may know each other.</summary>
internal static class RoomTable
{
    /// <summary>How the table names the files that are in the project's own directory.</summary>
    public const string Root = "(root)";

    private const string Nothing = "-";

    private const string Begin = "| project | references | rooms, each of which may use those before it |";

    /// <summary>The projects and their rooms, as the page shows them.</summary>
    public static IReadOnlyDictionary<string, string[]> Read() => Column(2);

    /// <summary>The projects, and those that each of them references.</summary>
    public static IReadOnlyDictionary<string, string[]> ReadReferences() => Column(1);

    private static Dictionary<string, string[]> Column(int index) => File.ReadAllLines(SourceTree.PathTo("ARCHITECTURE.md"))
        .SkipWhile(line => line != Begin)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(cells => cells[0].Trim('`', '/'), cells => cells[index] == Nothing ? [] : cells[index].Split(',', StringSplitOptions.TrimEntries).Select(name => name.Trim('`')).ToArray());
}
