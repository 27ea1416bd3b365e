using Gateway.Contract.Approvals;
using Gateway.Contract.Visibility;
using Rego.Values;

namespace Gatekeeper.Policy;

/// <summary>The obligations that the gatekeeper knows. One that it does not know, or of another form, is refused.</summary>
internal sealed record PolicyObligations
{
    /// <summary>No obligations.</summary>
    public const string None = "{}";

    private const string VisibleForm =
        "known is {\"visible\": \"all\"} or {\"visible\": [[application, environment], …]}, at most 100000 pairs of names in 4 MiB, and nothing beside it";

    private const string TooMuch = "what the caller may list is too much to be shown at once; name an application or an environment";

    private static readonly RegoString VisibleKey = RegoString.From("visible");
    private static readonly RegoString All = RegoString.From("all");

    /// <value>The obligations as a grant has them: a JSON object.</value>
    public string Json { get; private init; } = None;

    /// <value>The list that goes with the grant, or is too long to; null where nothing is hidden.</value>
    public VisibleList? Visible { get; private init; }

    /// <value>The list as it travels.</value>
    public string? EncodedVisible { get; private init; }

    /// <value>What is wrong, for the log and the record; null where nothing is.</value>
    public string? Fault { get; private init; }

    /// <value>What the caller is told of it, where it can do something about it.</value>
    public string? Told { get; private init; }

    /// <summary>Reads the obligations of an answer.</summary>
    /// <param name="obligations">What the policy gave; undefined means none.</param>
    public static PolicyObligations Read(RegoValue obligations)
    {
        if (!obligations.IsDefined)
        {
            return new();
        }

        if (obligations is not RegoObject members)
        {
            return new() { Fault = $"'obligations' is of type {obligations.TypeName}, not an object" };
        }

        if (members.TryGetValue(VisibleKey, out var visible))
        {
            return members.Count == 1 ? ReadVisible(visible) : new() { Fault = $"the obligations are not known: {VisibleForm}" };
        }

        var json = members.Count == 0 ? None : members.ToJson();
        return ApprovalObligation.TryParse(json) is null
            ? new() { Fault = $"the obligations are not known: {ApprovalObligation.Form}" }
            : new() { Json = json };
    }

    private static PolicyObligations ReadVisible(RegoValue visible)
    {
        // Nothing is hidden, so nothing is to be done.
        if (visible.Equals(All))
        {
            return new();
        }

        if (visible is not (RegoArray or RegoSet) || visible is not IReadOnlyCollection<RegoValue> { Count: <= VisibleList.MaxPairs } items
            || ReadPairs(items) is not { } pairs || VisibleList.TryCreate(pairs) is not { } list)
        {
            return new() { Fault = $"the obligations are not known: {VisibleForm}" };
        }

        return list.Encode() is { } encoded
            ? new() { Json = list.Obligation, Visible = list, EncodedVisible = encoded }
            : new() { Visible = list, Fault = $"the list of {list.Count} visible pairs is longer than the {VisibleList.MaxEncodedLength} characters that travel beside a grant", Told = TooMuch };
    }

    private static List<(string Application, string Environment)>? ReadPairs(IReadOnlyCollection<RegoValue> items)
    {
        var pairs = new List<(string Application, string Environment)>(items.Count);
        foreach (var item in items)
        {
            if (item is not RegoArray { Count: 2 } pair || pair.Items[0] is not RegoString application || pair.Items[1] is not RegoString environment)
            {
                return null;
            }

            pairs.Add((application.Value, environment.Value));
        }

        return pairs;
    }
}
