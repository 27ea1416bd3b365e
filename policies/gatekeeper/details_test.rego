# What the record is told of required claims, and what no answer that allows has.
package gatekeeper_details_test

import data.gatekeeper_world_test as w

to_production := w.call(w.code, "deploy", "shop", "production-eu")

with_claim(name, value) := w.put(to_production, ["caller", "claims", name], value)

details(document) := details_in(document, w.world)

details_in(document, given) := result.details if {
	result := w.decide(document, given)
	result.allow == false
}

test_an_allowed_answer_has_none if {
	result := w.decide(to_production, w.world)
	result.allow == true
	not "details" in object.keys(result)
}

test_a_refusal_for_other_reasons_has_none if {
	result := w.decide(w.call(w.lee, "approve", "pay", "production-us"), w.world)
	result.allow == false
	not "details" in object.keys(result)
}

test_an_issuers_claims if {
	details(with_claim("owner_id", "43")) == [{"claim": "owner_id", "expected": ["42"], "found": "43", "of": "issuer"}]
	details(json.remove(to_production, ["caller/claims/owner_id"])) == [{"claim": "owner_id", "expected": ["42"], "of": "issuer"}]
	details(with_claim("environment", "test")) == [{
		"claim": "environment", "expected": ["production-eu"], "found": "test", "of": "issuer",
	}]
}

test_all_that_lack_in_order if {
	details(w.replaced(with_claim("owner_id", "43"), "/caller/claims/ref", "refs/heads/main")) == [
		{"claim": "owner_id", "expected": ["42"], "found": "43", "of": "issuer"},
		{"claim": "ref", "expected": ["refs/tags/v*"], "found": "refs/heads/main", "of": "issuer"},
	]
}

test_claims_of_places_are_not_asked_of_reading if {
	reading := w.put(with_claim("owner_id", "43"), ["action"], "get")
	details(w.put(reading, ["caller", "claims", "ref"], "x")) == [{"claim": "owner_id", "expected": ["42"], "found": "43", "of": "issuer"}]
}

test_a_pipelines_own_claims if {
	given := w.put(w.world, ["applications", "shop", "code", "ci", "require"], {
		"always": {"runner": ["{application}-runner", "b"]}, "production": {"job/name": ["release"]},
	})
	details_in(with_claim("job", {"name": "test", "secret": "s"}), given) == [
		{"claim": "job/name", "expected": ["release"], "found": "test", "of": "pipeline"},
		{"claim": "runner", "expected": ["b", "shop-runner"], "of": "pipeline"},
	]
}

test_a_robots_claims if {
	document := w.replaced(w.call(w.robot, "deploy", "shop", "test"), "/caller/claims/kubernetes.io/serviceaccount/uid", "u2")
	details(document) == [{
		"claim": "kubernetes.io/serviceaccount/uid", "expected": ["u1"], "found": "u2", "of": "robot",
	}]
}

test_of_several_that_it_may_be_each if {
	given := w.put(w.world, ["applications", "cart", "code"], {
		"ci": {"from": "mono", "id": ["200"], "require": {"always": {"job": ["a"]}}},
		"other": {"from": "mono", "id": ["200"], "require": {"always": {"job": ["b"]}}},
	})
	caller := object.union(w.code, {"claims": {"aud": "mono", "repository_id": "200", "environment": "cart-test", "job": "c"}})
	result := w.decide(w.call(caller, "deploy", "cart", "test"), given)
	result.details == [
		{"claim": "job", "expected": ["a"], "found": "c", "of": "pipeline"},
		{"claim": "job", "expected": ["b"], "found": "c", "of": "pipeline"},
	]
	result.reasons == ["a required claim of the caller's token does not match"]
}

test_found_is_bounded if {
	long := concat("", [text | some _ in numbers.range(1, 1000); text := "0123456789"])
	[string] := details(with_claim("owner_id", long))
	count(string.found) == 256
	[list] := details(with_claim("owner_id", [long, long]))
	count(list.found) == 256
	[number] := details(with_claim("owner_id", 42))
	number.found == "42"
	[boolean] := details(with_claim("owner_id", false))
	boolean.found == "false"
}

test_texts_are_told_once if {
	verified := w.put(w.world, ["issuers", "hub", "require", "always"], {"verified": ["true"]})
	details_in(w.put(to_production, ["caller", "claims", "verified"], false), verified) == [{"claim": "verified", "expected": ["true"], "found": "false", "of": "issuer"}]
}

test_other_claims_inside_a_claim_are_not_told if {
	[nested] := details(with_claim("owner_id", {"secret": "s"}))
	nested.found == "(object)"
	[list] := details(with_claim("owner_id", [{"secret": "s"}]))
	list.found == "(array)"
}

test_at_most_sixteen if {
	required := {sprintf("c%d", [n]): [sprintf("v%d", [m]) | some m in numbers.range(1, 40)] | some n in numbers.range(1, 40)}
	lacking := details_in(to_production, w.put(w.world, ["issuers", "hub", "require", "always"], required))
	count(lacking) == 16
	every entry in lacking {
		count(entry.expected) == 16
	}
}

test_what_cannot_be_read_still_refuses if {
	every wrong in ["x", 1, ["a"], {"owner_id": "42"}, {"owner_id": [42]}, {"owner_id": []}, null] {
		w.refuses(to_production, w.put(w.world, ["issuers", "hub", "require", "always"], wrong))
	}
	every claims in ["x", 1, null, [], {}] {
		w.refuses(w.replaced(to_production, "/caller/claims", claims), w.world)
	}
}

test_nobody_known_is_told_nothing if {
	not details(w.put(with_claim("owner_id", "43"), ["caller", "claims", "repository_id"], "999"))
}

test_found_values_are_told_as_they_are_written if {
	details(with_claim("owner_id", ["<a>", "&"]))[0].found == `["<a>","&"]`
}
