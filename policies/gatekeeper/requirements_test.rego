package gatekeeper_requirements_test

import data.gatekeeper_world_test as w

by_kim := w.call(w.kim, "deploy", "shop", "production-eu")

by_code := w.call(w.code, "deploy", "shop", "production-eu")

# Where a requirement may stand.
of_application(asked) := w.put(w.world, ["applications", "shop", "requirements", "production", "change"], asked)

of_inventory(asked) := w.put(w.world, ["inventory", "shop", "requirements", "all", "deploy"], asked)

everywhere(asked) := [
	w.put(w.world, ["classes", "service", "requirements", "production", "deploy"], asked),
	w.put(w.world, ["classes", "all", "requirements", "eu", "change"], asked),
	of_application(asked),
	of_inventory(asked),
]

holds(document, asked) if {
	every given in everywhere(asked) {
		w.allows(document, given)
	}
}

fails(document, asked, part) if {
	every given in everywhere(asked) {
		w.refuses_because(document, given, part)
	}
}

# Refused whoever asks, wherever it stands.
unreadable(asked) if {
	every given in everywhere(asked) {
		w.refuses(by_kim, given)
		w.refuses(by_code, given)
	}
}

test_kinds if {
	holds(by_kim, {"kinds": ["person"]})
	holds(by_kim, {"kinds": ["code", "person"]})
	fails(by_code, {"kinds": ["person"]}, "a caller of kind person")
	fails(by_code, {"kinds": ["person", "machine"]}, "a caller of kind machine or person")
	every kinds in ["person", {"person": true}, {"a": "person"}, ["person", null], [1], [], null, ["persn"], [["person"]]] {
		unreadable({"kinds": kinds})
	}
	unreadable({"kind": ["person"]})
}

test_kinds_of_every_place_count_together if {
	given := w.put(of_application({"kinds": ["person"]}), ["classes", "all", "requirements", "all", "change", "kinds"], ["code"])
	w.refuses(by_kim, given)
	w.refuses(by_code, given)
}

test_reason_length if {
	holds(by_kim, {"reason_length": 14})
	fails(by_kim, {"reason_length": 15}, "at least 15 characters")
	every reason in [null, 1, [], {"a": "b"}, "   ", ["a reason of many parts", "and another"]] {
		fails(w.replaced(by_kim, "/request/reason", reason), {"reason_length": 1}, "reason")
	}
	fails(json.remove(by_kim, ["request/reason"]), {"reason_length": 1}, "reason")
	every unseen in ["\u200b", "\u2800", "\u3164", "\u202e", "\u00ad", "\u115f", "\u0001", "\u2060", "\u034f", "\ufe0f", "\u180b", "\u17b4", "\u0378", "\u00a0", "\u2003"] {
		fails(w.replaced(by_kim, "/request/reason", concat("", ["x" | some _ in numbers.range(1, 9)])), {"reason_length": 10}, "reason")
		fails(w.replaced(by_kim, "/request/reason", concat("", [unseen | some _ in numbers.range(1, 20)])), {"reason_length": 1}, "reason")
	}
	fails(w.replaced(by_kim, "/request/reason", concat("", ["x", concat("", ["\u3000" | some _ in numbers.range(1, 20)]), "\n\n\n\ny"])), {"reason_length": 4}, "reason")
	holds(w.replaced(by_kim, "/request/reason", "Ärger 日本語 ✓"), {"reason_length": 11})
	every length in ["10", [10], null, true, {}, 1.5, -1] {
		unreadable({"reason_length": length})
	}
}

test_digest_required if {
	holds(by_kim, {"digest_required": true})
	every digest in [null, "", "latest", "sha256:00", 1, ["a"]] {
		fails(w.replaced(by_kim, "/request/digest", digest), {"digest_required": true}, "digest")
	}
	every required in [false, "true", "yes", 1, null, [true]] {
		unreadable({"digest_required": required})
	}
}

