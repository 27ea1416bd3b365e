package gatekeeper_exceptions_test

import data.gatekeeper_world_test as w

break_glass := {
	"who": ["team:oncall"], "tiers": ["production"], "roles": ["deployer"], "reason": "INC-[0-9]+ .{10,}",
	"waives": ["freezes", "approvals"], "review_by": ["team:security"],
}

helping := {
	"who": ["person:joe"], "applications": ["cart"], "environments": ["production-us"], "roles": ["deployer"],
	"from": "2026-12-01T09:00:00Z", "until": "2026-12-02T09:00:00Z", "waives": [], "review_by": ["team:security"], "why": "helps",
}

strict := w.put(
	w.put(
		w.put(w.world, ["exceptions"], {"break-glass": break_glass, "inc-4711": helping}),
		["freezes", "f"],
		{"from": "2026-12-01T00:00:00Z", "until": "2026-12-03T00:00:00Z", "why": "frozen", "applications": ["shop"]},
	),
	["classes", "service", "requirements", "production", "deploy"],
	{"not_alone": true, "approvals": [{"count": 1, "from": ["owner"]}]},
)

naming(exception, document) := w.replaced(document, "/request/exception", exception)

by_lee := w.replaced(w.call(w.lee, "deploy", "shop", "production-eu"), "/request/reason", "INC-4711 the shop is down")

by_joe := w.call(w.joe, "deploy", "cart", "production-us")

broken := naming("break-glass", by_lee)

changed(path, value) := w.replaced(strict, concat("/", ["/exceptions", path]), value)

reasoned(reason) := w.replaced(broken, "/request/reason", reason)

test_a_form_of_a_reason_is_met_by_the_whole_of_it if {
	given := changed("break-glass/reason", "INC-[0-9]+|CHG-[0-9]+")
	w.allows(reasoned("INC-4711"), given)
	w.allows(reasoned(" CHG-1\n"), given)
	every reason in ["no reason at all CHG-1", "INC-1 and more", "INC-", "XINC-1", "INC-1\nCHG-x"] {
		w.refuses(reasoned(reason), given)
	}
}

test_an_exception_waives_what_it_names if {
	result := w.decide(broken, strict)
	result.allow
	result.exceptions == ["break-glass"]
	result.obligations == {}
	some reason in result.reasons
	contains(reason, "through the exception break-glass")
}

test_an_exception_must_be_named if {
	w.refuses(by_lee, strict)
	every exception in ["", "brake-glass", null, 1, ["break-glass"], {"break-glass": true}, "inc-4711"] {
		w.refuses(naming(exception, by_lee), strict)
	}
	w.refuses_because(naming("brake-glass", by_lee), strict, "there is no exception brake-glass")
}

# Whoever names an exception counts on it: a call that would be allowed without, but on other terms, is refused.
test_an_exception_that_cannot_serve_is_refused_also_where_none_is_needed if {
	free := w.replaced(strict, "/freezes", {})
	w.decide(by_lee, free).obligations.approvals.rules == [{"count": 1, "from": ["owner"]}]
	every text, call in {
		"there is no exception brake-glass": naming("brake-glass", by_lee),
		"there is no exception": naming("", by_lee),
		"the reason is not of the form that it asks for": reasoned("quickly"),
		"it is for other environments, applications or classes": naming("inc-4711", by_lee),
	} {
		w.refuses_because(call, free, text)
	}
	w.refuses_because(broken, w.replaced(free, "/exceptions/break-glass/who", ["team:web"]), "it is for others than the caller")
	w.refuses_because(broken, w.replaced(free, "/exceptions/break-glass/roles", ["approver"]), "it gives no role for this action")
}

# Its time alone refuses nothing: who was told to wait for it would be refused then, too.
test_what_refuses_by_itself_is_told_before_what_does_not if {
	free := w.replaced(strict, "/freezes", {})
	later := w.replaced(free, "/exceptions/break-glass", object.union(break_glass, {"from": "2026-12-02T00:00:00Z", "until": "2026-12-03T00:00:00Z"}))
	unreviewed := w.replaced(free, "/exceptions/break-glass/review_by", ["person:lee"])
	every given in [later, unreviewed] {
		w.allows(broken, given)
		w.refuses_because(reasoned("quickly"), given, "the reason is not of the form that it asks for")
		w.refuses_because(broken, w.replaced(given, "/exceptions/break-glass/who", ["team:web"]), "it is for others than the caller")
		w.refuses_because(broken, w.replaced(given, "/exceptions/break-glass/tiers", ["test"]), "it is for other environments")
	}
}

