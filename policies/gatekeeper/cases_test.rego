# Mistakes that once let a deployment through without a sound: each must be a fault, and refuse without the faults, too.
package gatekeeper_cases_test

import data.gatekeeper_faults_test as f
import data.gatekeeper_world_test as w

by_code := w.replaced(w.replaced(w.call(w.code, "deploy", "shop", "test"), "/caller/claims/environment", "test"), "/context/time", "2026-12-24T12:00:00Z")

# 01: a freeze that cannot be read was no freeze.

holidays := {"from": "2026-12-20T00:00:00Z", "until": "2027-01-03T00:00:00Z", "why": "holidays", "tiers": ["test"]}

ill_formed_freezes := [
	object.remove(holidays, ["why"]),
	object.union(holidays, {"from": "2026-12-20", "until": "2027-01-03"}),
	object.union(holidays, {"from": "2026-12-20T00:00:00", "until": "2027-01-03T00:00:00"}),
	object.union(holidays, {"until": "2027-01-03T23:59:60Z"}),
	object.union(holidays, {"until": "2027-01-03 00:00:00Z"}),
	object.union(holidays, {"until": "2026-11-31T00:00:00Z"}),
	object.union(holidays, {"until": "2400-01-01T00:00:00Z"}),
	object.union(holidays, {"from": "1600-01-01T00:00:00Z"}),
	object.remove(holidays, ["until"]),
	object.union(object.remove(holidays, ["from"]), {"form": "2026-12-20T00:00:00Z"}),
]

test_01_a_freeze_that_cannot_be_read_stands if {
	w.allows(by_code, w.world)
	w.refuses_because(by_code, w.put(w.world, ["freezes", "f"], holidays), "holidays")
	every freeze in ill_formed_freezes {
		w.refuses(by_code, w.put(w.world, ["freezes", "f"], freeze))
	}
}

test_01_a_freeze_that_cannot_be_read_is_a_fault if {
	every freeze in ill_formed_freezes {
		faulty_freeze(freeze)
	}
}

faulty_freeze(freeze) if {
	some fault in f.faults_of(json.patch(f.good, [{"op": "add", "path": "/freezes/f", "value": freeze}]))
	array.slice(fault.path, 0, 2) == ["freezes", "f"]
}

# 02: kinds that cannot be read let code in.

ill_formed_kinds := ["person", {"person": true}, ["person", null], [1]]

test_02_kinds_that_cannot_be_read_let_nobody_in if {
	w.refuses_because(by_code, asking({"kinds": ["person"]}), "a caller of kind person")
	every kinds in ill_formed_kinds {
		w.refuses(by_code, asking({"kinds": kinds}))
		faulty_requirement({"kinds": kinds})
	}
	w.refuses(by_code, asking({"kind": ["person"]}))
	faulty_requirement({"kind": ["person"]})
}

# 03: approvals that cannot be read asked for none.

ill_formed_approvals := [
	{"approvals": 1}, {"approvals": {"counts": 1, "groups": ["release-managers"]}}, {"approvals": {"required": 1}},
	{"approvals": [{"counts": 1, "from": ["owner"]}]}, {"approval": [{"count": 1, "from": ["owner"]}]},
]

test_03_approvals_that_cannot_be_read_refuse if {
	asked := [{"count": 1, "from": ["owner"]}]
	w.decide(by_code, asking({"approvals": asked})).obligations == {"approvals": {"rules": asked}}
	every requirement in ill_formed_approvals {
		w.refuses(by_code, asking(requirement))
		faulty_requirement(requirement)
	}
}

test_03_required_claims_that_cannot_be_read_refuse if {
	every required in [{"requires": {"always": {"fork": ["false"]}}}, {"require": []}] {
		faulty_pipeline(required)
	}
	w.refuses(by_code, w.replaced(w.world, "/applications/shop/code/ci/require", []))
}

asking(requirement) := w.put(w.world, ["applications", "shop", "requirements", "test", "change"], requirement)

faulty_requirement(requirement) if {
	some fault in f.faults_of(json.patch(f.good, [{"op": "add", "path": "/applications/shop/requirements", "value": {"all": {"change": requirement}}}]))
	array.slice(fault.path, 0, 4) == ["applications", "shop", "requirements", "all"]
}

faulty_pipeline(members) if {
	pipeline := object.union({"from": "github", "id": ["1"]}, members)
	some fault in f.faults_of(json.patch(f.good, [{"op": "add", "path": "/applications/shop/code/ci", "value": pipeline}]))
	array.slice(fault.path, 0, 4) == ["applications", "shop", "code", "ci"]
}
