# What must be true of the sample data beside it. Whoever brings data of their own says here what must be true of those.
package gatekeeper_sample_test

import data.gatekeeper

call(caller, action, application, environment) := {
	"caller": caller, "action": action, "application": application, "environment": environment,
	"request": {"version": "2.1.0", "reason": "weekly release"},
	"context": {"time": "2026-11-30T12:00:00Z", "channel": "rest", "remote_ip": "127.0.0.1", "decision_id": "d"},
}

ci := {
	"kind": "code", "issuer": "https://ci.gate.localhost", "subject": "shop-ci", "claims": {"aud": "gatekeeper"},
	"groups": [], "authenticated_by": "jwt",
}

alice := {
	"kind": "person", "issuer": "https://people.gate.localhost", "subject": "alice",
	"claims": {"aud": "gatekeeper", "idtyp": "user"}, "groups": [], "authenticated_by": "jwt",
}

allowed(caller, action, application, environment) if {
	result := gatekeeper.decision with input as call(caller, action, application, environment)
	result.allow == true
}

refused(caller, action, application, environment) if {
	result := gatekeeper.decision with input as call(caller, action, application, environment)
	result.allow == false
	count(result.reasons) > 0
}

test_the_sample_has_no_faults if gatekeeper.faults == set()

test_the_pipeline_of_shop_deploys_below_production if {
	every environment in ["test", "stage"] {
		allowed(ci, "deploy", "shop", environment)
	}
	allowed(ci, "get", "shop", "production")
	refused(ci, "deploy", "shop", "production")
}

test_alice_deploys_everywhere if {
	every environment in ["test", "stage", "production"] {
		allowed(alice, "deploy", "shop", environment)
	}
}

test_alice_reads_the_policies_and_stops_environments if {
	allowed(alice, "read_policy", "-", "-")
	allowed(alice, "hold", "shop", "production")
	refused(ci, "read_policy", "-", "-")
	refused(ci, "hold", "shop", "production")
}

test_a_list_of_everything_shows_what_may_be_listed if {
	result := gatekeeper.decision with input as call(alice, "list", "-", "-")
	result.obligations == {"visible": "all"}
	of_ci := gatekeeper.decision with input as call(ci, "list", "-", "-")
	of_ci.client == "code:shop/ci"
}

test_an_application_of_the_people_issuer_is_refused if {
	refused(object.union(alice, {"claims": {"aud": "gatekeeper", "idtyp": "app"}}), "deploy", "shop", "test")
}

test_nobody_is_refused if refused(object.union(ci, {"subject": "nobody"}), "deploy", "shop", "test")

test_nothing_at_all_is_refused if {
	result := gatekeeper.decision with input as {}
	result.allow == false
	count(result.reasons) > 0
}
