package gatekeeper_decision_test

import data.gatekeeper
import data.gatekeeper_world_test as w

to_production := w.call(w.code, "deploy", "shop", "production-eu")

by_kim := w.call(w.kim, "deploy", "shop", "production-eu")

test_a_pipeline_deploys if {
	w.decide(to_production, w.world) == {
		"allow": true, "client": "code:shop/ci", "exceptions": [], "obligations": {}, "persons": {"person:kim"},
		"principals": {"code", "code:ci"}, "reasons": ["granted by the role deployer"],
	}
}

test_an_owner_deploys if {
	w.decide(by_kim, w.world) == {
		"allow": true, "client": "person:kim", "exceptions": [], "obligations": {}, "persons": {"person:kim"},
		"principals": {"owner", "person:kim", "person:entra/k1", "team:web"}, "reasons": ["granted by the role deployer"],
	}
}

test_a_robot_deploys if {
	result := w.decide(w.call(w.robot, "deploy", "shop", "test"), w.world)
	result.allow
	result.client == "robot:argo"
	result.persons == set()
	result.principals == {"robot:argo"}
}

# Faults.

test_faults_refuse_and_are_told if {
	result := gatekeeper.decision with input as to_production
		with data.gatekeeper.faults as {{"path": ["freezes", "night", 1], "message": "has no why", "hint": ""}}
	result.allow == false
	some reason in result.reasons
	contains(reason, "freezes/night/1: has no why")
}

# What is allowed without them.
test_any_fault_refuses_what_would_be_allowed if {
	faults := {{"path": ["freezes"], "message": "cannot be read", "hint": ""}}
	every call in [w.call(w.kim, "deploy", "shop", "test"), w.call(w.kim, "list", "-", "-")] {
		w.allows(call, w.world)
		every wrong in [faults, null, false, [1]] {
			w.decide_with(call, w.world, wrong).allow == false
		}
	}
}

test_faults_that_are_no_set_refuse if {
	every faults in [null, "", 0, false, true] {
		result := gatekeeper.decision with input as to_production with data.gatekeeper.faults as faults
		result.allow == false
	}
}

# What is asked about.

test_an_unknown_application_is_refused if {
	w.refuses_because(w.call(w.kim, "get", "moon", "test"), w.world, "no application moon")
	w.refuses(w.call(w.kim, "get", "-", "test"), w.world)
	w.refuses(w.call(w.kim, "get", null, "test"), w.world)
	every document in [null, "text", [], 1] {
		w.refuses(by_kim, w.replaced(w.world, "/applications/shop", document))
	}
	w.refuses_because(by_kim, w.replaced(w.world, "/inventory", {}), "inventory")
}

test_an_unknown_environment_is_refused if {
	w.refuses_because(w.call(w.kim, "get", "shop", "moon"), w.world, "no environment moon")
	w.refuses(w.call(w.kim, "get", "shop", "-"), w.world)
	w.refuses(w.call(w.kim, "get", "shop", "production"), w.world)
	every described in [{}, {"tier": "prodction", "region": "eu"}, {"tier": ["production"], "region": "eu"}, {"tier": "production"}, {"tier": "production", "region": "moon"}, null] {
		w.refuses(by_kim, w.replaced(w.world, "/environments/production-eu", described))
	}
	every scopes in [null, {"tiers": "production"}, {"tiers": ["production"], "regions": "eu"}, {"tiers": ["production"]}] {
		w.refuses(by_kim, w.replaced(w.world, "/scopes", scopes))
	}
}

test_an_unknown_action_is_refused if {
	w.refuses_because(w.call(w.kim, "destroy", "shop", "test"), w.world, "no action destroy")
	given := w.put(w.world, ["roles", "deployer", "actions"], ["destroy"])
	w.refuses(w.call(w.kim, "destroy", "shop", "test"), given)
}

test_nothing_a_caller_sends_is_an_error if {
	every part in [null, true, 0, "", [], {}, [null], {"a": null}] {
		every pointer in [
			"/caller", "/caller/kind", "/caller/issuer", "/caller/claims", "/caller/claims/aud",
			"/caller/claims/repository_id", "/caller/claims/owner_id", "/caller/claims/environment", "/caller/claims/ref",
			"/action", "/application", "/environment",
		] {
			w.refuses(w.replaced(to_production, pointer, part), w.world)
		}
		every pointer in ["/caller/subject", "/request", "/request/version", "/request/digest", "/request/reason", "/caller/claims/actor_id", "/caller/groups"] {
			w.allows(w.replaced(to_production, pointer, part), w.world)
		}
		w.refuses_because(w.replaced(to_production, "/request/exception", part), w.world, "there is no exception")
	}
}

