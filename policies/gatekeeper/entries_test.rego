# What can't be read as a whole gives nothing, and of teams and people that can't be read whatever refuses holds everybody
# for one; without the faults, too.
package gatekeeper_entries_test

import data.gatekeeper_world_test as w

to_test := w.replaced(w.call(w.code, "deploy", "shop", "test"), "/caller/claims/environment", "test")

by_kim := w.call(w.kim, "deploy", "shop", "test")

# Each entry in turn holds what is allowed, with a member that nobody knows, or its members under a misspelt name.
test_a_member_that_nobody_knows_takes_all_away if {
	w.allows(to_test, w.world)
	w.allows(by_kim, w.world)
	every path in [
		["applications", "shop"], ["applications", "shop", "code", "ci"], ["inventory", "shop"], ["classes", "service"],
		["classes", "all"], ["issuers", "hub"], ["environments", "test"],
	] {
		w.refuses(to_test, w.put(w.world, array.concat(path, ["requirement"]), {"test": {"change": {"kinds": ["person"]}}}))
	}
	w.refuses(w.call(w.robot, "deploy", "shop", "test"), w.put(w.world, ["robots", "argo", "placs"], ["production"]))
	w.allows(to_test, w.put(w.world, ["classes", "pci", "requirement"], {"x": 1}))
}

test_a_refusal_tells_what_cannot_be_read if {
	w.refuses_because(to_test, w.put(w.world, ["applications", "shop", "requires"], {}), "application shop cannot be read")
	w.refuses_because(to_test, w.put(w.world, ["inventory", "shop", "requires"], {}), "inventory's entry of the application shop cannot be read")
	w.refuses_because(to_test, w.put(w.world, ["classes", "service", "requires"], {}), "class service cannot be read")
	w.refuses_because(to_test, w.put(w.world, ["issuers", "hub", "requires"], {}), "issuer hub cannot be read")
}

test_nothing_asked_is_a_mistake if {
	every asked in [{}, null, [], "x", {"test": {}}, {"test": {"change": {}}}, {"test": []}, {"test": {"change": []}}, {"production": {}}] {
		every path in [["applications", "shop"], ["inventory", "shop"], ["classes", "service"]] {
			pointer := concat("", ["/", concat("/", array.concat(path, ["requirements"]))])
			w.refuses(to_test, w.replaced(w.world, pointer, asked))
		}
	}
}

test_required_claims_that_cannot_be_read_are_shown_by_nobody if {
	reading := w.replaced(w.call(w.code, "get", "shop", "test"), "/caller/claims/environment", "test")
	w.allows(reading, w.world)
	every required in [{}, {"always": {}}, {"alwys": {"owner_id": ["42"]}}, {"always": {"owner_id": [" "]}}, {"always": {"owner_id": []}}, {"always": {"owner_id": ["42", 1]}}, {"Production": {"ref": ["x"]}}] {
		w.refuses(reading, w.replaced(w.world, "/issuers/hub/require", required))
		w.refuses(reading, w.replaced(w.world, "/applications/shop/code/ci/require", required))
	}
}

test_a_team_or_class_that_is_not_there_takes_all_away if {
	every value in ["wb", null, 1, ["web"], {"web": true}, ""] {
		w.refuses(by_kim, w.replaced(w.world, "/inventory/shop/team", value))
	}
	w.refuses(by_kim, w.replaced(w.world, "/inventory/shop", {"classes": ["service"]}))
	every value in [["srvice"], null, 1, "service", {"service": true}, [], ["service", null], ["service", "pc"]] {
		w.refuses(by_kim, w.replaced(w.world, "/inventory/shop/classes", value))
	}
}

# What the application's own file gives is not freed of what the inventory's classes ask.
test_an_inventory_that_cannot_be_read_takes_all_away if {
	given := w.put(w.world, ["applications", "shop", "access", "test"], {"person:kim": ["deployer"]})
	w.allows(by_kim, given)
	every inventory in [null, [], {}, "x", 1, true, [{"shop": {"team": "web"}}], {"shop": null}, {"shop": []}, {"shops": {"team": "web"}}] {
		w.refuses(by_kim, w.replaced(given, "/inventory", inventory))
	}
}

# Persons that are known to a guardrail.

guarded(principal) := w.put(w.world, ["guardrails", "g"], {"who": [principal], "why": "they are not to"})

strange := w.call(w.person("x9", []), "deploy", "shop", "test")

allowing_strangers := {"classes": {"service": {"access": {"test": {"person:entra/x9": ["deployer"]}}}}}

