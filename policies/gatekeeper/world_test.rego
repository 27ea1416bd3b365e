# A small organisation that tests of the decision bring with them, so that no data beside the rules disturbs them. Faults
# are left out: what is wrong must refuse without them.
package gatekeeper_world_test

import data.gatekeeper

world := {
	"issuers": {
		"hub": {
			"url": "https://hub.example", "audience": "gatekeeper", "kind": "code", "named_by": "repository_id",
			"started_by": "actor_id",
			"require": {
				"always": {"owner_id": ["42"]},
				"all": {"environment": ["{environment}"]},
				"production": {"ref": ["refs/tags/v*"], "workflow": ["acme/deploy/release.yml@refs/tags/v*", "acme/deploy/hotfix.yml@main"]},
			},
		},
		"mono": {
			"url": "https://hub.example", "audience": "mono", "kind": "code", "named_by": "repository_id",
			"require": {"all": {"environment": ["{application}-{environment}"]}},
		},
		"jenkins": {
			"url": "https://jenkins.example", "audience": "gatekeeper", "kind": "code", "named_by": "sub", "places": ["test"],
		},
		"cluster": {"url": "https://cluster.example", "audience": "gatekeeper", "kind": "machine", "named_by": "sub"},
		"entra": {
			"url": "https://login.example", "audience": "gatekeeper", "kind": "person", "named_by": "oid",
			"require": {"always": {"idtyp": ["user"]}},
		},
	},
	"scopes": {"tiers": ["test", "production"], "regions": ["eu", "us"]},
	"environments": {
		"test": {"tier": "test", "region": "eu"},
		"production-eu": {"tier": "production", "region": "eu", "zone": "Europe/Berlin"},
		"production-us": {"tier": "production", "region": "us", "zone": "America/New_York"},
	},
	"roles": {
		"reader": {"actions": ["get", "list", "watch"]},
		"deployer": {"actions": ["deploy", "cancel", "rollback", "get", "list", "watch"]},
		"approver": {"actions": ["approve", "reject", "withdraw", "get", "list", "watch"]},
		"auditor": {"actions": ["explain", "who_can", "replay", "read_policy", "read_audit"]},
		"reviewer": {"actions": ["review"]},
		"operator": {"actions": ["hold", "release"]},
	},
	"people": {
		"kim": {"entra": "k1", "hub": "501"}, "lee": {"entra": "l1", "hub": "502"}, "joe": {"entra": "j1", "hub": "503"},
		"gone": {},
	},
	"teams": {
		"web": {"groups": {"entra": ["g-web"]}},
		"oncall": {"members": [{"who": "lee", "from": "2026-11-30T08:00:00Z", "until": "2026-12-07T08:00:00Z"}]},
		"contractors": {"groups": {"entra": ["g-contractors"]}, "members": [{"who": "joe"}]},
		"security": {"groups": {"entra": ["g-security"]}},
	},
	"robots": {"argo": {
		"from": "cluster", "id": ["system:serviceaccount:gitops:argo"],
		"require": {"always": {"kubernetes.io/serviceaccount/uid": ["u1"]}},
	}},
	"classes": {
		"all": {"access": {"all": {"team:security": ["reader"]}}},
		"service": {
			"code_from": ["hub", "mono", "jenkins"],
			"access": {
				"test": {"owner": ["deployer"], "code": ["deployer"], "robot:argo": ["deployer"]},
				"production": {"owner": ["approver", "deployer"], "code": ["deployer"]},
			},
		},
		"pci": {"waivable": false},
	},
	"applications": {
		"shop": {
			"code": {"ci": {"from": "hub", "id": ["100"]}, "old": {"from": "jenkins", "id": ["shop"]}},
			"access": {
				"production": {"team:oncall": {"roles": ["deployer"], "until": "2027-01-01T00:00:00Z", "why": "rota"}},
				"production-eu": {"person:joe": ["deployer"]},
			},
		},
		"cart": {"code": {"ci": {"from": "mono", "id": ["200"]}}},
		"pay": {"code": {"ci": {"from": "mono", "id": ["200"]}}},
	},
	"inventory": {
		"shop": {"team": "web", "classes": ["service"]},
		"cart": {"team": "web", "classes": ["service"]},
		"pay": {"team": "security", "classes": ["service"]},
	},
	"organisation": {"access": {"team:security": ["auditor", "reviewer"], "team:oncall": ["operator"], "owner": ["operator"]}},
	"guardrails": {},
	"freezes": {},
	"exceptions": {},
}

