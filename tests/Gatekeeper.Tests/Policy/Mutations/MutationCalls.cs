using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>Calls of callers known and unknown, for every application and environment of some data. The same data and seed, the same calls.</summary>
internal sealed class MutationCalls(JsonObject data, int seed)
{
    private static readonly string[] Actions = ["deploy", "deploy", "deploy", "rollback", "rollback", "approve", "approve", "cancel", "reject", "withdraw", "get", "list", "watch"];
    private static readonly string[] OrganisationActions = ["read_audit", "explain", "hold", "release", "review", "who_can", "replay", "read_policy"];

    // Quiet, and within and at the edges of freezes, memberships and exceptions, by the clocks of several places.
    private static readonly string[] Times =
    [
        "2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", "2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z", "2026-11-25T12:00:00Z", "2026-11-20T07:00:00Z", "2026-11-23T23:30:00Z",
        "2026-11-27T16:30:00Z", "2026-11-27T22:30:00Z", "2026-11-30T02:00:00Z", "2026-12-04T12:00:00Z", "2026-12-07T12:00:00Z", "2026-12-08T12:00:00Z", "2026-12-01T08:00:00Z", "2026-12-02T12:00:00Z", "2026-12-22T12:00:00Z", "2026-12-29T12:00:00Z", "2027-01-05T12:00:00Z", "2027-03-31T12:00:00Z",
    ];

    private static readonly string[] Parts =
    [
        "action", "action", "application", "environment", "environment", "caller", "caller/groups", "caller/groups_complete", "caller/authenticate_time", "caller/kind", "caller/claims/actor_id", "caller/claims/act",
        "caller/claims/idtyp", "caller/claims/owner_id", "caller/claims/ref", "caller/claims/event", "caller/claims/visibility", "caller/claims/job", "caller/claims/kubernetes.io", "caller/claims/environment",
        "context/time", "context/time", "context/phase", "request/version", "request/digest", "request/reason", "request/exception", "request/approvals", "request/facts", "request/facts/provenance",
        "request/facts/size", "request/facts/signatures", "request/facts/succeeded_in",
    ];

    private static readonly string[] WorkersParts =
    [
        "deployment/version", "deployment/action", "deployment/environment", "deployment/application", "credential/name", "credential/environment", "credential/purpose", "artifact/provenance", "artifact/size",
        "artifact/signatures", "artifact/succeeded_in", "artifact/digest",
    ];

    private static readonly string[] Signers = ["release", "nobody"];

    private readonly Random _random = new(seed);
    private readonly string[] _groups = [.. Of(data["teams"]).SelectMany(team => Of(team.Value!["groups"])).SelectMany(groups => groups.Value!.AsArray()).Select(group => (string)group!).Distinct()];
    private readonly string[] _applications = [.. Of(data["applications"]).Select(application => application.Key)];
    private readonly string[] _environments = [.. Of(data["environments"]).Select(environment => environment.Key)];
    private readonly string[] _exceptions = [.. Of(data["exceptions"]).Select(exception => exception.Key)];
    private readonly string[] _starters = ["500003", "unheard-of", .. Of(data["people"]).SelectMany(person => Of(person.Value)).Select(identity => (string)identity.Value!)];

    /// <summary>So many questions: most of them what the door asks, some what the worker asks.</summary>
    internal IReadOnlyList<JsonObject> Take(int count) => [.. Enumerable.Range(0, count).Select(at => at % 12 == 0 ? AtTheWorker() : AtTheDoor())];

    /// <summary>Calls that differ from one of these in one thing or two: what one condition alone refuses is found near what is allowed.</summary>
    internal IReadOnlyList<JsonObject> Near(IReadOnlyList<JsonObject> calls, int count)
    {
        var kinds = calls.GroupBy(call => $"{call["action"]} {call["application"]} {call["environment"]} {call["request"]?["exception"]} {call["caller"]?["issuer"]}").Select(kind => kind.ToArray()).ToArray();
        var changes = kinds.Where(kind => (string?)kind[0]["action"] is not ("get" or "list" or "watch" or "cancel")).ToArray();
        return [.. Enumerable.Range(0, changes.Length == 0 ? 0 : count).Select(_ => Vary(Pick(Pick(OneIn(6) ? kinds : changes))))];
    }

