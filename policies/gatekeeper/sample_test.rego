# What must be true of the sample data beside it. Whoever brings data of their own says here what must be true of those.
package gatekeeper_sample_test

import data.gatekeeper

call(caller, action, application, environment) := {
	"caller": caller, "action": action, "application": application, "environment": environment,
	"request": {"version": "2.1.0", "reason": "weekly release"}, "context": {"time": "2026-11-30T12:00:00Z", "door": "rest"},
}

test_the_shipped_callers if {
	ci := {"kind": "code", "issuer": "https://ci.gate.localhost", "subject": "shop-ci", "claims": {}, "groups": []}
	alice := {"kind": "person", "issuer": "https://people.gate.localhost", "subject": "alice", "claims": {}, "groups": []}
	every environment in ["test", "stage"] {
		allowed := gatekeeper.decision with input as call(ci, "deploy", "shop", environment)
		allowed.allow
	}
	refused := gatekeeper.decision with input as call(ci, "deploy", "shop", "production")
	refused.allow == false
	by_alice := gatekeeper.decision with input as call(alice, "deploy", "shop", "production")
	by_alice.allow
	read := gatekeeper.decision with input as call(alice, "read_policy", "-", "-")
	read.allow
	unread := gatekeeper.decision with input as call(ci, "read_policy", "-", "-")
	unread.allow == false
}
