using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>For each condition of <see cref="EveryCondition"/> a call that it alone refuses. A test takes each away and sees the call allowed.</summary>
internal static class ConditionCalls
{
    private const string Day = "2026-11-24T12:00:00Z";
    private const string LongAgo = "2026-11-24T01:00:00Z";
    private const string Reason = "INC-4711 the shop does not sell";

    private static readonly JsonObject Kim = Person("k1", "g-web"), Lee = Person("l1"), Joe = Person("j1"), Ann = Person("a1"), Oncall = Person("k1"), Max = Person("m1"), Unlinked = Person("unlinked");
    private static readonly JsonObject Security = Person("k1", "g-security");
    private static readonly JsonObject Nightly = Caller("code", "https://jenkins.example", "gatekeeper", "batch", new());
    private static readonly JsonObject Argo = Caller("machine", "https://cluster.example", "gatekeeper", "system:argo", new() { ["kubernetes.io"] = new JsonObject { ["uid"] = "u1" } });
    private static readonly JsonObject Flux = Caller("machine", "https://cluster.example", "gatekeeper", "system:flux", new());
    private static readonly JsonObject Helper = Caller("agent", "https://bots.example", "gatekeeper", "helper-1", new());

    /// <summary>The conditions and the calls.</summary>
    internal static IReadOnlyList<(string Condition, JsonObject Call)> All { get; } = [.. OfIdentities(), .. OfRights(), .. OfRequirements(), .. OfWhatRefuses(), .. OfExceptions(), .. OfTheWorker()];

    /// <summary>Calls that are allowed, and asked for more than others: what a class does not let be waived stays asked.</summary>
    internal static IReadOnlyList<JsonObject> Allowed { get; } = [Invoking("break-glass", Fresh(Ask(Lee, "deploy", "ledger", "production-eu"))), Invoking("break-glass", Fresh(Ask(Lee, "deploy", "shop", "production-eu", "2026-11-27T16:30:00Z")))];

    private static IEnumerable<(string, JsonObject)> OfIdentities() =>
    [
        ("issuers/hub/require/always", Ask(Shop("dev", "owner_id", "43"), "deploy", "shop", "dev")), ("issuers/hub/require/always/owner_id", Ask(Shop("dev", "owner_id", null), "get", "shop", "dev")),
        ("issuers/hub/require/all", Ask(Shop("dev", "environment", "test"), "deploy", "shop", "dev")), ("issuers/mono/require/all", Ask(Mono("cart-dev"), "deploy", "till", "dev")),
        ("issuers/hub/require/production", Ask(Shop("production-eu", "ref", "refs/heads/main"), "deploy", "shop", "production-eu")),
        ("issuers/hub/require/dev/job", Ask(Shop("dev", "job", "build/other"), "deploy", "shop", "dev")),
        ("issuers/jenkins/places", Ask(Nightly, "cancel", "batch", "production-us")), ("issuers/cluster/places", Ask(Argo, "get", "shop", "production-eu")),
        ("applications/shop/code/ci/require", Ask(Shop("dev", "visibility", "public"), "deploy", "shop", "dev")), ("applications/shop/code/ci/require/always", Ask(Shop("dev", "visibility", "public"), "get", "shop", "dev")),
        ("applications/shop/code/ci/require/test", Ask(Shop("test", "event", "pull_request"), "deploy", "shop", "test")), ("applications/till/code/ci/places", Ask(Mono("till-production-eu"), "deploy", "till", "production-eu")),
        ("robots/argo/require", Ask(Without(Argo, "kubernetes.io"), "deploy", "shop", "dev")), ("robots/flux/places", Ask(Flux, "deploy", "till", "test")),
    ];

