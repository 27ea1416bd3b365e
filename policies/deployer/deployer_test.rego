package deployer_test

import data.deployer

digest := concat("", ["sha256:", "0000000000000000000000000000000000000000000000000000000000000000"])

deployment := {"deployment_id": "d1", "application": "web", "environment": "production", "version": "2.1.0"}

facts := {
	"deployment": deployment,
	"artifact": {"digest": digest, "size": 1000, "name": "web-2.1.0.tar.gz", "source": "directory", "succeeded_in": ["test", "stage"]},
}

environments := {"production": {"artifact": {"max_bytes": 2000, "succeeded_in": ["stage"]}}, "test": {}}

changed(document, path, value) := json.patch(document, [{"op": "add", "path": path, "value": value}])

refused_because(document, part) if {
	result := deployer.artifact with input as document with data.environments as environments
	result.allow == false
	some reason in result.reasons
	contains(reason, part)
}

test_a_fit_artifact_is_allowed if {
	result := deployer.artifact with input as facts with data.environments as environments
	result == {"allow": true, "reasons": []}
}

test_an_environment_without_demands_takes_any_verified_artifact if {
	document := changed(facts, "/deployment/environment", "test")
	result := deployer.artifact with input as document with data.environments as environments
	result.allow
}

test_an_unknown_environment_is_refused if {
	refused_because(changed(facts, "/deployment/environment", "moon"), "no environment moon")
}

test_an_artifact_without_digest_is_refused if refused_because(json.remove(facts, ["artifact/digest"]), "no verified digest")

test_another_digest_than_asked_for_is_refused if {
	refused_because(changed(facts, "/artifact/declared_digest", "sha256:11"), "not the one")
}

test_a_large_artifact_is_refused if refused_because(changed(facts, "/artifact/size", 2001), "at most 2000")

test_an_artifact_that_was_not_promoted_is_refused if {
	refused_because(changed(facts, "/artifact/succeeded_in", ["test"]), "has not succeeded in stage")
}

test_nothing_at_all_is_refused if {
	result := deployer.artifact with input as {}
	result.allow == false
}

credential := {"name": "web-production", "environment": "production"}

owners := {"web-production": {"web": ["production"]}}

may_read(document) if {
	result := deployer.credentials with input as document with data.credentials as owners
	result.allow == true
}

test_a_credential_of_its_own_is_read if may_read(object.union(facts, {"credential": credential}))

test_a_credential_of_another_application_is_refused if {
	document := object.union(facts, {"credential": credential})
	not may_read(changed(document, "/deployment/application", "other"))
}

test_a_credential_of_another_environment_is_refused if {
	document := object.union(facts, {"credential": credential})
	not may_read(changed(document, "/deployment/environment", "test"))
	not may_read(changed(document, "/credential/environment", "test"))
}

test_an_unknown_credential_is_refused if {
	not may_read(object.union(facts, {"credential": {"name": "root", "environment": "production"}}))
}

test_without_a_credential_nothing_is_read if not may_read(facts)