# It may have begun when the push does.
test_an_exception_whose_time_has_not_come_waives_nothing_yet if {
	later := object.union(break_glass, {"from": "2026-12-01T12:00:01Z", "until": "2026-12-02T00:00:00Z"})
	given := w.put(w.replaced(strict, "/freezes", {}), ["exceptions", "break-glass"], later)
	result := w.decide(broken, given)
	result.allow
	result.exceptions == []
	result.obligations.approvals.rules == [{"count": 1, "from": ["owner"]}]
	not result.review_by
	begun := w.decide(w.replaced(broken, "/context/time", "2026-12-01T12:00:01Z"), given)
	begun.exceptions == ["break-glass"]
	begun.obligations == {}
}

test_an_exception_gives_a_role_for_a_time if {
	w.decide(naming("inc-4711", by_joe), strict).exceptions == ["inc-4711"]
	w.refuses(by_joe, strict)
	w.refuses(w.replaced(naming("inc-4711", by_joe), "/context/time", "2026-12-02T09:00:00Z"), strict)
	w.refuses(w.replaced(naming("inc-4711", by_joe), "/context/time", "2026-12-01T08:59:59Z"), strict)
	w.refuses(naming("inc-4711", w.call(w.joe, "deploy", "cart", "production-eu")), strict)
	w.refuses(naming("inc-4711", w.call(w.joe, "deploy", "pay", "production-us")), strict)
	w.refuses(naming("inc-4711", w.call(w.joe, "approve", "cart", "production-us")), strict)
	w.refuses(naming("inc-4711", w.call(w.person("x1", []), "deploy", "cart", "production-us")), strict)
	w.decide(naming("inc-4711", by_joe), strict).obligations.approvals.rules == [{"count": 1, "from": ["owner"]}]
}

test_a_reason_matches_whole if {
	every reason in ["INC-4711 short", "see INC-4711 the shop is down", "INC- the shop is down", "", null, 4711, ["INC-4711 the shop is down"]] {
		w.refuses(w.replaced(broken, "/request/reason", reason), strict)
	}
	w.refuses(broken, changed("break-glass/reason", "INC-[0-9]"))
}

test_an_exception_serves_who_meets_it if {
	every member, values in {
		"who": [["team:web"], "team:oncall", {"a": "team:oncall"}, [], null, ["team:oncal"]],
		"tiers": [["test"], "production", [], null, {"a": "production"}],
		"regions": [["us"], "eu", null],
		"applications": [["cart"], "shop", null, [], {"a": "shop"}],
		"classes": [["pci"], "service", null],
		"roles": [["reader"], "deployer", [], null, ["deploier"]],
		"kinds": [["code"], "person", [], null, ["persn"]],
		"authentication_age": ["1m", 60, null],
		"reason": ["(", 1, null, ["INC"]],
		"waives": ["freezes", null, {"a": "freezes", "b": "approvals"}, ["approvals"], ["freezs", "approvals"]],
		"review_by": ["team:security", [], null],
		"from": ["2026-12-01T00:00:00Z", 1], "until": ["2026-12-02T00:00:00Z"],
		"whom": [["team:oncall"]],
	} {
		every value in values {
			w.refuses(broken, changed(concat("/", ["break-glass", member]), value))
		}
	}
	w.allows(broken, changed("break-glass/kinds", ["person"]))
	w.allows(broken, changed("break-glass/authentication_age", "1h"))
	w.allows(broken, changed("break-glass/classes", ["service"]))
	w.refuses(broken, w.replaced(strict, "/exceptions", [break_glass]))
	w.refuses(broken, w.replaced(strict, "/exceptions", null))
}

test_an_exception_has_an_end_or_a_reason if {
	window := {"from": "2026-12-01T09:00:00Z", "until": "2026-12-04T09:00:00Z"}
	w.allows(naming("inc-4711", by_joe), changed("inc-4711", object.union(helping, window)))
	w.refuses(naming("inc-4711", by_joe), changed("inc-4711", object.union(helping, {"until": "2026-12-04T09:00:01Z"})))
	w.refuses(naming("inc-4711", by_joe), changed("inc-4711", object.remove(helping, ["from", "until"])))
	w.refuses(naming("inc-4711", by_joe), changed("inc-4711", object.remove(helping, ["until"])))
	w.refuses(naming("inc-4711", by_joe), changed("inc-4711", object.remove(helping, ["applications", "environments"])))
	every time in ["2026-12-02", null, 1] {
		w.refuses(naming("inc-4711", by_joe), changed("inc-4711/until", time))
	}
}

