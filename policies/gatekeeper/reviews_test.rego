package gatekeeper_reviews_test

import data.gatekeeper_world_test as w

break_glass := {
	"who": ["team:oncall"], "tiers": ["production"], "roles": ["deployer"], "reason": "INC-[0-9]+ .{10,}",
	"waives": ["freezes"], "review_by": ["team:security"],
}

helping := object.union(break_glass, {"review_by": ["owner", "person:joe"]})

# Whoever is of `review_by` has no role with `review`; joe has it, and is of no `review_by` of break-glass.
given := w.replaced(
	w.put(w.world, ["exceptions"], {"break-glass": break_glass, "helping": helping}),
	"/organisation/access",
	{"team:security": ["auditor"], "person:joe": ["reviewer"]},
)

security := w.person("k1", ["g-security"])

use := {
	"exceptions": ["break-glass"], "client": "person:lee", "persons": ["person:lee"], "action": "deploy",
	"application": "shop", "environment": "production-eu", "time": "2026-12-01T10:00:00.000000Z",
}

unknown(caller) := w.replaced(w.call(caller, "review", "shop", "production-eu"), "/request", {"decision_id": "d1", "comment": "fine"})

review(caller, decision) := w.replaced(unknown(caller), "/request/decision", decision)

by(persons) := w.replaced(use, "/persons", persons)

of(exceptions) := w.replaced(use, "/exceptions", exceptions)

# Who reviews.

test_a_person_of_review_by_reviews_without_a_role if {
	result := w.decide(review(security, use), given)
	result.allow
	result.client == "person:kim"
	result.exceptions == []
	result.obligations == {}
	result.reasons == ["reviews the use of the exception break-glass"]
}

test_a_role_does_not_make_a_reviewer if {
	w.refuses_because(review(w.joe, use), given, "person:joe may not review this shop in production-eu: it is no use of an exception, or none of those")
	w.refuses(review(w.kim, use), given)
}

test_owner_and_persons_review if {
	w.allows(review(w.kim, of(["helping"])), given)
	w.allows(review(w.joe, of(["helping"])), given)
	w.refuses(review(security, of(["helping"])), given)
}

test_each_exception_of_a_use_has_its_reviewers if {
	w.refuses(review(security, of(["break-glass", "helping"])), given)
	w.refuses(review(w.joe, of(["break-glass", "helping"])), given)
	w.allows(review(w.person("k1", ["g-security", "g-web"]), of(["break-glass", "helping"])), given)
}

test_only_persons_review_a_use if {
	agent := json.patch(security, [{"op": "add", "path": "/claims/act", "value": {"sub": "helper"}}, {"op": "replace", "path": "/kind", "value": "agent"}])
	with_robots := json.patch(given, [
		{"op": "add", "path": "/robots/helper", "value": {"from": "entra", "id": ["helper"]}},
		{"op": "add", "path": "/exceptions/break-glass/review_by", "value": ["team:security", "robot:helper", "robot:argo", "code"]},
	])
	every caller in [agent, w.robot, w.code] {
		w.refuses_because(review(caller, use), with_robots, "only a person may review")
	}
}

# What whoever may not review is told.

test_nobody_without_a_right_learns_whether_there_is_a_use if {
	every caller in [w.kim, w.lee, w.person("x1", []), w.code] {
		w.refuses(unknown(caller), given)
		w.decide(unknown(caller), given) == w.decide(review(caller, by(["person:gone"])), given)
	}
}

test_who_has_the_action_is_told_that_there_is_no_use if {
	w.allows(unknown(w.joe), given)
	w.refuses(unknown(security), given)
}

# Nobody reviews a use that they stand behind.

test_the_person_behind_a_use_does_not_review_it if {
	every persons in [["person:kim"], ["person:lee", "person:kim"], ["person:entra/k1"]] {
		w.refuses_because(review(security, by(persons)), given, "whoever stands behind the use")
	}
	w.allows(review(security, by(["person:lee", "person:joe", "person:gone", "person:entra/x1"])), given)
}

test_a_person_who_cannot_be_told_apart_does_not_review if {
	text := "it cannot be shown that the caller is none of those"

	# Nobody has that name any more: it may be the caller's of before.
	w.refuses_because(review(security, by(["person:left"])), given, text)

	# Another issuer's id may be the caller's.
	w.refuses_because(review(security, by(["person:hub/501"])), given, text)

	# Whoever has no entry may be anybody who has one.
	stranger := w.person("s1", ["g-security"])
	w.refuses_because(review(stranger, use), given, text)
	w.refuses_because(review(stranger, by(["person:gone"])), given, text)
	w.allows(review(stranger, by(["person:entra/x1"])), given)
	w.refuses_because(review(stranger, by(["person:entra/s1"])), given, "whoever stands behind the use")
}

# Whose an id is shows at the review: the use was made before anybody had written that down.
test_an_id_that_has_got_an_entry_since_is_whose_it_is if {
	w.refuses(review(security, by(["person:hub/777"])), w.put(given, ["people", "kim", "hub"], "777"))
	w.allows(review(security, by(["person:hub/777"])), w.put(given, ["people", "lee", "hub"], "777"))
}