test_lowest_version if {
	holds(by_kim, {"lowest_version": "2.1.0"})
	fails(by_kim, {"lowest_version": "2.1.1"}, "version 2.1.1 or a later one")
	every version in [null, "", "latest", "3.0", 3, ["3.0.0"]] {
		fails(w.replaced(by_kim, "/request/version", version), {"lowest_version": "1.0.0"}, "version")
	}
	fails(json.remove(by_kim, ["request/version"]), {"lowest_version": "1.0.0"}, "version")
	every lowest in [1, 1.2, "1.2", {"shop": "1.0.0"}, ["1.0.0"], null, {"shpo": "2.0.0"}] {
		unreadable({"lowest_version": lowest})
	}
}

test_the_version_of_a_rollback_is_judged_when_it_is_carried_out if {
	given := of_application({"lowest_version": "2.0.0"})
	rollback := w.call(w.kim, "rollback", "shop", "production-eu")
	unnamed := json.remove(rollback, ["request/version"])
	w.allows(unnamed, given)
	w.refuses(w.replaced(unnamed, "/context/phase", "execute"), given)
	w.refuses(w.replaced(w.replaced(unnamed, "/context/phase", "execute"), "/request/version", "1.9.0"), given)
	w.refuses(w.replaced(rollback, "/request/version", "1.9.0"), given)
	w.allows(w.replaced(rollback, "/context/phase", "execute"), given)
}

one_of_owners := [{"count": 1, "from": ["owner"]}]

test_approvals if {
	every given in everywhere({"approvals": one_of_owners}) {
		w.decide(by_kim, given).obligations == {"approvals": {"rules": one_of_owners}}
	}
	every approvals in [
		1, {}, [], null, true, {"count": 1, "groups": ["a"]}, [{"counts": 1, "from": ["owner"]}], [{"count": 0, "from": ["owner"]}],
		[{"count": "1", "from": ["owner"]}], [{"count": 1, "from": []}], [{"count": 1, "from": "owner"}], [{"count": 1}],
		[{"count": 1, "from": [null]}], [{"count": 1, "from": ["code"]}], [{"count": 1, "from": ["owner"], "groups": []}],
		[{"count": 1.5, "from": ["owner"]}], [{"count": 1, "from": ["owner"]}, null],
	] {
		unreadable({"approvals": approvals})
	}
	unreadable({"approval": one_of_owners})
}

test_approvals_of_every_class_are_asked if {
	security := [{"count": 1, "from": ["team:security"]}]
	given := w.put(of_application({"approvals": one_of_owners}), ["classes", "service", "requirements", "all", "deploy", "approvals"], security)
	w.decide(by_kim, given).obligations.approvals.rules == array.concat(security, one_of_owners)
	w.decide(w.call(w.kim, "cancel", "shop", "production-eu"), given).obligations == {}
}

test_the_shortest_age_of_approvals_counts if {
	given := w.put(
		of_application({"approvals": one_of_owners, "approval_age": "24h"}),
		["classes", "service", "requirements", "all", "deploy", "approval_age"],
		"90m",
	)
	w.decide(by_kim, given).obligations == {"approvals": {"rules": one_of_owners, "expires_after": "90m"}}
	every age in ["24", 24, null, "-1h", "0h", ["24h"], "a day"] {
		unreadable({"approvals": one_of_owners, "approval_age": age})
	}
}

test_a_request_with_nobody_behind_it_needs_unattended if {
	by_nobody := w.replaced(by_code, "/caller/claims/actor_id", "999")
	fails(by_nobody, {"approvals": one_of_owners}, "known person")
	service := w.put(w.world, ["classes", "service", "requirements", "production", "deploy"], {"approvals": one_of_owners, "unattended": true})
	w.allows(by_nobody, service)
	w.refuses(by_nobody, w.put(service, ["classes", "all", "requirements", "all", "deploy"], {"approvals": one_of_owners}))
	w.allows(by_nobody, w.put(service, ["applications", "shop", "requirements", "all", "deploy"], {"approvals": one_of_owners}))
	w.allows(by_nobody, of_inventory({"approvals": one_of_owners, "unattended": true}))
	w.refuses(by_nobody, of_application({"approvals": one_of_owners, "unattended": true}))
	own := ["applications", "shop", "requirements", "all", "deploy"]
	w.refuses(by_nobody, w.put(service, own, {"approvals": one_of_owners, "unattended": true}))
	every unattended in [false, "true", 1, null] {
		unreadable({"approvals": one_of_owners, "unattended": unattended})
	}
}

