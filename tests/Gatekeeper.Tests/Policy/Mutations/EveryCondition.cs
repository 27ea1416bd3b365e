using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>A small organisation in which every kind of condition that data can set stands once at least, and refuses something alone.</summary>
internal static class EveryCondition
{
    private const string People = """
        "people": {
          "kim": {"entra": "k1", "hub": "501"}, "lee": {"entra": "l1", "hub": "502", "login": "lee-1"},
          "joe": {"entra": "j1", "hub": "503"}, "ann": {"entra": "a1", "hub": "504"}, "max": {"entra": "m1"}, "gone": {}
        },
        "teams": {
          "web": {"groups": {"entra": ["g-web"]}},
          "oncall": {"members": [{"who": "lee", "from": "2026-11-24T08:00:00Z", "until": "2026-12-10T08:00:00Z"}, {"who": "kim"}]},
          "contractors": {"groups": {"entra": ["g-contractors"]}, "members": [{"who": "joe"}]},
          "interns": {"members": [{"who": "ann", "until": "2027-01-01T00:00:00Z"}]},
          "security": {"groups": {"entra": ["g-security"]}},
          "staff": {"groups": {"entra": ["g-staff"], "login": ["l-staff"]}}
        },
        "robots": {
          "argo": {"from": "cluster", "id": ["system:argo"], "require": {"always": {"kubernetes.io/uid": ["u1"]}}},
          "flux": {"from": "cluster", "id": ["system:flux"], "places": ["dev"]},
          "helper": {"from": "bots", "id": ["helper-1"]}
        },
        """;

    private const string Issuers = """
        "issuers": {
          "hub": {"url": "https://hub.example", "audience": "gatekeeper", "kind": "code", "named_by": "repository_id", "started_by": "actor_id",
                  "require": {"always": {"owner_id": ["42"]}, "all": {"environment": ["{environment}"]},
                              "production": {"ref": ["refs/tags/v*"]}, "dev": {"job": ["build/release", "build/hotfix"]}}},
          "mono": {"url": "https://hub.example", "audience": "mono", "kind": "code", "named_by": "repository_id", "started_by": "actor_id",
                   "require": {"all": {"environment": ["{application}-{environment}"]}}},
          "jenkins": {"url": "https://jenkins.example", "audience": "gatekeeper", "kind": "code", "named_by": "sub", "places": ["dev", "test"]},
          "cluster": {"url": "https://cluster.example", "audience": "gatekeeper", "kind": "machine", "named_by": "sub", "places": ["dev", "test"]},
          "bots": {"url": "https://bots.example", "audience": "gatekeeper", "kind": "agent", "named_by": "sub"},
          "entra": {"url": "https://login.example", "audience": "gatekeeper", "kind": "person", "named_by": "oid",
                    "require": {"always": {"idtyp": ["user"]}}},
          "login": {"url": "https://second.example", "audience": "gatekeeper", "kind": "person", "named_by": "sub", "places": ["dev", "test"],
                    "require": {"always": {"idtyp": ["user"]}}, "teams": ["staff"]}
        },
        "scopes": {"tiers": ["dev", "test", "production"], "regions": ["eu", "us"], "expects": ["guardrails", "freezes", "inventory", "people", "classes/all"]},
        "organisation": {"access": {"team:security": ["auditor", "reviewer"], "team:oncall": {"roles": ["operator"], "until": "2027-01-01T00:00:00Z", "why": "rota"}, "robot:argo": ["auditor"]}},
        "environments": {
          "dev": {"tier": "dev", "region": "eu"}, "test": {"tier": "test", "region": "us"},
          "production-eu": {"tier": "production", "region": "eu", "zone": "Europe/Berlin"},
          "production-us": {"tier": "production", "region": "us", "zone": "America/New_York"}
        },
        "roles": {
          "reader": {"actions": ["get", "list", "watch"]}, "deployer": {"actions": ["deploy", "cancel", "rollback", "get", "list", "watch"]},
          "approver": {"actions": ["approve", "reject", "withdraw", "get", "list", "watch"]},
          "auditor": {"actions": ["explain", "who_can", "replay", "read_policy", "read_audit"]}, "reviewer": {"actions": ["review"]},
          "operator": {"actions": ["hold", "release"]}
        },
        """;