test_without_a_time_nothing_is_allowed if {
	every time in [null, 0, "", "now", []] {
		w.refuses(w.replaced(to_production, "/context/time", time), w.world)
	}
	w.refuses(w.replaced(by_kim, "/context", null), w.world)
}

# Roles.

test_a_missing_role_is_refused if {
	w.refuses_because(w.call(w.lee, "deploy", "shop", "test"), w.world, "it has no role there")
	w.refuses_because(w.call(w.person("s1", ["g-security"]), "deploy", "shop", "test"), w.world, "its only role there is reader")
}

test_a_role_has_a_time if {
	w.allows(w.call(w.lee, "deploy", "shop", "production-us"), w.world)
	w.refuses(w.replaced(w.call(w.lee, "deploy", "shop", "production-us"), "/context/time", "2026-12-07T08:00:00Z"), w.world)
	w.refuses(w.replaced(w.call(w.lee, "deploy", "shop", "production-us"), "/context/time", "2026-11-30T07:59:59Z"), w.world)
	path := ["applications", "shop", "access", "production", "team:oncall"]
	every grant in [
		{"until": "2026-12-01T12:00:00Z"}, {"until": "2027-01-01"}, {"until": null}, {"from": "2026-12-01T12:00:01Z"},
		{"from": 0}, {"roles": "deployer"}, {"roles": {"deployer": "deployer"}}, {"roles": ["deploier"]},
	] {
		w.refuses(w.call(w.lee, "deploy", "shop", "production-us"), w.put(w.world, path, grant))
	}
}

test_roles_that_cannot_be_read_are_none if {
	kim_on_test := w.call(w.kim, "deploy", "shop", "test")
	w.allows(kim_on_test, w.world)
	every roles in ["deployer", {"deployer": "deployer"}, [["deployer"]], [null], null] {
		w.refuses(kim_on_test, w.replaced(w.world, "/classes/service/access/test/owner", roles))
	}
	every access in [null, [], "all", {"test": ["owner"]}, {"tset": {"owner": ["deployer"]}}] {
		w.refuses(kim_on_test, w.replaced(w.world, "/classes/service/access", access))
	}
	every actions in ["deploy", {"deploy": "deploy"}, [["deploy"]], null] {
		w.refuses(kim_on_test, w.replaced(w.world, "/roles/deployer/actions", actions))
	}
}

test_classes_that_cannot_be_read_refuse if {
	every classes in ["service", {"service": "service"}, null, ["service", "servce"], ["service", null]] {
		w.refuses(w.call(w.lee, "deploy", "shop", "production-us"), w.replaced(w.world, "/inventory/shop/classes", classes))
	}
	w.refuses(w.call(w.lee, "deploy", "shop", "production-us"), w.replaced(w.world, "/classes", []))
}

test_a_file_of_one_application_gives_nothing_in_another if {
	w.refuses(w.call(w.joe, "deploy", "cart", "production-eu"), w.world)
	w.refuses(w.call(w.joe, "deploy", "shop", "production-us"), w.world)
	w.allows(w.call(w.joe, "deploy", "shop", "production-eu"), w.world)
}

test_a_team_owns_its_own_applications if {
	w.allows(w.call(w.kim, "deploy", "cart", "test"), w.world)
	w.refuses(w.call(w.kim, "deploy", "pay", "test"), w.world)
	every team in ["security", null, ["web"], {}] {
		w.refuses(w.call(w.kim, "deploy", "shop", "test"), w.replaced(w.world, "/inventory/shop/team", team))
	}
}

# The organisation.

test_a_hold_of_all_takes_the_right_for_each if {
	every action in ["hold", "release"] {
		every place in [["-", "-"], ["shop", "-"], ["-", "production-eu"]] {
			w.allows(w.call(w.lee, action, place[0], place[1]), w.world)
			w.refuses(w.call(w.kim, action, place[0], place[1]), w.world)
			guarded := w.put(w.world, ["guardrails"], {"calm": {"environments": ["production-eu"], "why": "calm"}})
			w.refuses_because(w.call(w.lee, action, place[0], place[1]), guarded, "in production-eu, where the guardrail calm refuses it: calm")
			frozen := w.put(w.world, ["freezes"], {"move": {"environments": ["production-eu"], "why": "the servers move", "from": "2026-12-01T00:00:00Z", "until": "2026-12-02T00:00:00Z"}})
			w.refuses_because(w.call(w.lee, action, place[0], place[1]), frozen, "in production-eu, which is frozen by move: the servers move")
		}
		w.refuses_because(w.call(w.kim, action, "shop", "-"), w.world, sprintf("person:kim may not %v all that the call stands for: not shop in production-eu", [action]))
		w.refuses(w.call(w.lee, action, "-", "nowhere"), w.world)
		w.refuses(w.call(w.lee, action, "nothing", "-"), w.world)
	}
	w.refuses(w.call(w.lee, "deploy", "-", "-"), w.world)

	# No name is told to whom it is not shown.
	stranger := w.decide(w.call(w.person("nobody", []), "hold", "-", "-"), w.world)
	not stranger.allow
	every reason in stranger.reasons {
		not contains(reason, "shop")
	}
}

