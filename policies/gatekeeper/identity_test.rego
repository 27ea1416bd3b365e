package gatekeeper_identity_test

import data.gatekeeper_world_test as w

to_production := w.call(w.code, "deploy", "shop", "production-eu")

reading := w.call(w.code, "get", "shop", "production-eu")

test_one_issuer_by_url_and_audience if {
	w.refuses_because(w.replaced(to_production, "/caller/issuer", "https://hub.example/"), w.world, "no issuer")
	w.refuses_because(w.replaced(to_production, "/caller/claims/aud", "other"), w.world, "no issuer")
	w.refuses_because(w.replaced(to_production, "/caller/claims/aud", ["gatekeeper", "mono"]), w.world, "more than one")
	w.allows(w.replaced(to_production, "/caller/claims/aud", ["gatekeeper", "other"]), w.world)
	w.refuses(to_production, w.put(w.world, ["issuers", "twin"], w.world.issuers.hub))
}

test_an_issuer_that_cannot_be_read_vouches_for_nobody if {
	every member, values in {
		"url": [null, ["https://hub.example"], 1], "audience": [null, ["gatekeeper"]], "kind": ["person", ["code"], null, "cod"],
		"named_by": [null, ["repository_id"], "repository"], "places": ["production", ["prodction"], {}, null, ["test"]],
		"require": [null, [], "all", {"always": []}, {"always": {"owner_id": "42"}}, {"always": {"owner_id": [42]}}, {"always": {"owner_id": []}}, {"alwais": {"owner_id": ["43"]}}, {"production": {"ref": {"a": "refs/tags/v*"}}}, {"production": {"ref": ["refs/tags/v*", null]}}],
	} {
		every value in values {
			w.refuses(to_production, w.replaced(w.world, concat("/", ["/issuers/hub", member]), value))
		}
	}
}

test_another_kind_is_refused if {
	w.refuses_because(w.replaced(to_production, "/caller/kind", "person"), w.world, "of kind code")
	w.refuses(w.replaced(to_production, "/caller/kind", "agent"), w.world)
}

# Though both have the same id at one host.
test_code_is_never_a_person if {
	given := w.put(w.world, ["people", "kim"], {"hub": "101"})
	w.refuses_because(w.replaced(to_production, "/caller/claims/repository_id", "101"), given, "not known")
}

test_a_robot_is_held_to_its_own_entry if {
	given := w.put(w.world, ["applications", "shop", "code", "argo"], {"from": "hub", "id": ["109"]})
	deploying := w.call(w.robot, "deploy", "shop", "test")
	w.allows(deploying, given)
	w.refuses_because(w.replaced(deploying, "/caller/claims/kubernetes.io/serviceaccount/uid", "u2"), given, "required claim")
	w.refuses(deploying, w.replaced(given, "/robots/argo/places", ["production"]))
}

test_an_unknown_identity_is_refused if {
	w.refuses_because(w.replaced(to_production, "/caller/claims/repository_id", "101"), w.world, "not known")
	w.refuses(w.replaced(to_production, "/caller/claims/repository_id", 100), w.world)
	w.refuses(w.replaced(w.call(w.code, "deploy", "cart", "test"), "/caller/claims/environment", "test"), w.world)
}

test_identities_that_cannot_be_read_are_none if {
	every id in ["100", {"a": "100"}, [100], null] {
		w.refuses(to_production, w.replaced(w.world, "/applications/shop/code/ci/id", id))
	}
	every from in [["hub"], null, "hob", "mono"] {
		w.refuses(to_production, w.replaced(w.world, "/applications/shop/code/ci/from", from))
	}
	every code in [null, "ci", ["ci"], {"ci": null}] {
		w.refuses(to_production, w.replaced(w.world, "/applications/shop/code", code))
	}
	deploying := w.call(w.robot, "deploy", "shop", "test")
	every id in ["system:serviceaccount:gitops:argo", [1], null] {
		w.refuses(deploying, w.replaced(w.world, "/robots/argo/id", id))
	}
}