test_a_team_that_cannot_be_read_holds_everybody if {
	contractors := guarded("team:contractors")
	w.allows(by_kim, contractors)
	w.allows(w.call(w.joe, "get", "shop", "production-eu"), contractors)
	every team in [
		null, [], {}, "x", {"group": {"entra": ["g-contractors"]}}, {"groups": {"entra": "g-contractors"}}, {"groups": {"entra": []}},
		{"groups": {"entra": [["g-contractors"]]}}, {"groups": {"entr": ["g-contractors"]}}, {"groups": ["g-contractors"]}, {"groups": {}}, {"groups": {"entra": ["g-contractors "]}}, {"groups": {"hub": ["g-contractors"]}},
		{"members": "joe"}, {"members": ["joe"]}, {"members": []}, {"members": [{"who": "jo"}]}, {"members": [{"person": "joe"}]},
		{"members": [{"who": "joe", "til": "2026-01-01T00:00:00Z"}]}, {"members": [{"who": "joe", "until": "2026-13-01"}]},
		{"members": [{"who": "joe", "from": "2026-12-01"}]}, {"members": {"who": "joe"}}, {"groups": {"entra": [1]}},
	] {
		w.refuses_because(by_kim, w.replaced(contractors, "/teams/contractors", team), "they are not to")
	}
}

test_a_member_that_cannot_be_read_has_no_right if {
	to_production := w.call(w.lee, "deploy", "shop", "production-eu")
	w.allows(to_production, w.world)
	every member in [{"who": "lee", "untill": "2026-12-02T00:00:00Z"}, {"who": "lee", "until": "2026-13-01"}, {"who": "lee", "from": 1}, {"who": ["lee"]}, "lee"] {
		w.refuses(to_production, w.replaced(w.world, "/teams/oncall/members", [member]))
	}
}

test_a_grant_that_cannot_be_read_gives_nothing if {
	to_production := w.call(w.lee, "deploy", "shop", "production-eu")
	every grant in [
		{"roles": ["deployer"], "untill": "2026-12-02T00:00:00Z"}, {"roles": "deployer"}, {"roles": {"deployer": true}}, {"role": ["deployer"]},
		{"roles": ["deployer"], "until": "2027-13-01"}, {"roles": ["deployer"], "from": null}, "deployer", [["deployer"]], {"deployer": true},
	] {
		w.refuses(to_production, w.replaced(w.world, "/applications/shop/access/production/team:oncall", grant))
	}
}

# Whoever is linked to nobody may be anybody, whether or not an entry can be read; nobody else becomes that by it.
test_a_person_who_cannot_be_read_may_be_anybody if {
	given := object.union(guarded("person:joe"), allowing_strangers)
	w.allows(strange, object.union(w.world, allowing_strangers))
	w.refuses_because(strange, given, "they are not to")
	w.allows(by_kim, given)
	every identities in [null, [], "j1", {"entra": 1}, {"entra": ["j1"]}, {"entra": ""}, {"entra": "j1 "}, {"entra": "j1\n"}, {"entra": "j1\u200b"}, {"entr": "j1"}, {"entra": {"id": "j1"}}] {
		changed := w.replaced(given, "/people/joe", identities)
		w.refuses_because(strange, changed, "they are not to")
		w.allows(by_kim, changed)
	}
}

# Known to a guardrail by a group alone, with an entry among the people or without.
test_groups_alone_hold_whoever_has_them if {
	given := object.union(guarded("team:contractors"), allowing_strangers)
	w.refuses_because(w.call(w.person("x9", ["g-contractors"]), "deploy", "shop", "test"), given, "they are not to")
	w.refuses_because(w.call(w.person("k1", ["g-web", "g-contractors"]), "deploy", "shop", "test"), given, "they are not to")
	w.refuses_because(strange, given, "they are not to")
	w.allows(by_kim, given)
	every told in [false, null, "true", 1] {
		w.refuses_because(w.replaced(by_kim, "/caller/groups_complete", told), given, "they are not to")
	}
	every member in ["groups_complete", "groups"] {
		w.refuses_because(json.remove(by_kim, [concat("/", ["caller", member])]), given, "they are not to")
	}
	w.refuses_because(w.replaced(by_kim, "/caller/groups", "g-web"), given, "they are not to")

	# By whose name the groups are not told any more.
	w.refuses_because(strange, w.replaced(given, "/issuers/entra/teams", ["web"]), "they are not to")
}

test_a_form_of_a_reason_that_nothing_meets_serves_nobody if {
	exception := {"who": ["team:oncall"], "tiers": ["production"], "roles": ["deployer"], "waives": [], "review_by": ["team:security"]}
	given := w.replaced(w.world, "/applications/shop/access", {"test": {"person:kim": ["reader"]}})
	called := w.replaced(w.replaced(w.call(w.lee, "deploy", "shop", "production-eu"), "/request/exception", "x"), "/request/reason", "")
	every reason in ["", ".*", "(", "a*", null, [], 1] {
		w.refuses(called, w.put(given, ["exceptions", "x"], object.union(exception, {"reason": reason})))
	}
	w.allows(w.replaced(called, "/request/reason", "INC-1"), w.put(given, ["exceptions", "x"], object.union(exception, {"reason": "INC-[0-9]+"})))
}