    private static IEnumerable<(string, JsonObject)> OfRights() =>
    [
        ("roles/deployer/actions", Ask(Oncall, "approve", "shop", "production-eu")), ("roles/reader/actions", Ask(Security, "deploy", "shop", "dev")),
        ("classes/service/access/dev/team:staff", Ask(Person("stranger", "g-staff"), "reject", "shop", "dev")), ("applications/batch/access/dev/team:interns", Ask(Ann, "reject", "batch", "dev")),
        ("organisation/access/team:security", Ask(Person("stranger", "g-security"), "hold", "shop", "test")), ("organisation/access/robot:argo", Ask(Argo, "hold", "shop", "dev")),
        ("applications/shop/access/dev/person:joe/until", Ask(Joe, "deploy", "shop", "dev", "2026-12-01T10:00:00Z")),
        ("classes/service/access/production/team:oncall/from", Ask(Oncall, "deploy", "shop", "production-eu", "2026-11-23T22:30:00Z")),
        ("classes/service/access/production/team:oncall/until", Ask(Oncall, "deploy", "shop", "production-eu", "2026-12-22T12:00:00Z")),
        ("organisation/access/team:oncall/until", Ask(Oncall, "hold", "shop", "test", "2027-01-05T12:00:00Z")),
        ("teams/oncall/members/0/from", Ask(Lee, "deploy", "shop", "production-eu", "2026-11-24T06:00:00Z")), ("teams/oncall/members/0/until", Ask(Lee, "deploy", "shop", "production-eu", "2026-12-15T12:00:00Z")),
        ("teams/interns/members/0/until", Fresh(Ask(Ann, "deploy", "batch", "dev", "2027-01-05T12:00:00Z"))),
    ];

    private static IEnumerable<(string, JsonObject)> OfRequirements() =>
    [
        ("classes/jobs/requirements/dev/change/kinds", Fresh(Ask(Argo, "deploy", "batch", "dev"))), ("classes/jobs/requirements/dev/change/reason_length", Fresh(Ask(Ann, "deploy", "batch", "dev", reason: "weekly"))), ("applications/shop/requirements/test/deploy/kinds", Ask(Helper, "deploy", "shop", "test")),
        ("applications/shop/requirements/dev/change/reason_length", Ask(Kim, "deploy", "shop", "dev", reason: "weekly")), ("classes/jobs/requirements/test/rollback/reason_length", Ask(Kim, "rollback", "batch", "test", reason: "weekly")),
        ("classes/pci/requirements/production/approve/reason_length", Fresh(Ask(Security, "approve", "ledger", "production-eu", reason: "x"))),
        ("classes/jobs/requirements/test/deploy/digest_required", Lacking(Ask(Kim, "deploy", "batch", "test"), "digest")), ("applications/cart/requirements/test/deploy/digest_required", Fresh(Lacking(Ask(Kim, "deploy", "cart", "test"), "digest"))),
        ("classes/jobs/requirements/test/change/lowest_version", Ask(Kim, "deploy", "batch", "test", version: "1.1.0")), ("inventory/tool/requirements/test/change/lowest_version", Ask(Kim, "rollback", "tool", "test", version: "1.1.0")),
        ("applications/shop/requirements/test/deploy/lowest_version", Lacking(Ask(Kim, "deploy", "shop", "test"), "version")),
        ("classes/jobs/requirements/eu/change/authentication_age", Ask(Kim, "deploy", "batch", "dev")), ("inventory/ledger/requirements/dev/rollback/authentication_age", Ask(Security, "rollback", "ledger", "dev")),
        ("applications/cart/requirements/test/change/authentication_age", Ask(Kim, "deploy", "cart", "test")), ("classes/pci/requirements/production/approve/authentication_age", Ask(Security, "approve", "ledger", "production-eu")),
        ("classes/pci/requirements/production/deploy/not_alone", Ask(Person("stranger", "g-security"), "deploy", "ledger", "production-eu")), ("applications/cart/requirements/dev/deploy/not_alone", Ask(Person("stranger", "g-web"), "deploy", "cart", "dev")),
        ("classes/jobs/requirements/test/deploy/approvals", Ask(Nightly, "deploy", "batch", "test")), ("applications/cart/requirements/test/deploy/approvals", Fresh(Ask(Mono("cart-test", "unheard-of"), "deploy", "cart", "test"))),
        ("classes/jobs/requirements", Ask(Kim, "rollback", "batch", "test", reason: "weekly")), ("inventory/ledger/requirements", Ask(Security, "rollback", "ledger", "dev")), ("applications/shop/requirements", Ask(Kim, "deploy", "shop", "dev", reason: "weekly")),
        .. OfFacts("ledger", "classes/pci"), .. OfFacts("till", "applications/till"),
    ];

