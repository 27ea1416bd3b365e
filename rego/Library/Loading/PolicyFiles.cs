using Rego.Values;

namespace Rego.Loading;

/// <summary>What a policy directory holds.</summary>
/// <param name="Modules">The modules, sorted by path.</param>
/// <param name="Data">The base document, merged from the data files by their directories.</param>
/// <param name="Revision"><c>sha256:</c> and the SHA-256 over the sorted paths and contents of all files.</param>
public sealed record PolicyFiles(IReadOnlyList<RegoSource> Modules, RegoObject Data, string Revision)
{
    /// <value>How long the modules took to parse, where they were.</value>
    public TimeSpan ModuleParsing { get; init; }

    /// <value>How long the data took to parse.</value>
    public TimeSpan DataParsing { get; init; }

    /// <summary>These files and others over them: modules of both, and the data merged, of which the others' count where both have a value.</summary>
    public PolicyFiles With(PolicyFiles others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var modules = Modules.Where(module => others.Modules.All(other => other.Path != module.Path)).Concat(others.Modules);
        return new PolicyFiles([.. modules.OrderBy(module => module.Path, StringComparer.Ordinal)], Merge(Data, others.Data), $"{Revision},{others.Revision}")
        {
            ModuleParsing = ModuleParsing + others.ModuleParsing,
            DataParsing = DataParsing + others.DataParsing,
        };
    }

    private static RegoObject Merge(RegoObject under, RegoObject over)
    {
        var members = new RegoObjectBuilder();
        foreach (var (key, value) in under.Concat(over))
        {
            members[key] = value is RegoObject inner && members.TryGetValue(key, out var known) && known is RegoObject outer ? Merge(outer, inner) : value;
        }

        return members.Build();
    }
}