test_claims_that_are_always_required if {
	w.allows(reading, w.world)
	every value in ["43", 42, ["42"], null, ""] {
		w.refuses_because(w.replaced(reading, "/caller/claims/owner_id", value), w.world, "required claim")
	}
	w.refuses(json.remove(reading, ["caller/claims/owner_id"]), w.world)
}

# GitLab says "true" of a job's ref, and true of the address of whoever logs in.
test_a_claim_that_is_true_is_shown_by_its_text if {
	verified := {"always": {"owner_id": ["42"], "verified": ["true"]}}
	asked := [
		w.put(w.world, ["issuers", "hub", "require"], verified),
		w.put(w.world, ["issuers", "hub", "require", "always", "verified"], ["true", "own*"]),
		w.put(w.world, ["applications", "shop", "code", "ci", "require"], {"always": {"verified": ["true"]}}),
	]
	every given in asked {
		every shown in [true, "true"] {
			w.allows(w.put(to_production, ["caller", "claims", "verified"], shown), given)
		}
		every other in [false, "false", 1, "1", null, [true], ["true"], {"true": true}] {
			w.refuses_because(w.put(to_production, ["caller", "claims", "verified"], other), given, "required claim")
		}
	}
	denied := w.put(w.world, ["issuers", "hub", "require"], {"always": {"owner_id": ["42"], "verified": ["false"]}})
	w.allows(w.put(to_production, ["caller", "claims", "verified"], false), denied)
	w.refuses_because(w.put(to_production, ["caller", "claims", "verified"], true), denied, "required claim")
	nested := w.put(w.world, ["issuers", "hub", "require"], {"always": {"owner_id": ["42"], "of/it": ["true"]}})
	w.allows(w.put(to_production, ["caller", "claims", "of"], {"it": true}), nested)
	w.refuses_because(w.put(to_production, ["caller", "claims", "of"], {"it": false}), nested, "required claim")
	any_text := w.put(w.world, ["issuers", "hub", "require", "always", "verified"], ["*"])
	w.refuses_because(w.put(to_production, ["caller", "claims", "verified"], true), any_text, "required claim")
}

test_claims_that_places_require_of_changes if {
	every pointer, values in {
		"/caller/claims/environment": ["test", "production-us", "production-*", "{environment}", "*"],
		"/caller/claims/ref": ["refs/heads/main", "refs/tags/v1/x", "refs/tags/"],
		"/caller/claims/workflow": ["acme/deploy/release.yml@refs/heads/v1", "acme/deploy/hotfix.yml@refs/tags/v1"],
	} {
		every value in values {
			w.refuses_because(w.replaced(to_production, pointer, value), w.world, "required claim")
			w.allows(w.replaced(reading, pointer, value), w.world)
		}
	}
	w.allows(w.replaced(to_production, "/caller/claims/workflow", "acme/deploy/hotfix.yml@main"), w.world)
}

test_a_refusal_does_not_tell_claims if {
	result := w.decide(w.replaced(to_production, "/caller/claims/ref", "refs/heads/secret"), w.world)
	result.reasons == ["a required claim of the caller's token does not match"]
	result.client == "code:shop/ci"
}

test_a_place_that_nobody_knows_requires_everywhere if {
	given := w.put(w.world, ["issuers", "hub", "require", "prodction", "branch"], ["main"])
	w.refuses(to_production, given)
	w.refuses(to_production, w.put(w.world, ["applications", "shop", "code", "ci", "require", "prodction", "branch"], ["main"]))
}

mono(application, environment) := w.call(
	object.union(w.code, {"claims": {"aud": "mono", "repository_id": "200", "environment": "cart-test"}}),
	"deploy", application, environment,
)