    private const string Rights = """
        "classes": {
          "all": {"access": {"all": {"team:security": ["reader"]}}},
          "service": {"code_from": ["hub", "mono"],
            "access": {"dev": {"owner": ["deployer", "approver"], "code": ["deployer"], "robot:argo": ["deployer"], "robot:flux": ["deployer"], "robot:helper": ["deployer"], "team:staff": ["deployer"]},
                       "test": {"owner": ["deployer", "approver"], "code": ["deployer"], "robot:argo": ["deployer"], "robot:flux": ["deployer"], "robot:helper": ["deployer"], "person:entra/unlinked": ["deployer"], "person:login/unlinked": ["reader"]},
                       "production": {"owner": ["deployer", "approver"], "code": ["deployer"], "robot:helper": ["deployer"], "robot:argo": ["reader"], "team:security": ["approver"],
                                      "team:oncall": {"roles": ["deployer"], "from": "2026-11-24T00:00:00Z", "until": "2026-12-20T00:00:00Z", "why": "rota"}}},
            "requirements": {"production": {"deploy": {"approvals": [{"count": 1, "from": ["owner", "team:security"]}, {"count": 1, "from": ["team:oncall"]}], "approval_age": "24h"}}},
            "delegate": {"dev": ["reader", "deployer"], "test": ["reader", "deployer"], "production": ["reader", "deployer"]}},
          "jobs": {"access": {"dev": {"code:nightly": ["deployer"], "owner": ["deployer"], "robot:argo": ["deployer"]}, "test": {"code:nightly": ["deployer"], "owner": ["deployer"]}, "production": {"owner": ["deployer"], "code:nightly": ["deployer"], "robot:helper": ["deployer"]}},
            "requirements": {"dev": {"change": {"kinds": ["person", "code"], "reason_length": 15}}, "test": {"deploy": {"digest_required": true, "approvals": [{"count": 1, "from": ["owner"]}]}, "change": {"lowest_version": "2.0.0"}, "rollback": {"reason_length": 15}},
                             "eu": {"change": {"authentication_age": "15m"}}},
            "delegate": {"dev": ["reader", "deployer"]}},
          "pci": {"requirements": {"test": {"deploy": {"artifact": {"provenance": true, "signed_by": ["release"], "succeeded_in": ["dev"], "max_bytes": 1000000}}},
                                   "production": {"deploy": {"approvals": [{"count": 2, "from": ["team:security"]}], "not_alone": true, "approval_age": "12h"}, "approve": {"authentication_age": "15m", "reason_length": 5}}},
                  "delegate": {"dev": ["reader"]}, "waivable": false},
          "calm": {"requirements": {"production": {"rollback": {"unattended": true, "approvals": [{"count": 1, "from": ["owner"]}]}}}, "delegate": {"dev": ["reader"]}}
        },
        "inventory": {
          "shop": {"team": "web", "classes": ["service"]}, "cart": {"team": "web", "classes": ["service"]}, "till": {"team": "web", "classes": ["service"]},
          "ledger": {"team": "security", "classes": ["service", "pci"], "requirements": {"dev": {"change": {"kinds": ["person"]}, "deploy": {"digest_required": true}, "rollback": {"authentication_age": "15m"}}}},
          "batch": {"team": "web", "classes": ["jobs"]}, "tool": {"team": "web", "classes": ["service", "calm"], "requirements": {"test": {"change": {"lowest_version": "2.0.0"}}}}
        },
        "applications": {
          "shop": {"code": {"ci": {"from": "hub", "id": ["100", "101"], "require": {"always": {"visibility": ["private"]}, "test": {"event": ["push"]}}}},
                   "access": {"dev": {"person:joe": {"roles": ["deployer"], "until": "2026-12-01T00:00:00Z", "why": "handover"}, "code:ci": ["reader"]}, "production": {"person:joe": ["deployer"]}},
                   "requirements": {"dev": {"change": {"reason_length": 15}}, "test": {"deploy": {"kinds": ["person", "code"], "lowest_version": "2.0.0"}}}},
          "cart": {"code": {"ci": {"from": "mono", "id": ["200"]}}, "requirements": {"test": {"change": {"authentication_age": "15m"}, "deploy": {"digest_required": true, "approvals": [{"count": 1, "from": ["owner"]}]}}, "dev": {"deploy": {"approvals": [{"count": 1, "from": ["owner"]}], "not_alone": true}}}},
          "till": {"code": {"ci": {"from": "mono", "id": ["200"], "places": ["dev", "test"]}}, "requirements": {"test": {"deploy": {"artifact": {"provenance": true, "signed_by": ["release"], "succeeded_in": ["dev"], "max_bytes": 1000000}}}}},
          "ledger": {"code": {"ci": {"from": "hub", "id": ["300"]}}},
          "batch": {"code": {"nightly": {"from": "jenkins", "id": ["batch"]}}, "access": {"dev": {"team:interns": ["deployer"]}}},
          "tool": {"code": {"ci": {"from": "hub", "id": ["400"]}}}
        },
        """;