    private static IEnumerable<(string, JsonObject)> OfFacts(string application, string home)
    {
        (string Asked, string Fact, JsonNode? Shown)[] facts = [("provenance", "provenance", null), ("provenance", "provenance", new JsonArray()), ("max_bytes", "size", 2_000_000), ("max_bytes", "size", "1000"), ("signed_by", "signatures", new JsonArray("nobody")), ("succeeded_in", "succeeded_in", new JsonArray("test"))];
        foreach (var (asked, fact, shown) in facts)
        {
            yield return ($"{home}/requirements/test/deploy/artifact/{asked}", AtTheWorker(application, "test", "deploy", Facts(fact, shown)));
            var call = Ask(application == "ledger" ? Security : Kim, "deploy", application, "test");
            call["context"]!["phase"] = "execute";
            call["request"]!["facts"] = Facts(fact, shown);
            yield return ($"{home}/requirements/test/deploy/artifact/{asked}", call);
        }
    }

    private static IEnumerable<(string, JsonObject)> OfWhatRefuses() =>
    [
        ("guardrails/contractors", Ask(Joe, "deploy", "shop", "production-eu")), ("guardrails/contractors", Ask(Person("stranger", "g-web", "g-contractors"), "deploy", "shop", "production-eu")),
        ("guardrails/contractors", Ask(Told(Person("stranger", "g-web"), false), "deploy", "shop", "production-eu")), ("guardrails/contractors", Ask(Told(Kim, null), "deploy", "shop", "production-eu")),
        ("guardrails/contractors", Ask(Shop("production-eu", "actor_id", "503"), "deploy", "shop", "production-eu")), ("guardrails/contractors", Ask(ForHolder("501"), "deploy", "batch", "production-us")),
        ("guardrails/contractors", Ask(Person("j1", "g-web"), "deploy", "shop", "production-eu")), ("guardrails/one-of-them", Ask(Person("l1", "g-web"), "deploy", "cart", "production-eu")), ("guardrails/interns", Ask(Person("a1", "g-web"), "rollback", "till", "dev")),
        ("guardrails/interns", Fresh(Ask(Ann, "rollback", "batch", "dev"))), ("guardrails/interns", Ask(Person("stranger", "g-web"), "rollback", "till", "dev")), ("guardrails/interns", Ask(Shop("dev", "actor_id", null), "rollback", "shop", "dev")),
        ("guardrails/one-of-them", Ask(Lee, "deploy", "cart", "production-eu")), ("guardrails/robots", Ask(Helper, "deploy", "tool", "test")), ("guardrails/cards", Ask(Security, "deploy", "ledger", "production-us")),
        ("guardrails/tool", Ask(Tool("dev"), "deploy", "tool", "dev")), ("guardrails/no-stranger", Ask(Kim, "approve", "tool", "production-us")),
        ("freezes/quarter-end", Ask(Kim, "deploy", "shop", "production-eu", "2026-12-29T12:00:00Z")), ("freezes/quarter-end/yearly/0", Ask(Kim, "deploy", "shop", "production-eu", "2027-01-02T12:00:00Z")),
        ("freezes/quarter-end/yearly/1", Ask(Kim, "deploy", "shop", "production-eu", "2027-03-31T12:00:00Z")), ("freezes/night/weekly/0", Ask(Kim, "deploy", "shop", "production-eu", "2026-11-27T16:30:00Z")),
        ("freezes/night/weekly/1", Ask(Kim, "deploy", "shop", "production-eu", "2026-11-30T02:00:00Z")), ("freezes/night", Ask(Kim, "deploy", "shop", "production-eu", "2026-11-28T20:00:00Z")),
        ("freezes/move", Ask(Kim, "deploy", "till", "test", "2026-12-04T12:00:00Z")), ("freezes/for-code", Ask(Shop("dev"), "deploy", "shop", "dev", "2026-12-07T12:00:00Z")),
        ("freezes/for-jobs", Fresh(Ask(Kim, "deploy", "batch", "dev", "2026-12-08T12:00:00Z"))), ("freezes/maintenance", Ask(Kim, "rollback", "till", "test", "2026-11-25T12:00:00Z")),
        ("environments/production-eu/zone", Ask(Kim, "deploy", "shop", "production-eu", "2026-11-27T16:10:00Z")), ("environments/production-us/zone", Ask(Kim, "deploy", "shop", "production-us", "2026-11-28T00:30:00Z")),
    ];