test_placeholders_are_filled if {
	w.allows(mono("cart", "test"), w.world)
	w.refuses(mono("pay", "test"), w.world)
	w.refuses(mono("cart", "production-eu"), w.world)
}

test_a_pipeline_requires_claims_of_its_own if {
	path := ["applications", "shop", "code", "ci", "require"]
	w.allows(to_production, w.put(w.world, path, {"production": {"ref": ["refs/tags/*"]}, "test": {"ref": ["none"]}}))
	every required in [
		{"production": {"ref": ["refs/heads/*"]}}, {"eu": {"branch": ["*"]}}, {"always": {"ref": ["refs/heads/*"]}},
		{"always": {"environment": ["{environment}"]}},
	] {
		w.refuses_because(to_production, w.put(w.world, path, required), "required claim")
	}
	every required in [{"all": {"ref": "refs/tags/*"}}, {"all": []}, {"all": null}, {"all": {}}, {"prodction": {"ref": ["refs/tags/*"]}}] {
		w.refuses_because(to_production, w.put(w.world, path, required), "cannot be read")
	}
	every required in [null, [], "all"] {
		w.refuses(to_production, w.replaced(w.world, "/applications/shop/code/ci/require", required))
	}
}

test_a_claim_may_be_nested if {
	deploying := w.call(w.robot, "deploy", "shop", "test")
	w.allows(deploying, w.world)
	w.refuses(w.replaced(deploying, "/caller/claims/kubernetes.io/serviceaccount/uid", "u2"), w.world)
	w.refuses(w.replaced(deploying, "/caller/claims/kubernetes.io", "u1"), w.world)
}

test_an_issuer_reaches_its_places_only if {
	jenkins := {"kind": "code", "issuer": "https://jenkins.example", "subject": "shop", "claims": {"aud": "gatekeeper"}, "groups": []}
	w.allows(w.call(jenkins, "deploy", "shop", "test"), w.world)
	w.refuses_because(w.call(jenkins, "get", "shop", "production-eu"), w.world, "may do nothing in production-eu: that is not among the places of its issuer")
	given := w.put(w.world, ["applications", "shop", "code", "old", "places"], ["production"])
	w.refuses(w.call(jenkins, "deploy", "shop", "test"), given)
	every places in ["test", {"a": "test"}, [], null] {
		w.refuses(w.call(jenkins, "deploy", "shop", "test"), w.replaced(w.world, "/applications/shop/code/old/places", places))
	}
}

test_classes_say_where_pipelines_come_from if {
	every from in [["mono"], [], "hub", {"a": "hub"}, null] {
		w.refuses_because(to_production, w.replaced(w.world, "/classes/service/code_from", from), "take pipelines")
	}
}

test_two_hits_are_refused if {
	w.refuses_because(to_production, w.put(w.world, ["applications", "shop", "code", "two"], {"from": "hub", "id": ["100"]}), "more than one")
	w.refuses(to_production, w.put(w.world, ["robots", "two"], {"from": "hub", "id": ["100"]}))
	w.refuses(w.call(w.kim, "deploy", "shop", "test"), w.put(w.world, ["people", "twin", "entra"], "k1"))
}

test_two_hits_are_told_apart_by_what_they_require if {
	given := w.put(
		w.put(w.world, ["applications", "shop", "code", "ci", "require", "all"], {"job": ["a"]}),
		["applications", "shop", "code", "two"],
		{"from": "hub", "id": ["100"], "require": {"all": {"job": ["b"]}}},
	)
	w.decide(w.replaced(to_production, "/caller/claims/job", "a"), given).client == "code:shop/ci"
	w.decide(w.replaced(to_production, "/caller/claims/job", "b"), given).client == "code:shop/two"
	w.refuses(w.replaced(to_production, "/caller/claims/job", "c"), given)
}

# Persons.

