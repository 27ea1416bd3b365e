namespace Gatekeeper.Rego.Analysis;

/// <summary>The names that came up in one scope.</summary>
internal sealed class LocalScope
{
    /// <summary>The new names, by the names as written; a name that is merely mentioned keeps its own.</summary>
    internal Dictionary<string, string> Names { get; init; } = [];

    /// <summary>How each came up.</summary>
    internal Dictionary<string, Occurrence> Occurrences { get; init; } = [];

    /// <summary>How often each came up.</summary>
    internal Dictionary<string, int> Counts { get; init; } = [];

    /// <summary>A scope that begins as this one is now.</summary>
    internal LocalScope Copy() => new() { Names = new(Names), Occurrences = new(Occurrences), Counts = new(Counts) };

    internal void Insert(string name, string renamed, Occurrence occurrence)
    {
        Names[name] = renamed;
        Occurrences[name] = occurrence;
        Counts[name] = 1;
    }
}