    private const string Refusing = """
        "guardrails": {
          "contractors": {"who": ["team:contractors"], "applications": ["shop", "cart", "till", "batch", "tool"], "tiers": ["production"], "actions": ["deploy", "rollback", "approve"], "why": "contract 7.2"},
          "interns": {"who": ["team:interns", "person:gone"], "actions": ["rollback", "approve"], "why": "they learn"},
          "one-of-them": {"who": ["person:lee"], "applications": ["cart"], "tiers": ["production"], "why": "a conflict of interests"},
          "robots": {"kinds": ["machine", "agent"], "applications": ["tool"], "regions": ["us"], "actions": ["deploy"], "why": "nobody looks"},
          "cards": {"classes": ["pci"], "environments": ["production-us"], "why": "no cards there"},
          "tool": {"applications": ["tool"], "tiers": ["dev"], "kinds": ["code"], "why": "made by hand"},
          "no-stranger": {"who": ["owner"], "applications": ["tool"], "environments": ["production-us"], "actions": ["approve"], "why": "others look at it"}
        },
        "freezes": {
          "quarter-end": {"tiers": ["production"], "actions": ["deploy"], "why": "books", "yearly": [{"from": "12-27", "until": "01-02"}, {"from": "03-30", "until": "04-01"}]},
          "night": {"tiers": ["production"], "actions": ["deploy"], "why": "nobody is there", "weekly": [{"days": ["fri", "sat"], "from": "17:00", "until": "24:00"}, {"days": ["sun"], "from": "22:00", "until": "06:00"}]},
          "move": {"regions": ["us"], "why": "a move", "from": "2026-12-04T00:00:00Z", "until": "2026-12-05T00:00:00+01:00"},
          "for-code": {"kinds": ["code"], "environments": ["dev"], "why": "builds are moved", "from": "2026-12-07T00:00:00Z", "until": "2026-12-08T00:00:00Z"},
          "for-jobs": {"classes": ["jobs"], "applications": ["batch"], "who": ["owner"], "why": "inventory", "yearly": [{"from": "12-08", "until": "12-08"}]},
          "maintenance": {"tiers": ["test"], "actions": ["rollback"], "why": "it is restored", "weekly": [{"days": ["wed"], "from": "08:00", "until": "18:00"}]}
        },
        "exceptions": {
          "break-glass": {"who": ["team:oncall"], "tiers": ["production"], "roles": ["deployer"], "reason": "INC-[0-9]+ .{10,}", "authentication_age": "15m",
                          "waives": ["freezes", "approvals", "guardrails/cards", "reason_length"], "review_by": ["team:security"]},
          "inc-4711": {"who": ["team:security", "person:max"], "environments": ["production-eu"], "classes": ["service"], "roles": ["deployer"],
                       "from": "2026-12-01T09:00:00Z", "until": "2026-12-02T09:00:00Z", "waives": ["approvals/service"], "review_by": ["person:kim"], "why": "helps shop"},
          "strangers": {"who": ["team:oncall", "owner", "robot:helper", "person:entra/unlinked"], "kinds": ["person", "code"], "applications": ["shop", "cart", "till", "ledger", "batch"], "regions": ["us"], "roles": ["deployer"], "reason": "INC-[0-9]+ .{10,}", "waives": ["guardrails/contractors", "guardrails/interns"], "review_by": ["owner"]}
        },
        "credentials": {
          "{application}-{environment}": {"applications": ["shop"], "environments": ["test", "production-eu"], "purposes": ["apply"]},
          "registry": {"applications": ["cart"], "environments": ["test"], "purposes": ["pull"]}
        },
        "destinations": {"*": {"*": {"target": {"kind": "directory", "path": "/srv/{application}/{environment}"}, "source": "releases",
          "credentials": {"apply": "{application}-{environment}", "pull": "registry"}, "health": {"file": "healthy"}, "keep": 5}}}
        """;

    /// <summary>With an inventory, so that the applications' own files say little.</summary>
    internal static JsonObject WithInventory() => JsonNode.Parse("{" + Issuers + People + Rights + Refusing + "}")!.AsObject();

    /// <summary>The same without one: each application's own file says its team and its classes.</summary>
    internal static JsonObject WithoutInventory()
    {
        var data = WithInventory();
        foreach (var (name, record) in data["inventory"]!.AsObject())
        {
            var own = data["applications"]![name]!.AsObject();
            own["team"] = record!["team"]!.DeepClone();
            own["classes"] = record["classes"]!.DeepClone();
            if (record["requirements"] is { } requirements && own["requirements"] is null)
                own["requirements"] = requirements.DeepClone();
        }
        data.Remove("inventory");
        data["scopes"]!["expects"]!.AsArray().RemoveAt(2);
        return data;
    }
}