test_a_person_without_an_entry_has_a_name_by_issuer if {
	result := w.decide(w.call(w.person("n1", ["g-web"]), "deploy", "shop", "test"), w.world)
	result.client == "person:entra/n1"
	result.persons == {"person:entra/n1"}
	result.principals == {"owner", "person:entra/n1", "team:web"}
}

test_an_empty_id_names_nobody if {
	nameless := w.call(w.replaced(w.kim, "/claims/oid", ""), "deploy", "shop", "test")
	w.allows(w.call(w.kim, "deploy", "shop", "test"), w.world)
	w.refuses(nameless, w.world)
	w.refuses(nameless, w.put(w.world, ["people", "kim", "entra"], ""))
}

test_a_leaver_is_nobody if {
	given := w.replaced(w.world, "/people/joe", {})
	w.refuses(w.call(w.joe, "deploy", "shop", "production-eu"), given)
	every identities in [null, [], "j1", {"entra": ["j1"]}, {"entra": 1}, {"entro": "j1"}] {
		w.refuses(w.call(w.joe, "deploy", "shop", "production-eu"), w.replaced(w.world, "/people/joe", identities))
	}
}

test_groups_count_by_issuer if {
	given := w.replaced(w.world, "/teams/web/groups", {"cluster": ["g-web"]})
	w.refuses(w.call(w.kim, "deploy", "shop", "test"), given)
	every groups in [null, [], "g-web", {"entra": "g-web"}, {"entra": {"a": "g-web"}}] {
		w.refuses(w.call(w.kim, "deploy", "shop", "test"), w.replaced(w.world, "/teams/web/groups", groups))
	}
	every groups in [null, "g-web", {"a": "g-web"}, [["g-web"]]] {
		w.refuses(w.replaced(w.call(w.kim, "deploy", "shop", "test"), "/caller/groups", groups), w.world)
	}
	w.refuses(w.call(w.kim, "deploy", "shop", "test"), w.put(w.world, ["issuers", "entra", "teams"], ["security"]))
}

test_members_that_cannot_be_read_have_no_rights if {
	every members in [
		null, "lee", ["lee"], {"who": "lee"}, [{"who": ["lee"]}], [{"who": "lee", "until": "2026-12-31"}],
		[{"who": "lee", "from": 1}], [{"who": "le"}],
	] {
		w.refuses(w.call(w.lee, "deploy", "shop", "production-us"), w.replaced(w.world, "/teams/oncall/members", members))
	}
}

# Agents.

agent := object.union(w.robot, {
	"kind": "agent", "issuer": "https://login.example", "subject": "k1",
	"claims": {"aud": "gatekeeper", "oid": "k1", "idtyp": "user", "act": {"sub": "helper"}},
})

test_an_agent_is_its_robot_and_never_its_person if {
	given := w.put(
		w.put(w.world, ["robots", "helper"], {"from": "entra", "id": ["helper"]}),
		["applications", "shop", "access", "test", "robot:helper"],
		["deployer"],
	)
	result := w.decide(w.call(agent, "deploy", "shop", "test"), given)
	result.allow
	result.client == "robot:helper"
	result.principals == {"robot:helper"}
	result.persons == {"person:kim"}
	w.allows(w.replaced(w.call(agent, "deploy", "shop", "test"), "/caller/kind", "person"), given)
	w.refuses(w.call(agent, "deploy", "shop", "production-eu"), given)
	every act in [null, false, "helper", {}, {"sub": ""}, {"sub": ["helper"]}, {"sub": "k1"}] {
		w.refuses(w.replaced(w.call(agent, "deploy", "shop", "test"), "/caller/claims/act", act), given)
	}
	w.refuses(w.call(agent, "deploy", "shop", "test"), w.world)
}

# Whatever `act` holds, and whatever kind the caller is told to be: whoever shows one is not the person.
test_any_act_takes_the_rights_of_the_person if {
	owner := w.call(w.kim, "deploy", "shop", "test")
	w.allows(owner, w.world)
	every act in [null, false, 7, "helper", [], ["helper"], {}, {"sub": "k1"}] {
		w.refuses(w.replaced(owner, "/caller/claims/act", act), w.world)
	}
}

