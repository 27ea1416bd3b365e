# A small organisation without faults, and how tests change it.
package gatekeeper_faults_test

import data.gatekeeper

good := {
	"issuers": {
		"github": {
			"url": "https://token.actions.githubusercontent.com", "audience": "gatekeeper", "kind": "code",
			"named_by": "repository_id", "started_by": "actor_id",
			"require": {
				"always": {"repository_owner_id": ["4242"], "run_attempt": ["1"]},
				"all": {"environment": ["{environment}"]},
				"production": {"ref": ["refs/tags/v*"]},
			},
		},
		"mono": {
			"url": "https://token.actions.githubusercontent.com", "audience": "mono", "kind": "code",
			"named_by": "repository_id", "started_by": "actor_id",
			"require": {"all": {"environment": ["{application}-{environment}"]}},
		},
		"jenkins": {"url": "https://jenkins.example/oidc", "audience": "gatekeeper", "kind": "code", "named_by": "sub"},
		"k8s": {
			"url": "https://kubernetes.example", "audience": "gatekeeper", "kind": "machine", "named_by": "sub",
			"places": ["dev", "test"],
		},
		"entra": {
			"url": "https://login.example/T/v2.0", "audience": "api://gatekeeper", "kind": "person", "named_by": "oid",
			"require": {"always": {"idtyp": ["user"]}}, "teams": ["shop", "security", "contractors"],
		},
	},
	"scopes": {
		"tiers": ["dev", "test", "stage", "production"], "regions": ["eu", "us"],
		"expects": ["guardrails", "freezes", "inventory", "people", "classes/all"],
	},
	"organisation": {"access": {"team:security": ["auditor"], "team:oncall": ["operator"]}},
	"environments": {
		"dev": {"tier": "dev", "region": "eu"},
		"test": {"tier": "test", "region": "eu", "zone": "Europe/Berlin"},
		"stage": {"tier": "stage", "region": "eu"},
		"production-eu": {"tier": "production", "region": "eu", "zone": "Europe/Berlin"},
		"production-us": {"tier": "production", "region": "us", "zone": "America/New_York"},
	},
	"roles": {
		"deployer": {"actions": ["deploy", "cancel", "rollback", "get", "list", "watch"]},
		"rollbacker": {"actions": ["rollback", "get", "list", "watch"]},
		"approver": {"actions": ["approve", "reject", "withdraw", "get", "list", "watch"]},
		"reader": {"actions": ["get", "list", "watch"]},
		"auditor": {"actions": ["explain", "who_can", "replay", "read_policy", "read_audit"]},
		"operator": {"actions": ["hold", "release"]},
	},
	"applications": {
		"shop": {
			"code": {"ci": {"from": "github", "id": ["100000002"]}},
			"access": {
				"dev": {"code:ci": ["deployer"]},
				"production": {"team:field": {"roles": ["reader"], "until": "2027-01-01T00:00:00Z", "why": "audit"}},
			},
			"requirements": {"production": {"change": {"reason_length": 15, "lowest_version": "1.2.0"}}},
		},
		"cart": {
			"code": {"ci": {"from": "mono", "id": ["5"]}},
			"access": {"test": {"person:entra/unlinked": ["reader"]}},
		},
		"till": {"code": {"ci": {"from": "mono", "id": ["5"]}}},
	},
	"teams": {
		"shop": {"groups": {"entra": ["g-shop"]}},
		"field": {"members": [{"who": "p003", "from": "2026-11-30T08:00:00Z", "until": "2026-12-07T08:00:00Z"}]},
		"security": {"groups": {"entra": ["g-security"]}},
		"oncall": {"members": [{"who": "p004"}]},
		"contractors": {"groups": {"entra": ["g-contractors"]}, "members": [{"who": "p005"}]},
	},
	"people": {
		"p003": {"entra": "e-3", "github": "500003"},
		"p004": {"entra": "e-4"},
		"p005": {},
	},
	"robots": {"argo": {
		"from": "k8s", "id": ["system:serviceaccount:gitops:argo"],
		"require": {"always": {"kubernetes.io/serviceaccount/uid": ["u-1"]}},
	}},
	"classes": {
		"all": {"requirements": {"production": {"change": {"kinds": ["code", "person"]}}}},
		"service": {
			"code_from": ["github", "mono", "jenkins"],
			"access": {
				"dev": {"owner": ["deployer"], "code": ["deployer"], "robot:argo": ["reader"]},
				"production": {"owner": ["rollbacker", "approver"], "code": ["deployer"]},
			},
			"requirements": {"production": {"deploy": {
				"digest_required": true, "not_alone": true, "approval_age": "24h", "unattended": true,
				"approvals": [{"count": 1, "from": ["owner", "team:oncall"]}],
			}}},
			"delegate": {"dev": ["reader", "deployer"], "test": ["reader"], "production": ["reader"]},
		},
		"pci": {
			"requirements": {"production": {
				"deploy": {
					"approvals": [{"count": 1, "from": ["team:security"]}],
					"artifact": {"provenance": true, "signed_by": ["release"], "succeeded_in": ["stage"], "max_bytes": 1000000},
				},
				"approve": {"authentication_age": "15m"},
			}},
			"delegate": {},
			"waivable": false,
		},
	},
	"inventory": {
		"shop": {"team": "shop", "classes": ["service"]},
		"cart": {"team": "shop", "classes": ["service"]},
		"till": {"team": "shop", "classes": ["service", "pci"]},
	},
	"guardrails": {"contractors": {
		"who": ["team:contractors"], "tiers": ["production"], "actions": ["deploy", "rollback", "approve"],
		"why": "contract 7.2",
	}},
	"freezes": {
		"quarter-end": {
			"tiers": ["production"], "actions": ["deploy"], "why": "books",
			"yearly": [{"from": "12-27", "until": "01-02"}],
		},
		"night": {
			"tiers": ["production"], "actions": ["deploy"], "why": "nobody is there",
			"weekly": [{"days": ["fri"], "from": "17:00", "until": "24:00"}],
		},
		"move": {"why": "a move", "from": "2026-12-01T00:00:00Z", "until": "2026-12-02T00:00:00+01:00"},
	},
	"exceptions": {
		"break-glass": {
			"who": ["team:oncall"], "tiers": ["production"], "roles": ["deployer"], "reason": "INC-[0-9]+ .{10,}",
			"waives": ["freezes", "approvals", "approvals/service", "guardrails/contractors"],
			"review_by": ["team:security"],
		},
		"inc-4711": {
			"who": ["team:field"], "applications": ["shop"], "environments": ["production-eu"], "roles": ["deployer"],
			"from": "2026-12-01T09:00:00Z", "until": "2026-12-02T09:00:00Z", "waives": [],
			"review_by": ["team:security"], "why": "helps shop",
		},
	},
	"credentials": {
		"shop-{environment}": {"applications": ["shop"], "environments": ["test", "production-eu"], "purposes": ["apply"]},
		"registry": {"applications": ["cart"], "environments": ["test"], "purposes": ["pull"]},
	},
	"destinations": {"*": {"*": {
		"target": {"kind": "directory", "path": "/srv/{application}/{environment}"}, "source": "releases",
		"credentials": {"apply": "{application}-{environment}", "pull": "registry"}, "health": {"file": "healthy"}, "keep": 5,
	}}},
}

faults_of(given) := found if {
	found := gatekeeper.faults with data.issuers as given.issuers
		with data.scopes as given.scopes
		with data.organisation as given.organisation
		with data.environments as given.environments
		with data.roles as given.roles
		with data.applications as given.applications
		with data.teams as given.teams
		with data.people as given.people
		with data.robots as given.robots
		with data.classes as given.classes
		with data.inventory as given.inventory
		with data.guardrails as given.guardrails
		with data.freezes as given.freezes
		with data.exceptions as given.exceptions
		with data.credentials as given.credentials
		with data.destinations as given.destinations
}

# The good organisation with one value put somewhere, or one taken away.
put(path, value) := json.patch(good, [{"op": "add", "path": path, "value": value}])

without(path) := json.patch(good, [{"op": "remove", "path": path}])

tells(given, path, text) if {
	some fault in faults_of(given)
	fault.path == path
	contains(fault.message, text)
}

tells_hint(given, path, hint) if {
	some fault in faults_of(given)
	fault.path == path
	contains(fault.hint, hint)
}

test_a_good_organisation_has_no_faults if faults_of(good) == set()
