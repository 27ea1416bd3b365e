# Refusals are true, whole, and there is always one.
package gatekeeper_refusals_test

import data.gatekeeper_world_test as w

reasons(document) := reasons_in(document, w.world)

reasons_in(document, given) := result.reasons if {
	result := w.decide(document, given)
	result.allow == false
}

by_kim := w.call(w.kim, "deploy", "shop", "test")

test_what_the_call_does_not_name if {
	reasons(json.remove(by_kim, ["action"])) == ["the call names no action"]
	reasons(json.remove(by_kim, ["application"])) == ["the call names no application"]
	reasons(json.remove(by_kim, ["environment"])) == ["the call names no environment"]
	reasons(w.put(by_kim, ["application"], "-")) == ["the call must name one application"]
	reasons(w.put(by_kim, ["environment"], "-")) == ["the call must name one environment"]
	reasons(w.put(by_kim, ["application"], "shpo")) == ["there is no application shpo"]
	reasons(json.remove(by_kim, ["caller/kind"])) == ["the issuer vouches for callers of kind person; this one came as none"]
	every time in ["", "yesterday", 5, null] {
		reasons(w.put(by_kim, ["context", "time"], time)) == ["the time of the call is not known"]
	}
}

test_roles_read_well if {
	reasons(w.call(w.lee, "deploy", "shop", "test")) == ["person:lee may not deploy shop in test: it has no role there"]
	reasons(w.call(w.person("s1", ["g-security"]), "deploy", "shop", "test")) == ["person:entra/s1 may not deploy shop in test: its only role there is reader"]
	reasons(w.call(w.person("s1", ["g-security"]), "hold", "shop", "test")) == ["person:entra/s1 may not hold shop in test: its roles in the organisation are auditor, reviewer"]
	reasons(w.call(w.joe, "read_audit", "-", "-")) == ["person:joe may not read_audit: it has no role in the organisation"]
}

test_an_approval_that_nobody_asks_for if {
	reasons(w.call(w.kim, "approve", "shop", "production-eu")) == ["nobody's approval is asked for there"]
}

test_an_exception_that_nobody_knows if {
	"there is no exception nothing" in reasons(w.put(w.call(w.lee, "deploy", "shop", "test"), ["request", "exception"], "nothing"))
}

test_a_pipeline_that_lists_all_is_told_of_its_claims if {
	code := w.put(w.call(w.code, "list", "-", "-"), ["caller", "claims", "owner_id"], "43")
	"a required claim of the caller's token does not match" in reasons(code)
	w.decide(code, w.world).details == [{"claim": "owner_id", "expected": ["42"], "found": "43", "of": "issuer"}]
}

test_there_is_always_a_reason if {
	every wrong in [null, 7, "x", [], [7], {}, {"x": 7}, {"x": {"y": [null]}}] {
		every document in [by_kim, w.call(w.code, "deploy", "shop", "production-eu"), w.call(w.kim, "list", "-", "-"), w.call(w.robot, "deploy", "shop", "test")] {
			w.refuses(document, {name: wrong | some name, _ in w.world})
			every name in {"issuers", "environments", "roles", "applications", "scopes"} {
				w.refuses(document, json.patch(w.world, [{"op": "replace", "path": concat("", ["/", name]), "value": wrong}]))
			}
		}
	}
	every wrong in [null, 7, "x", [], [7], {}] {
		w.refuses(wrong, w.world)
		every member in ["caller", "action", "application", "environment", "context"] {
			w.refuses(json.patch(by_kim, [{"op": "replace", "path": concat("", ["/", member]), "value": wrong}]), w.world)
		}
	}
}

test_an_unknown_application_is_not_the_callers_fault if {
	reasons(w.call(w.code, "deploy", "shpo", "test")) == ["there is no application shpo"]
}

# Where a team has members alone, groups that are not known say nothing of it.
guarding(who) := json.patch(w.world, [
	{"op": "add", "path": "/guardrails/g", "value": {"who": who, "why": "w"}},
	{"op": "add", "path": "/teams/hired", "value": {"members": [{"who": "joe"}]}},
	{"op": "add", "path": "/teams/linked", "value": {"groups": {"entra": ["g-linked"]}}},
])

in_part(caller) := w.replaced(w.call(caller, "deploy", "shop", "test"), "/caller/groups_complete", false)

test_why_a_guardrail_on_a_team_concerns_a_caller_is_told if {
	unlinked := w.person("n1", ["g-web"])
	no_entry := "the guardrail g refuses this: w (the caller has no entry in people, and may be one of those)"
	no_groups := "the guardrail g refuses this: w (the caller's groups are not known in full)"
	every who in [["team:hired"], ["team:linked"]] {
		no_entry in reasons_in(in_part(unlinked), guarding(who))
		no_entry in reasons_in(w.call(unlinked, "deploy", "shop", "test"), guarding(who))
	}
	w.allows(in_part(w.kim), guarding(["team:hired"]))
	every who in [["team:linked"], ["team:hired", "team:linked"], ["owner"]] {
		no_groups in reasons_in(in_part(w.person("l1", ["g-security"])), guarding(who))
	}
	unknown := "the guardrail g refuses this: w (nobody in people has the id of person:hub/999, who may be the person behind the call)"
	unknown in reasons_in(in_part(w.joe), w.replaced(guarding(["person:hub/999", "team:oncall"]), "/people/joe", {"entra": "j1"}))
}