# By whichever entry of an issuer, and under whichever of two ids.
test_a_person_with_two_ids_at_one_issuer_does_not_review_their_own_use if {
	twice := json.patch(given, [
		{"op": "add", "path": "/issuers/entra2", "value": object.union(given.issuers.entra, {"audience": "second"})},
		{"op": "add", "path": "/people/kim/entra2", "value": "k9"},
	])
	w.refuses(review(security, by(["person:entra/k9"])), twice)
	w.refuses(review(security, by(["person:entra2/k9"])), twice)
	w.allows(review(security, by(["person:entra/k8"])), twice)
}

# A directory that knows somebody no more, or under another id, lets nobody review what was their own.
test_a_mistake_in_people_lets_nobody_review_their_own_use if {
	every identities in [{}, null, {"entra": "k2"}, {"entra": ["k1"]}, {"entr": "k1"}, {"hub": "501"}] {
		w.refuses(review(security, by(["person:kim"])), w.replaced(given, "/people/kim", identities))
	}
	w.refuses(review(security, by(["person:kim"])), json.remove(given, ["people/kim"]))
	renamed := json.patch(given, [{"op": "move", "from": "/people/kim", "path": "/people/kmi"}])
	w.refuses(review(security, by(["person:kim"])), renamed)
}

test_persons_that_are_not_known_close if {
	w.refuses(review(security, object.remove(use, ["persons"])), given)
	every persons in [null, "person:lee", [1], [null], [""], ["lee"], {"person:lee": true}, ["person:lee", 1]] {
		w.refuses(review(security, by(persons)), given)
	}
}

# Nobody can be told from nobody.
test_a_use_without_a_person_takes_the_role_as_well if {
	w.refuses_because(review(security, by([])), given, "needs the action review in the organisation")
	w.refuses(review(w.joe, by([])), given)
	w.allows(review(security, by([])), w.put(given, ["organisation", "access", "team:security"], ["auditor", "reviewer"]))
}

# Exceptions that are defined no more.

test_what_is_defined_no_more_is_reviewed_by_who_has_the_action if {
	w.allows(review(w.joe, of(["gone"])), given)
	w.refuses(review(security, of(["gone"])), given)
	w.refuses_because(review(w.joe, w.replaced(by(["person:joe"]), "/exceptions", ["gone"])), given, "whoever stands behind the use")
	w.refuses(review(w.joe, of(["gone", "break-glass"])), given)
	w.allows(review(w.joe, of(["gone", "helping"])), given)
	w.allows(review(w.joe, use), w.replaced(given, "/exceptions", {}))
}

test_what_cannot_be_read_is_defined_all_the_same if {
	every value in [null, [], {}, 1, "x", object.union(break_glass, {"reviewby": []}), object.union(break_glass, {"review_by": []}), object.union(break_glass, {"review_by": "team:security"})] {
		w.refuses(review(w.joe, use), w.replaced(given, "/exceptions/break-glass", value))
		w.refuses(review(security, use), w.replaced(given, "/exceptions/break-glass", value))
	}
	every value in [null, [], "x", 1, [{"break-glass": break_glass}]] {
		w.refuses(review(w.joe, use), w.replaced(given, "/exceptions", value))
	}
}

test_a_decision_that_cannot_be_read_is_reviewed_by_nobody if {
	everything := w.put(given, ["organisation", "access"], {"team:security": ["auditor", "reviewer"]})
	every decision in [null, 1, "d1", [], {}, [use], object.remove(use, ["exceptions"])] {
		w.refuses(review(security, decision), everything)
	}
	every exceptions in [null, [], "break-glass", [1], [null], [["break-glass"]], {"break-glass": true}, ["break-glass", 1]] {
		w.refuses(review(security, of(exceptions)), everything)
	}
}

# What refuses everything else refuses a review, too.

test_a_guardrail_forbids_reviews if {
	w.refuses_because(review(security, use), w.put(given, ["guardrails", "g"], {"actions": ["review"], "tiers": ["production"], "why": "an audit goes on"}), "an audit goes on")
	w.refuses(review(security, use), w.put(given, ["guardrails", "g"], {"actions": ["reviw"], "why": "w"}))
	w.allows(review(security, use), w.put(given, ["guardrails", "g"], {"actions": ["review"], "tiers": ["test"], "why": "w"}))
}

test_faults_close_reviews if {
	w.decide_with(review(security, use), given, {{"path": ["x"], "message": "m"}}).allow == false
}

test_what_a_token_must_show_is_asked_of_a_reviewer if {
	w.refuses(w.replaced(review(security, use), "/caller/claims/idtyp", "app"), given)
	w.refuses(w.replaced(review(security, use), "/application", "moon"), given)
	w.refuses(w.replaced(review(security, use), "/environment", "moon"), given)
}

# A use names who reviews it.

test_a_use_tells_who_is_to_review_it if {
	called := json.patch(w.call(w.lee, "deploy", "shop", "production-eu"), [
		{"op": "add", "path": "/request/exception", "value": "helping"},
		{"op": "add", "path": "/request/reason", "value": "INC-4711 the shop is down"},
	])
	w.decide(called, given).review_by == {"owner", "person:joe"}
	not "review_by" in object.keys(w.decide(w.call(w.lee, "deploy", "shop", "production-eu"), given))
}