    private static IEnumerable<(string, JsonObject)> OfExceptions()
    {
        (string Condition, string Exception, JsonObject Call)[] calls =
        [
            ("who", "break-glass", Fresh(Ask(Person("m1", "g-staff"), "deploy", "batch", "production-us"))), ("who", "strangers", Ask(Person("stranger", "g-staff"), "deploy", "batch", "production-us")),
            ("tiers", "break-glass", Fresh(Ask(Lee, "deploy", "till", "dev"))), ("regions", "strangers", Ask(Oncall, "deploy", "till", "dev")),
            ("environments", "inc-4711", Ask(Person("m1", "g-security"), "deploy", "shop", "production-us", "2026-12-01T10:00:00Z")), ("applications", "strangers", Ask(Unlinked, "deploy", "tool", "production-us")),
            ("classes", "inc-4711", Fresh(Ask(Person("m1", "g-security"), "deploy", "batch", "production-eu", "2026-12-01T10:00:00Z"))), ("kinds", "strangers", Ask(Helper, "deploy", "batch", "production-us")),
            ("authentication_age", "break-glass", Ask(Lee, "deploy", "batch", "production-us")), ("reason", "break-glass", Fresh(Ask(Lee, "deploy", "batch", "production-us", reason: "INC-4711"))), ("reason", "strangers", Ask(Oncall, "deploy", "batch", "production-us", reason: "x")), ("reason", "strangers", Ask(Unlinked, "deploy", "batch", "production-us", reason: "x")),
            ("roles", "inc-4711", Ask(Max, "reject", "shop", "production-eu", "2026-12-01T10:00:00Z")), ("from", "inc-4711", Ask(Max, "deploy", "shop", "production-eu", "2026-12-01T08:00:00Z")),
            ("until", "inc-4711", Ask(Max, "deploy", "shop", "production-eu", "2026-12-02T12:00:00Z")), ("waives", "break-glass", Fresh(Ask(Lee, "deploy", "cart", "production-eu"))), ("waives", "strangers", Ask(Kim, "deploy", "shop", "production-us", "2026-12-29T12:00:00Z")),
        ];
        foreach (var (condition, exception, call) in calls)
            yield return ($"exceptions/{exception}/{condition}", Invoking(exception, call));
    }

    private static IEnumerable<(string, JsonObject)> OfTheWorker() =>
    [
        ("credentials/{application}-{environment}/applications", Reading("cart-test", "cart", "test", "apply")), ("credentials/{application}-{environment}/environments", Reading("shop-production-us", "shop", "production-us", "apply")),
        ("credentials/{application}-{environment}/purposes", Reading("shop-test", "shop", "test", "pull")), ("credentials/registry/purposes", Reading("registry", "cart", "test", "apply")),
    ];

    private static JsonObject Ask(JsonObject caller, string action, string application, string environment, string time = Day, string reason = Reason, string version = "2.1.0") => new()
    {
        ["caller"] = caller.DeepClone(), ["action"] = action, ["application"] = application, ["environment"] = environment,
        ["request"] = new JsonObject { ["version"] = version, ["digest"] = "sha256:" + new string('a', 64), ["reason"] = reason },
        ["context"] = new JsonObject { ["time"] = time, ["channel"] = "rest", ["remote_ip"] = "127.0.0.1", ["decision_id"] = "d", ["phase"] = "request" },
    };