test_not_alone if {
	both := {"approvals": one_of_owners, "not_alone": true}
	holds(by_kim, both)
	holds(by_code, both)
	fails(by_kim, {"not_alone": true}, "approval by somebody else")
	fails(w.call(w.person("n1", ["g-web"]), "deploy", "shop", "production-eu"), both, "an entry in people")
	fails(w.replaced(by_code, "/caller/claims/actor_id", "999"), both, "an entry in people")
	every alone in [false, "true", 1, null, [true]] {
		unreadable({"approvals": one_of_owners, "not_alone": alone})
	}
}

test_approvers_are_looked_at_when_it_is_carried_out if {
	given := of_application({"approvals": one_of_owners, "not_alone": true})
	executing := w.replaced(by_kim, "/context/phase", "execute")
	w.allows(w.replaced(executing, "/request/approvals", [{"persons": ["person:lee"]}]), given)
	every approvals in [null, "", [{}], [{"persons": []}], [{"persons": ["person:entra/n1"]}], [{"persons": ["lee"]}], [{"persons": "person:lee"}], [{"persons": [1]}]] {
		w.refuses(w.replaced(executing, "/request/approvals", approvals), given)
	}
	w.refuses(w.replaced(executing, "/request/approvals", [{"persons": ["person:lee"]}]), w.replaced(given, "/people/lee", {}))
	w.refuses(executing, given)
}

test_the_age_of_an_authentication_is_that_of_the_call if {
	given := of_application({"authentication_age": "1h"})
	later := w.replaced(by_kim, "/context/time", "2026-12-01T20:00:00Z")
	executing := w.replaced(later, "/context/phase", "execute")
	w.refuses(executing, given)
	w.allows(w.replaced(executing, "/request/create_time", "2026-12-01T12:00:00Z"), given)
	every time in ["2026-12-01T12:00:01Z", "2026-12-01T10:59:59Z", "2026-12-01T20:00:01Z", 1] {
		w.refuses(w.replaced(executing, "/request/create_time", time), given)
	}

	# At the door it is now, whatever a request says.
	w.refuses(w.replaced(later, "/request/create_time", "2026-12-01T12:00:00Z"), given)

	# Nothing is carried out before it was asked for.
	at_once := w.replaced(by_kim, "/context/phase", "execute")
	w.allows(w.replaced(at_once, "/request/create_time", "2026-12-01T12:00:00Z"), of_application({"authentication_age": "2h"}))
	w.refuses(w.replaced(at_once, "/request/create_time", "2026-12-01T12:00:01Z"), of_application({"authentication_age": "2h"}))
}

test_authentication_age if {
	holds(by_kim, {"authentication_age": "1h"})
	fails(by_kim, {"authentication_age": "59m"}, "no older than 59m")
	fails(by_code, {"authentication_age": "1h"}, "authentication")
	every time in [null, 1, "", "2026-12-01", "2026-02-31T11:30:00", "2026-12-01T13:00:00Z", "9999-12-31T00:00:00Z"] {
		fails(w.replaced(by_kim, "/caller/authenticate_time", time), {"authentication_age": "24h"}, "authentication")
	}
	every age in ["1", 3600, null, "-1h", ["1h"]] {
		unreadable({"authentication_age": age})
	}
}

test_every_place_where_the_same_bytes_must_have_succeeded if {
	given := of_application({"artifact": {"succeeded_in": ["test", "production"]}})
	executing := w.replaced(by_kim, "/context/phase", "execute")
	w.allows(w.replaced(executing, "/request/facts", {"succeeded_in": ["production-us", "test"]}), given)
	every succeeded in [["test"], ["production-us"], []] {
		w.refuses(w.replaced(executing, "/request/facts", {"succeeded_in": succeeded}), given)
	}
}

