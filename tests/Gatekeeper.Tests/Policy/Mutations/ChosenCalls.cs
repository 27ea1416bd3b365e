using System.Text.Json.Nodes;
using Rego.Values;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>The calls that every mistake is tried with, and what the data without a mistake answers.</summary>
internal sealed class ChosenCalls
{
    private readonly IReadOnlyDictionary<int, JsonObject> _answers;

    private readonly HashSet<string> _principals;

    /// <param name="policy">Answers.</param>
    /// <param name="data">The data, without a mistake.</param>
    /// <param name="told">Calls that are tried whatever else is.</param>
    /// <param name="seed">Chooses the others.</param>
    /// <param name="count">How many others: half of them near to what is allowed, and refused.</param>
    internal ChosenCalls(MutatedPolicy policy, JsonObject data, IEnumerable<JsonObject> told, int seed, int count)
    {
        _principals = ["owner", "code", .. Names(data, "team"), .. Names(data, "robot")];
        var source = new MutationCalls(data, seed);
        var some = source.Take(count * 8);
        var allowed = policy.Allowed(data, Parse(some));
        var near = source.Near([.. allowed.Keys.Order().Select(number => some[number])], count * 4);
        var open = policy.Allowed(data, Parse(near));
        var chosen = told.Concat(allowed.OrderByDescending(answer => answer.Value["obligations"]!.AsObject().Count).Take(count / 4).Select(answer => some[answer.Key]))
            .Concat(near.Where((_, number) => !open.ContainsKey(number)).Take(count / 2)).Concat(some.Take(count / 4));
        Calls = Parse([.. chosen]);
        _answers = policy.Allowed(data, Calls);
    }

    internal RegoArray Calls { get; }

    internal int Allowed => _answers.Count;

    /// <summary>Of what data with a mistake allows, that which the original does not: another call, less to be approved, more principals, more to be seen.</summary>
    internal IEnumerable<int> Widened(IReadOnlyDictionary<int, JsonObject> answers) =>
        answers.Where(answer => IsMore(answer.Value, _answers.GetValueOrDefault(answer.Key))).Select(answer => answer.Key);

    private static RegoArray Parse(IEnumerable<JsonObject> calls) => RegoArray.From(calls.Select(call => RegoJson.Parse(call.ToJsonString())));

    private static IEnumerable<string> Names(JsonObject data, string kind) => (data[kind + "s"] as JsonObject ?? []).Select(entry => $"{kind}:{entry.Key}");

    private bool IsMore(JsonObject answer, JsonObject? original) =>
        original is null || HasFurther(answer, original) || SeesMore(answer["obligations"]!, original["obligations"]!) || IsAskedLess(answer["obligations"]!["approvals"], original["obligations"]!["approvals"]);

    // A principal under a misspelt name is nobody's.
    private bool HasFurther(JsonObject answer, JsonObject original) => Texts(answer["principals"]).Except(Texts(original["principals"])).Any(_principals.Contains);

    private static bool SeesMore(JsonNode now, JsonNode before)
    {
        if (before["visible"] is not JsonArray visible)
            return false;
        var applications = visible.Select(pair => pair![0]!.ToString()).ToHashSet();
        return now["visible"] is not JsonArray seen || seen.Any(pair => applications.Contains(pair![0]!.ToString()) && !visible.Any(other => JsonNode.DeepEquals(pair, other)) && visible.Any(other => JsonNode.DeepEquals(pair[1], other![1])));
    }

    private static bool IsAskedLess(JsonNode? now, JsonNode? before)
    {
        if (before is null)
            return false;
        if (now is null || before["expires_after"] is not null && now["expires_after"] is null)
            return true;
        return before["rules"]!.AsArray().Any(rule => !now["rules"]!.AsArray().Any(other => AsksAsMuch(other!, rule!)));
    }

    // As many, of the same or of fewer; one under a misspelt name is nobody.
    private static bool AsksAsMuch(JsonNode rule, JsonNode original)
    {
        var from = Texts(rule["from"]).ToHashSet();
        var known = Texts(original["from"]).ToHashSet();
        return (decimal)rule["count"]! >= (decimal)original["count"]! && from.Count <= known.Count && from.Except(known).Count() <= 1;
    }

    private static IEnumerable<string> Texts(JsonNode? list) => list is JsonArray known ? known.Select(element => element!.ToString()) : [];
}