decide(document, given) := decide_with(document, given, set())

decide_with(document, given, faults) := result if {
	result := gatekeeper.decision with input as document
		with data.gatekeeper.faults as faults
		with data.issuers as given.issuers
		with data.scopes as given.scopes
		with data.environments as given.environments
		with data.roles as given.roles
		with data.people as given.people
		with data.teams as given.teams
		with data.robots as given.robots
		with data.classes as given.classes
		with data.applications as given.applications
		with data.inventory as given.inventory
		with data.organisation as given.organisation
		with data.guardrails as given.guardrails
		with data.freezes as given.freezes
		with data.exceptions as given.exceptions
}

code := {
	"kind": "code", "issuer": "https://hub.example", "subject": "repo:acme/shop", "groups": [], "authenticated_by": "jwt",
	"claims": {
		"aud": "gatekeeper", "repository_id": "100", "owner_id": "42", "actor_id": "501", "environment": "production-eu",
		"ref": "refs/tags/v2.1.0", "workflow": "acme/deploy/release.yml@refs/tags/v1",
	},
}

person(oid, groups) := {
	"kind": "person", "issuer": "https://login.example", "subject": oid, "groups": groups, "groups_complete": true,
	"authenticated_by": "jwt", "authenticate_time": "2026-12-01T11:00:00Z",
	"claims": {"aud": ["gatekeeper"], "oid": oid, "idtyp": "user"},
}

kim := person("k1", ["g-web"])

lee := person("l1", [])

joe := person("j1", ["g-contractors"])

robot := {
	"kind": "machine", "issuer": "https://cluster.example", "subject": "system:serviceaccount:gitops:argo", "groups": [],
	"claims": {"aud": ["gatekeeper"], "kubernetes.io": {"serviceaccount": {"uid": "u1"}}}, "authenticated_by": "jwt",
}

digest := concat("", ["sha256:", "0000000000000000000000000000000000000000000000000000000000000000"])

call(caller, action, application, environment) := {
	"caller": caller, "action": action, "application": application, "environment": environment,
	"request": {"version": "2.1.0", "digest": digest, "reason": " weekly release "},
	"context": {"time": "2026-12-01T12:00:00Z", "channel": "rest", "remote_ip": "127.0.0.1", "decision_id": "d"},
}

# A document with a value put at a path of names, whatever was there.
put(document, path, value) := object.union(document, nested(path, value))

nested([a], value) := {a: value}

nested([a, b], value) := {a: {b: value}}

nested([a, b, c], value) := {a: {b: {c: value}}}

nested([a, b, c, d], value) := {a: {b: {c: {d: value}}}}

nested([a, b, c, d, e], value) := {a: {b: {c: {d: {e: value}}}}}

replaced(document, pointer, value) := json.patch(document, [{"op": "add", "path": pointer, "value": value}])

allows(document, given) if decide(document, given).allow == true

refuses(document, given) if {
	result := decide(document, given)
	result.allow == false
	count(result.reasons) > 0
	every reason in result.reasons {
		not contains(reason, "%!")
	}
}

refuses_because(document, given, part) if {
	refuses(document, given)
	some reason in decide(document, given).reasons
	contains(reason, part)
}

nested([a, b, c, d, e, f], value) := {a: {b: {c: {d: {e: {f: value}}}}}}

nested([a, b, c, d, e, f, g], value) := {a: {b: {c: {d: {e: {f: {g: value}}}}}}}