    private static JsonObject Invoking(string exception, JsonObject call)
    {
        call["request"]!["exception"] = exception;
        return call;
    }

    private static JsonObject Fresh(JsonObject call)
    {
        call["caller"]!["authenticate_time"] = call["context"]!["time"]!.DeepClone();
        return call;
    }

    private static JsonObject Lacking(JsonObject call, string member)
    {
        call["request"]!.AsObject().Remove(member);
        return call;
    }

    private static JsonObject Caller(string kind, string issuer, string audience, string subject, JsonObject claims, params string[] groups)
    {
        claims["aud"] = audience;
        return new()
        {
            ["kind"] = kind, ["issuer"] = issuer, ["subject"] = subject, ["claims"] = claims, ["groups"] = new JsonArray([.. groups.Select(group => (JsonNode)group)]),
            ["groups_complete"] = true, ["authenticated_by"] = "jwt", ["authenticate_time"] = LongAgo,
        };
    }

    private static JsonObject Person(string oid, params string[] groups) => Caller("person", "https://login.example", "gatekeeper", oid, new() { ["oid"] = oid, ["idtyp"] = "user" }, groups);

    private static JsonObject Told(JsonObject caller, bool? complete)
    {
        var told = (JsonObject)caller.DeepClone();
        told["groups_complete"] = complete;
        return told;
    }

    private static JsonObject Without(JsonObject caller, string claim)
    {
        var told = (JsonObject)caller.DeepClone();
        told["claims"]!.AsObject().Remove(claim);
        return told;
    }

    private static JsonObject Hub(string repository, string environment) => new()
    {
        ["repository_id"] = repository, ["owner_id"] = "42", ["actor_id"] = "501", ["environment"] = environment, ["ref"] = "refs/tags/v1", ["job"] = "build/release", ["visibility"] = "private", ["event"] = "push",
    };

    private static JsonObject Shop(string environment, string claim = "none", string? value = null)
    {
        var claims = Hub("100", environment);
        claims[claim] = value;
        return Caller("code", "https://hub.example", "gatekeeper", "shop", claims);
    }

    private static JsonObject Tool(string environment) => Caller("code", "https://hub.example", "gatekeeper", "tool", Hub("400", environment));

    private static JsonObject Mono(string environment, string starter = "501")
    {
        var claims = Hub("200", environment);
        claims["actor_id"] = starter;
        return Caller("code", "https://hub.example", "mono", "mono", claims);
    }

    // An agent named by `act`, for a holder of whom nothing is known.
    private static JsonObject ForHolder(string holder) => Caller("agent", "https://bots.example", "gatekeeper", holder, new() { ["act"] = new JsonObject { ["sub"] = "helper-1" } });

    private static JsonObject Facts(string changed, JsonNode? shown)
    {
        var facts = new JsonObject { ["digest"] = "sha256:" + new string('a', 64), ["provenance"] = new JsonArray(new JsonObject { ["builder"] = "hub" }), ["size"] = 1000, ["signatures"] = new JsonArray("release"), ["succeeded_in"] = new JsonArray("dev") };
        facts[changed] = shown?.DeepClone();
        return facts;
    }

    private static JsonObject Deployment(string application, string environment) => new() { ["application"] = application, ["environment"] = environment, ["version"] = "2.1.0" };

    private static JsonObject AtTheWorker(string application, string environment, string action, JsonObject facts)
    {
        var deployment = Deployment(application, environment);
        deployment["action"] = action;
        return new() { ["worker"] = true, ["deployment"] = deployment, ["artifact"] = facts };
    }

    private static JsonObject Reading(string name, string application, string environment, string purpose) => new()
    {
        ["worker"] = true, ["deployment"] = Deployment(application, environment), ["credential"] = new JsonObject { ["name"] = name, ["environment"] = environment, ["purpose"] = purpose },
    };
}
