using System.Globalization;
using Rego.Values;

namespace Gateway.Hosting.Audit;

/// <summary>Refusals that were counted instead of recorded one by one.</summary>
/// <param name="Since">When counting began.</param>
/// <param name="Counts">How many, by the reason and by what was come through or called.</param>
internal sealed record RefusalSummary(DateTimeOffset Since, IReadOnlyDictionary<(string Reason, string At), long> Counts)
{
    /// <summary>The members of the record.</summary>
    /// <param name="place">What the second part of a count's key is called.</param>
    public (string Name, RegoValue Value)[] ToMembers(string place) =>
    [
        ("since", RegoString.From(Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture))),
        ("refusals", RegoArray.From(Counts.Select(count => (RegoValue)RegoObject.From(
            ("reason", RegoString.From(count.Key.Reason)),
            (place, RegoString.From(count.Key.At)),
            ("count", RegoNumber.From(count.Value)))))),
    ];
}