test_artifact if {
	holds(by_kim, {"artifact": {"provenance": true, "max_bytes": 100, "succeeded_in": ["test"], "signed_by": ["release"]}})
	facts := {"provenance": [{}], "size": 100, "succeeded_in": ["test"], "signatures": ["release"]}
	executing := w.replaced(w.replaced(by_kim, "/context/phase", "execute"), "/request/facts", facts)
	wanted := {"artifact": {"provenance": true, "max_bytes": 100, "succeeded_in": ["test"], "signed_by": ["release"]}}
	holds(executing, wanted)
	every member, value in {"provenance": [], "size": 101, "succeeded_in": ["production-eu"], "signatures": []} {
		fails(w.replaced(executing, concat("/", ["/request/facts", member]), value), wanted, "facts about the artifact")
		fails(json.remove(executing, [concat("/", ["request/facts", member])]), wanted, "facts about the artifact")
	}
	fails(w.replaced(executing, "/request/facts", null), wanted, "facts about the artifact")
	every artifact in [
		null, [], {}, "signed", {"max_bytes": "100"}, {"max_bytes": -1}, {"succeeded_in": "test"}, {"succeeded_in": ["tset"]}, {"succeeded_in": []},
		{"succeded_in": ["test"]}, {"provenance": false}, {"provenance": "true"}, {"signed_by": "release"}, {"signed_by": []},
	] {
		unreadable({"artifact": artifact})
	}
}

test_what_nobody_knows_is_met_by_nobody if {
	unreadable({"reason_lenght": 1})
	unreadable({"constructor": true})
	every asked in [[], "kinds", ["kinds"], null, 1] {
		unreadable(asked)
	}
	every pointer in ["/classes/service/requirements", "/applications/shop/requirements", "/inventory/shop/requirements"] {
		every document in [
			null, [], "all", {"production": []}, {"production": null}, {"all": "deploy"}, {"prodction": {"deploy": {"kinds": ["machine"]}}},
			{"production": {"deploi": {"kinds": ["machine"]}}}, {"production": {"": null}},
		] {
			w.refuses(by_kim, w.replaced(w.world, pointer, document))
		}
	}
}

test_requirements_are_asked_of_changes_only if {
	every given in everywhere({"kinds": ["machine"]}) {
		w.allows(w.call(w.kim, "get", "shop", "production-eu"), given)
		w.allows(w.call(w.kim, "cancel", "shop", "production-eu"), given)
		w.allows(w.call(w.kim, "deploy", "shop", "test"), w.put(w.world, ["applications", "shop", "requirements", "production", "deploy", "kinds"], ["machine"]))
	}
	alone := w.put(w.world, ["applications", "shop", "requirements", "all", "rollback", "kinds"], ["machine"])
	w.allows(by_kim, alone)
	w.refuses(w.call(w.kim, "rollback", "shop", "production-eu"), alone)
}

# Approving.

approving(caller) := w.call(caller, "approve", "shop", "production-eu")

test_an_approver_needs_the_role_and_the_principal if {
	given := of_application({"approvals": one_of_owners})
	w.allows(approving(w.kim), given)
	w.refuses_because(approving(w.lee), given, "may not approve")
	others := of_application({"approvals": [{"count": 1, "from": ["team:security"]}]})
	w.refuses_because(approving(w.kim), others, "none of those")
	w.refuses(approving(w.kim), w.world)
	every approvals in [null, "owner", [], [{"count": 1, "from": "owner"}], [{"count": 1, "from": {"a": "owner"}}]] {
		w.refuses(approving(w.kim), of_application({"approvals": approvals}))
	}
}

test_only_persons_approve if {
	given := w.put(
		of_application({"approvals": one_of_owners}),
		["applications", "shop", "access", "production", "code"],
		["approver"],
	)
	every action in ["approve", "reject", "withdraw"] {
		w.refuses_because(w.call(w.code, action, "shop", "production-eu"), given, "only a person")
	}
}