    private JsonObject Vary(JsonObject call)
    {
        var varied = (JsonObject)call.DeepClone();
        var other = call.ContainsKey("worker") ? AtTheWorker() : AtTheDoor();
        for (var left = OneIn(3) ? 2 : 1; left > 0; left--)
            Take(varied, other, call.ContainsKey("worker") ? Pick(WorkersParts) : Pick(Parts));
        if (varied["caller"] is JsonObject caller && !OneIn(4) && (string?)varied["environment"] != "-")
            Say(caller["claims"]!.AsObject(), "environment", (string)call["environment"]!, (string)varied["environment"]!);
        return varied;
    }

    // A token for the environment that is asked about.
    private static void Say(JsonObject claims, string claim, string before, string now)
    {
        if (claims[claim] is JsonValue told && told.ToString() is { Length: > 0 } text && text.EndsWith(before, StringComparison.Ordinal))
            claims[claim] = string.Concat(text.AsSpan(0, text.Length - before.Length), now);
    }

    private static void Take(JsonObject call, JsonObject other, string part)
    {
        var names = part.Split('/');
        JsonNode? to = call, from = other;
        foreach (var name in names[..^1])
            (to, from) = (to?[name], from?[name]);
        if (to is JsonObject holder)
            Set(holder, names[^1], (from as JsonObject)?[names[^1]]?.DeepClone());
    }

    private JsonObject AtTheDoor()
    {
        var ofOrganisation = OneIn(10);
        var everywhere = !ofOrganisation && OneIn(40);
        var environment = Pick(_environments);
        var (caller, application) = Caller(environment);
        var action = everywhere ? "list" : Pick(ofOrganisation ? OrganisationActions : Actions);
        return new JsonObject
        {
            ["caller"] = caller, ["action"] = action,
            ["application"] = everywhere || ofOrganisation && OneIn(2) ? "-" : application,
            ["environment"] = everywhere && OneIn(2) || ofOrganisation && OneIn(2) ? "-" : environment,
            ["request"] = Request(),
            ["context"] = new JsonObject { ["time"] = Pick(Times), ["channel"] = "rest", ["remote_ip"] = "127.0.0.1", ["decision_id"] = "d", ["phase"] = OneIn(3) ? "execute" : "request" },
        };
    }

    private JsonObject Request()
    {
        var request = new JsonObject();
        Set(request, "version", OneIn(8) ? null : Pick("1.1.0", "2.1.0", "2.1.0"));
        Set(request, "digest", OneIn(8) ? null : "sha256:" + new string('a', 64));
        Set(request, "reason", Pick("", "weekly", "a weekly release of it all", "INC-4711 the shop does not sell", "INC-4711 the shop does not sell"));
        Set(request, "exception", _exceptions.Length == 0 || OneIn(2) ? null : Pick(_exceptions));
        Set(request, "approvals", OneIn(2) ? null : new JsonArray(new JsonObject { ["persons"] = new JsonArray(Pick("person:kim", "person:alice", "person:entra/k9", "person:lee")) }));
        Set(request, "facts", OneIn(4) ? null : Facts());
        return request;
    }

    private JsonObject Facts()
    {
        var facts = new JsonObject { ["digest"] = "sha256:" + new string('a', 64) };
        Set(facts, "provenance", OneIn(8) ? null : new JsonArray(new JsonObject { ["builder"] = "hub" }));
        Set(facts, "size", OneIn(8) ? null : OneIn(8) ? 2_000_000 : 1000);
        Set(facts, "signatures", OneIn(8) ? null : new JsonArray(OneIn(3) ? new JsonObject { ["signer"] = Pick(Signers) } : Pick(Signers[0], Signers)));
        Set(facts, "succeeded_in", OneIn(8) ? null : new JsonArray(Pick("dev", "dev", Pick(_environments))));
        return facts;
    }

    private JsonObject AtTheWorker()
    {
        var deployment = new JsonObject { ["application"] = Pick(_applications), ["environment"] = Pick(_environments), ["version"] = Pick("1.1.0", "2.1.0") };
        Set(deployment, "action", OneIn(3) ? null : Pick("deploy", "rollback"));
        var credential = new JsonObject { ["name"] = Pick("registry", "shop-test", "shop-production-eu", "shop-production"), ["environment"] = deployment["environment"]!.DeepClone(), ["purpose"] = Pick("apply", "pull", "observe") };
        return new JsonObject { ["deployment"] = deployment, [OneIn(4) ? "credential" : "artifact"] = OneIn(4) ? credential : Facts(), ["worker"] = true };
    }

