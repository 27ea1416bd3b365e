package gatekeeper_test

import data.gatekeeper

clients := {
	"https://ci.example": {"identified_by": "repository_id", "clients": {
		"42": {"web-ci": {"kind": "code", "require": {"ref": ["refs/heads/main", "refs/tags/*"], "environment": ["*"]}}},
		"43": {"one": {"kind": "code"}, "two": {"kind": "code"}},
	}},
	"https://people.example": {"identified_by": "sub", "clients": {"kim": {"kim": {"kind": "person"}}}},
}

grants := {
	"web-ci": {"web": {"test": {"roles": ["deployer"]}, "production": {"roles": ["deployer"]}}},
	"kim": {"*": {"*": {"roles": ["reader"]}}, "web": {"*": {"roles": ["deployer"]}}, "-": {"-": {"roles": ["auditor"]}}},
}

environments := {
	"test": {},
	"production": {
		"kinds": ["code", "person"],
		"digest_required": true,
		"reason_length": 5,
		"lowest_version": {"web": "2.0.0"},
		"protected_refs_only": true,
		"approvals": {"count": 2, "groups": ["release-managers"]},
		"freezes": [{"from": "2026-12-20T00:00:00Z", "until": "2027-01-03T00:00:00Z", "why": "holidays"}],
		"break_glass": {"groups": ["incident"], "reason_length": 10},
	},
}

code := {
	"kind": "code", "issuer": "https://ci.example", "subject": "repo:o/web", "groups": [], "authenticated_by": "jwt",
	"claims": {"repository_id": "42", "ref": "refs/heads/main", "environment": "test", "ref_protected": "true"},
}

kim := {
	"kind": "person", "issuer": "https://people.example", "subject": "kim", "groups": ["incident"],
	"claims": {}, "authenticated_by": "jwt",
}

digest := "sha256:0000000000000000000000000000000000000000000000000000000000000000"

request := {"version": "2.1.0", "digest": digest, "reason": "weekly release"}

call(caller, action, application, environment) := {
	"caller": caller, "action": action, "application": application, "environment": environment,
	"request": request, "context": {"time": "2026-11-30T12:00:00Z", "door": "rest"},
}

decide(document) := result if {
	result := gatekeeper.decision with input as document
		with data.clients as clients
		with data.grants as grants
		with data.environments as environments
}

changed(document, path, value) := json.patch(document, [{"op": "add", "path": path, "value": value}])

to_production := call(code, "deploy", "web", "production")

refused_because(document, part) if {
	result := decide(document)
	result.allow == false
	some reason in result.reasons
	contains(reason, part)
}

test_code_may_deploy_where_it_has_a_grant if {
	result := decide(call(code, "deploy", "web", "test"))
	result == {"allow": true, "client": "web-ci", "reasons": ["granted by the role deployer"], "obligations": {}}
}

test_production_asks_for_approvals if {
	decide(to_production).obligations == {"approvals": {"count": 2, "groups": ["release-managers"]}}
}

test_reading_has_no_obligations if decide(call(code, "get", "web", "production")).obligations == {}

test_an_unknown_issuer_is_refused if {
	refused_because(changed(to_production, "/caller/issuer", "https://ci.example/"), "not a registered client")
}

test_an_unknown_identifier_is_refused if {
	refused_because(changed(to_production, "/caller/claims/repository_id", "41"), "not a registered client")
}

test_an_identifier_of_another_type_is_refused if {
	refused_because(changed(to_production, "/caller/claims/repository_id", 42), "not a registered client")
}

test_a_required_claim_that_does_not_match_is_refused if {
	refused_because(changed(to_production, "/caller/claims/ref", "refs/heads/feature"), "not a registered client")
	refused_because(changed(to_production, "/caller/claims/ref", "refs/tags/a/b"), "not a registered client")
}

test_a_missing_required_claim_is_refused if {
	caller := json.remove(code, ["claims/environment"])
	refused_because(call(caller, "deploy", "web", "test"), "not a registered client")
}

test_another_kind_of_caller_is_refused if {
	refused_because(changed(to_production, "/caller/kind", "person"), "not a registered client")
}

test_an_ambiguous_caller_is_refused if {
	refused_because(changed(to_production, "/caller/claims/repository_id", "43"), "more than one")
}

test_a_missing_grant_is_refused if refused_because(call(code, "deploy", "other", "test"), "has no grant for other in test")

test_an_action_outside_the_roles_is_refused if {
	refused_because(call(kim, "deploy", "other", "test"), "its roles there are reader")
}

test_a_wildcard_grant_counts if decide(call(kim, "get", "other", "test")).allow

test_listing_all_needs_a_wildcard_grant if {
	decide(call(kim, "list", "-", "-")).allow
	refused_because(call(code, "list", "-", "-"), "has no grant")
}

test_reading_the_policies_needs_a_grant_for_what_touches_nothing if {
	decide(call(kim, "read_policy", "-", "-")).allow
	refused_because(call(kim, "read_policy", "web", "test"), "may not read_policy")
	refused_because(call(code, "read_policy", "-", "-"), "has no grant")
}

test_an_unknown_environment_is_refused if refused_because(call(kim, "get", "web", "moon"), "no environment moon")

test_a_digest_may_be_required if {
	document := json.remove(to_production, ["request/digest"])
	refused_because(document, "digest")
}

test_a_reason_may_be_required if {
	refused_because(changed(to_production, "/request/reason", "x"), "at least 5 characters")
}

test_an_old_version_is_refused if {
	refused_because(changed(to_production, "/request/version", "1.9.9"), "from version 2.0.0 on")
}

test_a_version_that_is_not_semantic_is_refused_where_one_is_compared if {
	refused_because(changed(to_production, "/request/version", "latest"), "from version 2.0.0 on")
}

test_code_from_an_unprotected_reference_is_refused if {
	refused_because(changed(to_production, "/caller/claims/ref_protected", "false"), "protected references")
}

test_a_freeze_refuses if {
	refused_because(changed(to_production, "/context/time", "2026-12-24T18:00:00Z"), "frozen until 2027-01-03")
}

test_a_freeze_ends_when_it_says if decide(changed(to_production, "/context/time", "2027-01-03T00:00:00Z")).allow

test_a_person_of_the_incident_group_breaks_glass if {
	document := changed(call(kim, "deploy", "web", "production"), "/context/time", "2026-12-24T18:00:00Z")
	decide(document).allow
	refused_because(changed(document, "/request/reason", "too short"), "frozen")
	refused_because(changed(document, "/caller/groups", []), "frozen")
}

test_nothing_at_all_is_refused if {
	result := gatekeeper.decision with input as {}
	result.allow == false
}