test_what_approvals_ask_for if {
	given := w.put(
		of_application({"approvals": one_of_owners}),
		["classes", "service", "requirements", "production", "approve"],
		{"authentication_age": "30m", "kinds": ["person"]},
	)
	w.refuses_because(approving(w.kim), given, "no older than 30m")
	w.allows(by_kim, given)
}

test_an_approver_is_known_where_nobody_may_act_alone if {
	unlinked := approving(w.person("n1", ["g-web"]))
	every given in everywhere({"approvals": one_of_owners, "not_alone": true}) {
		w.allows(approving(w.kim), given)
		w.refuses(unlinked, given)
	}
	w.allows(unlinked, of_application({"approvals": one_of_owners}))
}

# Nor is a person started by another one.
test_a_person_without_an_entry_is_nobody_else if {
	given := w.put(of_application({"approvals": one_of_owners, "not_alone": true}), ["issuers", "entra", "started_by"], "starter")
	w.refuses(w.replaced(w.call(w.person("n1", ["g-web"]), "deploy", "shop", "production-eu"), "/caller/claims/starter", "k1"), given)
}

test_the_comment_of_an_approval_is_its_reason if {
	given := w.put(w.world, ["classes", "service", "requirements", "production"], {
		"deploy": {"approvals": [{"count": 1, "from": ["owner"]}]},
		"approve": {"reason_length": 10},
	})
	commented := json.patch(approving(w.kim), [{"op": "replace", "path": "/request", "value": {"comment": "looks fine to me"}}])
	w.allows(commented, given)
	w.refuses_because(w.replaced(commented, "/request/comment", " short    "), given, "a reason of at least 10 characters")
	w.refuses_because(w.replaced(commented, "/request/comment", 12345678901), given, "a reason of at least 10 characters")
}

test_the_shortest_age_counts_however_it_is_written if {
	given := w.put(of_application({"approvals": one_of_owners, "approval_age": "1440m"}), ["classes", "all", "requirements", "production", "deploy"], {"approval_age": "24h"})
	w.decide(by_kim, given).obligations.approvals.expires_after in {"24h", "1440m"}
	shorter := w.put(given, ["classes", "all", "requirements", "production", "deploy"], {"approval_age": "90m"})
	w.decide(by_kim, shorter).obligations.approvals.expires_after == "90m"
}

# 04: what is asked of deployments is not asked of rollbacks.
test_a_digest_is_asked_of_deployments_alone if {
	given := w.put(w.world, ["classes", "service", "requirements", "production"], {"deploy": {"digest_required": true}})
	without := json.remove(by_kim, ["/request/digest"])
	w.refuses_because(without, given, "digest")
	w.allows(w.replaced(without, "/action", "rollback"), given)
}

test_rights_of_classes_and_of_the_organisation_end if {
	every right in [
		["/classes/service/access/test/person:joe", w.call(w.joe, "deploy", "shop", "test")],
		["/organisation/access/person:joe", w.call(w.joe, "read_audit", "-", "-")],
	] {
		every times in [
			["2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", true],
			["2026-11-01T00:00:00Z", "2026-12-01T12:00:00Z", false],
			["2026-12-01T12:00:01Z", "2026-12-02T00:00:00Z", false],
		] {
			given := w.replaced(w.world, right[0], {"roles": ["deployer", "auditor"], "from": times[0], "until": times[1], "why": "helps"})
			w.decide(right[1], given).allow == times[2]
		}
	}
}

# By whichever entry of an issuer the token came.
test_a_person_without_an_entry_has_one_name if {
	given := w.put(w.world, ["issuers", "desk"], object.union(w.world.issuers.entra, {"audience": "desk"}))
	asked := w.call(w.person("n1", ["g-web"]), "deploy", "shop", "test")
	w.decide(asked, given).persons == {"person:desk/n1"}
	w.decide(w.replaced(asked, "/caller/claims/aud", "desk"), given).persons == {"person:desk/n1"}
}