test_rights_of_the_organisation if {
	security := w.person("s1", ["g-security"])
	w.allows(w.call(security, "read_policy", "-", "-"), w.world)
	w.allows(w.call(security, "review", "shop", "test"), w.world)
	w.allows(w.call(w.lee, "hold", "shop", "production-eu"), w.world)
	w.refuses(w.call(w.kim, "hold", "shop", "production-eu"), w.world)
	w.refuses(w.call(w.kim, "read_policy", "-", "-"), w.world)
	w.refuses_because(w.call(w.kim, "read_policy", "-", "-"), w.world, "person:kim may not read_policy: it has no role in the organisation")
	given := w.put(w.world, ["applications", "shop", "access", "all", "team:web"], ["operator"])
	w.refuses(w.call(w.kim, "hold", "shop", "test"), given)
	every access in [null, [], {"team:security": "auditor"}, {"team:security": {"roles": ["auditor"], "until": 1}}] {
		w.refuses(w.call(security, "read_policy", "-", "-"), w.replaced(w.world, "/organisation/access", access))
	}
}

test_only_persons_review if {
	given := w.put(w.world, ["organisation", "access", "robot:argo"], ["reviewer", "auditor"])
	w.allows(w.call(w.robot, "read_audit", "-", "-"), given)
	w.refuses_because(w.call(w.robot, "review", "-", "-"), given, "only a person")
}

test_only_persons_approve if {
	given := json.patch(w.world, [
		{"op": "add", "path": "/robots/helper", "value": {"from": "entra", "id": ["helper"]}},
		{"op": "add", "path": "/classes/service/access/production/robot:helper", "value": ["approver"]},
		{"op": "add", "path": "/classes/service/requirements", "value": {"production": {"deploy": {"approvals": [{"count": 1, "from": ["owner", "robot:helper"]}]}}}},
		{"op": "add", "path": "/organisation/access/robot:helper", "value": ["reviewer"]},
	])
	agent := json.patch(w.kim, [{"op": "add", "path": "/claims/act", "value": {"sub": "helper"}}, {"op": "replace", "path": "/kind", "value": "agent"}])
	every action in ["approve", "reject", "withdraw", "review"] {
		w.refuses_because(w.call(agent, action, "shop", "production-eu"), given, "only a person")
	}
	w.allows(w.call(agent, "get", "shop", "production-eu"), given)
}

# Listing.

test_a_list_shows_the_pairs_that_may_be_listed if {
	everything := w.decide(w.call(w.person("s1", ["g-security"]), "list", "-", "-"), w.world)
	everything.obligations == {"visible": "all"}
	result := w.decide(w.call(w.lee, "list", "-", "-"), w.world)
	result.obligations == {"visible": [["shop", "production-eu"], ["shop", "production-us"]]}
	of_joe := w.decide(w.call(w.joe, "list", "shop", "-"), w.put(w.world, ["applications", "shop", "access", "test", "person:joe"], ["reader"]))
	of_joe.obligations == {"visible": [["shop", "production-eu"], ["shop", "test"]]}
	of_kim := w.decide(w.call(w.kim, "list", "shop", "-"), w.world)
	of_kim.obligations == {"visible": "all"}
	of_code := w.decide(w.call(w.code, "list", "-", "test"), w.world)
	of_code.client == "code:shop/ci"
	of_code.obligations == {"visible": [["shop", "test"]]}
}

test_a_list_of_nothing_is_refused if {
	w.refuses_because(w.call(w.person("x1", []), "list", "-", "-"), w.world, "may list")
	w.refuses(w.call(w.kim, "list", "moon", "-"), w.world)
	w.refuses(w.call(w.kim, "list", "-", "moon"), w.world)
	w.refuses(w.replaced(w.call(w.kim, "list", "-", "-"), "/caller/claims/idtyp", "app"), w.world)
	w.refuses(w.call(w.kim, "watch", "-", "-"), w.world)
}

# Shapes of the answer.

test_nothing_at_all_is_refused if {
	w.refuses({}, w.world)
	result := gatekeeper.decision with input as {}
	result.allow == false
}
