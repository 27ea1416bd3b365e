using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>One condition taken away, or made to let everything through: what it refused alone is allowed then.</summary>
/// <param name="Kind">The kind of condition, a path in which `*` stands for any one part.</param>
/// <param name="Relaxed">What stands there instead; nothing where the member is taken away.</param>
internal sealed record Relaxation(string Kind, Func<JsonObject, JsonNode?>? Relaxed)
{
    private static readonly string[] AllRoles = ["reader", "deployer", "approver", "auditor", "reviewer", "operator"];

    /// <summary>
    /// Every kind of condition that data can set; save `code_from`, `delegate` and an issuer's `teams`: what they refuse is a fault already.
    /// </summary>
    internal static IReadOnlyList<Relaxation> All { get; } =
    [
        // Who the caller is, and what its token must show.
        Away("issuers/*/require/always"), Away("issuers/*/require/all"), Away("issuers/*/require/production"), Away("issuers/*/require/*/*"), Away("issuers/*/places"),
        Away("applications/*/code/*/require"), Away("applications/*/code/*/require/always"), Away("applications/*/code/*/require/test"), Away("applications/*/code/*/places"),
        Away("robots/*/require"), Away("robots/*/places"),
        // Rights.
        With("roles/*/actions", _ => List("deploy", "rollback", "approve", "cancel", "get", "list", "watch", "hold", "review", "read_audit")),
        With("classes/*/access/*/*", _ => List(AllRoles)), With("applications/*/access/*/*", _ => List(AllRoles)), With("organisation/access/*", _ => List(AllRoles)),
        Away("applications/*/access/*/*/until"), Away("classes/*/access/*/*/until"), Away("classes/*/access/*/*/from"), Away("organisation/access/*/until"),
        Away("teams/*/members/*/from"), Away("teams/*/members/*/until"),
        // Requirements: of classes, of the inventory, of the application's own file.
        Away("classes/*/requirements"), Away("inventory/*/requirements"), Away("applications/*/requirements"), .. Requirements(),
        // What refuses.
        Away("guardrails/*"), Away("freezes/*"), Away("freezes/*/yearly/*"), Away("freezes/*/weekly/*"), Away("environments/*/zone"),
        // Exceptions.
        With("exceptions/*/who", Everybody), With("exceptions/*/tiers", data => data["scopes"]!["tiers"]!.DeepClone()), With("exceptions/*/regions", data => data["scopes"]!["regions"]!.DeepClone()),
        With("exceptions/*/environments", data => Names(data, "environments")), With("exceptions/*/applications", data => Names(data, "applications")), Away("exceptions/*/classes"),
        Away("exceptions/*/kinds"), Away("exceptions/*/authentication_age"), With("exceptions/*/roles", _ => List(AllRoles)), With("exceptions/*/reason", _ => ".+"),
        With("exceptions/*/from", _ => "2026-11-30T09:00:00Z"), With("exceptions/*/until", _ => "2026-12-04T09:00:00Z"), With("exceptions/*/waives", Everything),
        // What the worker asks.
        With("credentials/*/applications", data => Names(data, "applications")), With("credentials/*/environments", data => Names(data, "environments")), With("credentials/*/purposes", _ => List("apply", "pull", "observe")),
    ];

    /// <summary>The data with each condition of this kind relaxed in turn, and where.</summary>
    internal IEnumerable<(object[] Path, JsonObject Data)> In(JsonObject data) =>
        DataMutator.PathsOf(data, []).Where(place => Fits(place.Path)).Select(place => (place.Path, Relax(data, place.Path)));

    private static IEnumerable<Relaxation> Requirements()
    {
        string[] names = ["kinds", "reason_length", "digest_required", "lowest_version", "authentication_age", "not_alone", "approvals", "artifact/provenance", "artifact/max_bytes", "artifact/signed_by", "artifact/succeeded_in"];
        return names.Select(name => Away($"*/*/requirements/*/*/{name}"));
    }

    /// <summary>Whether a path leads to such a condition.</summary>
    internal bool Fits(object[] path)
    {
        var parts = Kind.Split('/');
        return parts.Length == path.Length && parts.Zip(path).All(pair => pair.First == "*" || pair.First == pair.Second.ToString());
    }

    private JsonObject Relax(JsonObject original, object[] path)
    {
        var data = (JsonObject)original.DeepClone();
        if (Relaxed is not null)
        {
            var holder = path[..^1].Aggregate((JsonNode)data, Step);
            holder[(string)path[^1]] = Relaxed(original);
            return data;
        }
        Remove(data, path);
        return data;
    }

    // With whatever is empty then, up to the document.
    private static void Remove(JsonObject data, object[] path)
    {
        var holder = path[..^1].Aggregate((JsonNode)data, Step);
        if (holder is JsonArray list)
            list.RemoveAt((int)path[^1]);
        else
            holder.AsObject().Remove((string)path[^1]);
        if (path.Length > 2 && holder is JsonObject { Count: 0 } or JsonArray { Count: 0 })
            Remove(data, path[..^1]);
    }

    private static JsonNode Step(JsonNode node, object key) => key is int index ? node[index]! : node[(string)key]!;

    private static Relaxation Away(string kind) => new(kind, null);

    private static Relaxation With(string kind, Func<JsonObject, JsonNode?> relaxed) => new(kind, relaxed);

    private static JsonArray List(params string[] names) => new([.. names.Select(name => (JsonNode)name)]);

    private static JsonArray Names(JsonObject data, string document) => List([.. data[document]!.AsObject().Select(entry => entry.Key)]);

    private static JsonArray Everybody(JsonObject data) => List(
        ["owner", "code", .. data["teams"]!.AsObject().Select(team => "team:" + team.Key), .. data["people"]!.AsObject().Select(person => "person:" + person.Key), .. data["robots"]!.AsObject().Select(robot => "robot:" + robot.Key)]);

    private static JsonArray Everything(JsonObject data) => List(
        ["freezes", "approvals", "reason_length", .. data["classes"]!.AsObject().Select(name => "approvals/" + name.Key), .. data["guardrails"]!.AsObject().Select(name => "guardrails/" + name.Key)]);
}