test_a_class_may_not_be_waived if {
	given := w.put(
		w.put(strict, ["inventory", "shop", "classes"], ["service", "pci"]),
		["classes", "pci", "requirements", "production", "deploy"],
		{"approvals": [{"count": 1, "from": ["team:security"]}]},
	)
	w.decide(broken, given).obligations.approvals.rules == [{"count": 1, "from": ["team:security"]}]
	named := w.put(given, ["exceptions", "break-glass", "waives"], ["freezes", "approvals", "approvals/pci"])
	w.decide(broken, named).obligations == {}
	every waivable in [null, "yes", 1] {
		not_waived(w.replaced(given, "/classes/pci/waivable", waivable))
	}
}

not_waived(given) if w.decide(broken, given).obligations.approvals.rules == [{"count": 1, "from": ["team:security"]}]

test_guardrails_are_waived_by_name if {
	given := w.put(strict, ["guardrails", "g"], {"tiers": ["production"], "why": "w"})
	w.refuses(broken, given)
	w.allows(broken, w.put(given, ["exceptions", "break-glass", "waives"], ["freezes", "approvals", "guardrails/g"]))
	w.refuses(broken, w.put(given, ["exceptions", "break-glass", "waives"], ["freezes", "approvals", "guardrails", "guardrails/h"]))
}

test_a_reason_length_may_be_waived_and_kinds_may_not if {
	long := w.put(strict, ["applications", "shop", "requirements", "all", "change", "reason_length"], 100)
	w.refuses(broken, long)
	w.allows(broken, w.put(long, ["exceptions", "break-glass", "waives"], ["freezes", "approvals", "reason_length"]))
	of_code := w.put(strict, ["applications", "shop", "requirements", "all", "change", "kinds"], ["code"])
	w.refuses(broken, w.put(of_code, ["exceptions", "break-glass", "waives"], ["freezes", "approvals", "kinds", "requirements"]))
}

test_a_refusal_tells_what_an_exception_lacks if {
	every text, call in {
		"break-glass does not serve this call: the reason is not of the form that it asks for": w.replaced(broken, "/request/reason", "quickly"),
		"break-glass does not serve this call: it is for others than the caller": naming("break-glass", by_joe),
		"break-glass does not serve this call: it gives no role for this action": w.replaced(broken, "/action", "approve"),
		"inc-4711 does not serve this call: it is for other environments, applications or classes": naming("inc-4711", by_lee),
		"inc-4711 does not serve this call: it is not its time": w.replaced(naming("inc-4711", by_joe), "/context/time", "2026-12-03T09:00:00Z"),
	} {
		w.refuses_because(call, strict, text)
	}
}

test_an_exception_with_a_time_may_ask_for_a_form_of_the_reason_as_well if {
	given := w.replaced(strict, "/exceptions/inc-4711", object.union(helping, {"reason": "INC-[0-9]+"}))
	w.allows(naming("inc-4711", w.replaced(by_joe, "/request/reason", "INC-1")), given)
	w.refuses_because(naming("inc-4711", w.replaced(by_joe, "/request/reason", "lunch")), given, "not of the form")
}

test_an_exception_leaves_somebody_to_review_it if {
	every reviewers in [["person:joe"], ["team:joes"], ["person:joe", "team:joes"], ["person:gone"], ["person:joe", "person:gone"]] {
		members := [{"who": "joe"}, {"who": "gone"}, {"who": "kim", "until": "2026-12-01T12:00:00Z"}]
		given := w.put(w.replaced(strict, "/exceptions/inc-4711/review_by", reviewers), ["teams", "joes"], {"members": members})
		w.refuses_because(naming("inc-4711", by_joe), given, "nobody is left to review it")
		owning := w.replaced(w.replaced(given, "/inventory/cart/team", "joes"), "/exceptions/inc-4711/review_by", ["owner"])
		w.decide(naming("inc-4711", by_joe), owning).exceptions == []
	}
	every reviewers in [["person:lee"], ["person:joe", "person:lee"], ["team:oncall"], ["team:web"], ["owner"]] {
		w.allows(naming("inc-4711", by_joe), w.replaced(strict, "/exceptions/inc-4711/review_by", reviewers))
	}
}

# Whoever is known as the starter of pipelines alone cannot review.
test_a_reviewer_who_cannot_call_is_none if {
	every reviewers in [["person:lee"], ["team:oncall"]] {
		given := w.replaced(strict, "/exceptions/inc-4711/review_by", reviewers)
		w.allows(naming("inc-4711", by_joe), given)
		w.refuses_because(naming("inc-4711", by_joe), w.replaced(given, "/people/lee", {"hub": "502"}), "nobody is left to review it")
		w.refuses(naming("inc-4711", by_joe), w.replaced(given, "/people/lee", {"entra": null, "hub": "502"}))
	}
}