    // Somebody whom the data names, or a stranger; with the application whose pipelines it is, mostly.
    private (JsonObject Caller, string Application) Caller(string environment)
    {
        var (name, settings) = Of(data["issuers"]).ElementAt(_random.Next(data["issuers"]!.AsObject().Count));
        var issuer = settings!.AsObject();
        var (id, application) = Pick([.. Identities(name)]);
        var acts = issuer["kind"]!.ToString() != "machine" && OneIn(8);
        var claims = new JsonObject { ["aud"] = OneIn(40) ? "another" : OneIn(2) ? issuer["audience"]!.DeepClone() : new JsonArray(issuer["audience"]!.DeepClone()), ["environment"] = "" };
        claims[(string)issuer["named_by"]!] = id;
        ShowAll(name, application, environment, claims);
        if ((string?)issuer["started_by"] is { } starter && !OneIn(6))
            claims[starter] = Pick(_starters);
        if (acts)
            claims["act"] = new JsonObject { ["sub"] = Pick([.. Of(data["robots"]).SelectMany(robot => robot.Value!["id"]!.AsArray()).Select(robot => (string)robot!), "unheard-of"]) };
        var caller = new JsonObject
        {
            ["kind"] = acts ? "agent" : OneIn(40) ? "machine" : issuer["kind"]!.DeepClone(), ["issuer"] = issuer["url"]!.DeepClone(), ["subject"] = id, ["claims"] = claims,
            ["groups"] = Groups(), ["authenticated_by"] = "jwt", ["authenticate_time"] = "2026-11-24T11:00:00Z",
        };
        if (!OneIn(10))
            caller["groups_complete"] = !OneIn(10);
        Set(caller, "authenticate_time", OneIn(8) ? null : Pick("2026-11-24T11:59:00Z", "2026-11-24T09:00:00Z", "2026-12-01T09:50:00Z", "2026-12-08T11:55:00Z", "2026-11-25T11:55:00Z", "2026-12-29T11:55:00Z"));
        return (caller, application);
    }

    private JsonNode? Groups() => OneIn(30) ? Pick<JsonNode?>("g-web", 7) : OneIn(3) ? new JsonArray() : new JsonArray([.. _groups.Where(_ => OneIn(3)).Select(group => (JsonNode)group)]);

    private IEnumerable<(string Id, string Application)> Identities(string issuer)
    {
        foreach (var (application, document) in Of(data["applications"]))
        {
            foreach (var id in Of(document!["code"]).Where(entry => (string?)entry.Value!["from"] == issuer).SelectMany(entry => entry.Value!["id"]!.AsArray()))
                yield return ((string)id!, application);
        }
        var robots = Of(data["robots"]).Where(robot => (string?)robot.Value!["from"] == issuer).SelectMany(robot => robot.Value!["id"]!.AsArray()).Select(id => (string)id!);
        var people = Of(data["people"]).Select(person => (string?)person.Value![issuer]).OfType<string>();
        foreach (var id in robots.Concat(people).Append("unlinked").Append("stranger"))
            yield return (id, Pick(_applications));
    }

    // What the issuer and the entry ask for; now and then not all of it, or another value.
    private void ShowAll(string name, string application, string environment, JsonObject claims)
    {
        var entries = Of(data["applications"]![application]!["code"]).Concat(Of(data["robots"])).Where(entry => (string?)entry.Value!["from"] == name).Select(entry => entry.Value);
        foreach (var (claim, patterns) in entries.Prepend(data["issuers"]![name]).SelectMany(home => Of(home!["require"])).SelectMany(place => Of(place.Value)))
        {
            var value = patterns!.AsArray()[0]!.ToString().Replace("*", "1", StringComparison.Ordinal)
                .Replace("{application}", application, StringComparison.Ordinal).Replace("{environment}", environment, StringComparison.Ordinal);
            if (OneIn(24))
                continue;
            Show(claims, claim.Split('/'), OneIn(24) ? "elsewhere" : value);
        }
    }

    private static void Show(JsonObject claims, string[] path, string value)
    {
        var holder = claims;
        foreach (var part in path[..^1])
            holder = (holder[part] ??= new JsonObject()).AsObject();
        holder[path[^1]] = value;
    }

    private static void Set(JsonObject document, string name, JsonNode? value)
    {
        document.Remove(name);
        if (value is not null)
            document[name] = value;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Of(JsonNode? entries) => entries is JsonObject known ? known : [];

    private bool OneIn(int chances) => _random.Next(chances) == 0;

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private T Pick<T>(T first, params T[] others) => _random.Next(others.Length + 1) is var at && at == 0 ? first : others[at - 1];
}