test_whoever_started_a_pipeline_is_behind_it if {
	w.decide(to_production, w.world).persons == {"person:kim"}
	w.decide(w.replaced(to_production, "/caller/claims/actor_id", "999"), w.world).persons == set()
	w.decide(w.replaced(to_production, "/caller/claims/actor_id", 501), w.world).persons == set()
	w.decide(to_production, w.put(w.world, ["people", "twin", "hub"], "501")).persons == set()
}

test_a_robot_that_somebody_started_has_a_person_behind_it if {
	given := json.patch(w.world, [
		{"op": "add", "path": "/robots/bot", "value": {"from": "hub", "id": ["777"]}},
		{"op": "add", "path": "/classes/service/access/test/robot:bot", "value": ["deployer"]},
	])
	started := w.replaced(w.call(w.code, "deploy", "shop", "test"), "/caller/claims/repository_id", "777")
	deploying := w.replaced(started, "/caller/claims/environment", "test")
	w.decide(deploying, given).client == "robot:bot"
	w.decide(deploying, given).persons == {"person:kim"}
	w.decide(json.remove(deploying, ["/caller/claims/actor_id"]), given).persons == set()
}

test_whoever_started_a_pipeline_is_not_behind_an_agent if {
	given := json.patch(w.world, [
		{"op": "add", "path": "/robots/helper", "value": {"from": "hub", "id": ["helper"]}},
		{"op": "add", "path": "/classes/service/access/test/robot:helper", "value": ["deployer"]},
	])
	acting := w.replaced(w.call(w.code, "deploy", "shop", "test"), "/caller/claims/act", {"sub": "helper"})
	result := w.decide(w.replaced(acting, "/caller/claims/environment", "test"), given)
	result.client == "robot:helper"
	result.persons == set()
}

# A pipeline's number may be that of a person.
test_nobody_is_behind_an_agent_that_acts_for_a_pipeline if {
	numbered := w.put(w.world, ["people", "kim", "hub"], "100000001")
	every issuer in [{"kind": "code"}, {"kind": "agent"}] {
		given := json.patch(numbered, [
			{"op": "add", "path": "/issuers/bots", "value": object.union({"url": "https://hub.example", "audience": "bots", "named_by": "repository_id"}, issuer)},
			{"op": "add", "path": "/robots/helper", "value": {"from": "bots", "id": ["helper"]}},
			{"op": "add", "path": "/classes/service/access/test/robot:helper", "value": ["deployer"]},
		])
		result := w.decide(
			w.call(
				object.union(w.robot, {
					"kind": "agent", "issuer": "https://hub.example", "subject": "x",
					"claims": {"aud": "bots", "repository_id": "100000001", "act": {"sub": "helper"}},
				}),
				"deploy", "shop", "test",
			),
			given,
		)
		result.client == "robot:helper"
		result.persons == set()
	}
}

# Of two entries of one issuer, each speaks of its own teams only.
test_groups_are_bounded_by_the_entry_that_tells_them if {
	given := w.put(
		w.replaced(w.world, "/issuers/entra/teams", ["contractors"]),
		["issuers", "desk"],
		object.union(w.world.issuers.entra, {"audience": "desk"}),
	)
	moved := w.replaced(given, "/teams/web/groups", {"desk": ["g-web"]})
	here := w.call(w.kim, "deploy", "shop", "test")
	w.allows(here, w.world)
	w.refuses(here, moved)
	w.allows(w.replaced(here, "/caller/claims/aud", "desk"), moved)
	w.refuses_because(here, w.put(w.put(moved, ["applications", "shop", "access", "test"], {"person:kim": ["deployer"]}), ["guardrails", "g"], {"who": ["team:web"], "why": "w"}), "the guardrail g refuses this")
}
