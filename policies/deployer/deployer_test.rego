package deployer_test

import data.deployer

digest := concat("", ["sha256:", "0000000000000000000000000000000000000000000000000000000000000000"])

deployment := {"deployment_id": "d1", "application": "web", "environment": "production", "version": "2.1.0"}

facts := {
	"deployment": deployment,
	"artifact": {
		"digest": digest, "size": 1000, "name": "web-2.1.0.tar.gz", "source": "directory", "signatures": ["release"],
		"provenance": [{"builder": "ci"}], "succeeded_in": ["test", "stage"],
	},
}

scopes := {"tiers": ["test", "stage", "production"]}

environments := {"production": {"tier": "production"}, "stage": {"tier": "stage"}, "test": {"tier": "test"}}

classes := {"pci": {"requirements": {"production": {"deploy": {"artifact": {
	"provenance": true, "signed_by": ["release"], "succeeded_in": ["stage"],
}}}}}}

asking(change) := {"web": {"classes": ["pci"], "requirements": {"production": {"change": change}}}}

applications := asking({"artifact": {"max_bytes": 2000}, "lowest_version": "2.0.0"})

changed(document, path, value) := json.patch(document, [{"op": "add", "path": path, "value": value}])

judge(document) := judge_with(document, applications)

judge_with(document, own) := result if {
	result := deployer.artifact with input as document
		with data.gatekeeper.faults as set()
		with data.scopes as scopes
		with data.environments as environments
		with data.classes as classes
		with data.applications as own
		with data.inventory as {"web": object.union(object.get(own, "web", {}), {"team": "web"})}
		with data.teams as {"web": {"groups": {"people": ["g-web"]}}}
}

refused_because(document, part) if {
	result := judge(document)
	result.allow == false
	some reason in result.reasons
	contains(reason, part)
}

refused_with(change) if {
	result := judge_with(facts, asking(change))
	result.allow == false
	count(result.reasons) > 0
}

test_a_fit_artifact_is_allowed if judge(facts) == {"allow": true, "reasons": []}

test_an_environment_without_demands_takes_any_verified_artifact if {
	judge(changed(facts, "/deployment/environment", "test")).allow
}

test_an_unknown_environment_is_refused if {
	refused_because(changed(facts, "/deployment/environment", "moon"), "no environment moon")
}

test_an_unknown_application_is_refused if {
	refused_because(changed(facts, "/deployment/application", "moon"), "no application moon")
}

test_an_artifact_without_digest_is_refused if refused_because(json.remove(facts, ["artifact/digest"]), "no verified digest")

test_another_digest_than_asked_for_is_refused if {
	refused_because(changed(facts, "/artifact/declared_digest", "sha256:11"), "not the one")
	refused_because(changed(facts, "/artifact/declared_digest", false), "not the one")
}

test_a_large_artifact_is_refused if {
	refused_because(changed(facts, "/artifact/size", 2001), "at most 2000")
	refused_because(changed(facts, "/artifact/size", "1"), "at most 2000")
}

test_an_artifact_that_was_not_promoted_is_refused if {
	refused_because(changed(facts, "/artifact/succeeded_in", ["test"]), "succeeded in stage")
}

test_an_artifact_whose_success_was_undone_is_told_so if {
	undone := changed(changed(facts, "/artifact/succeeded_in", ["test"]), "/artifact/undone", ["production", "stage"])
	refused_because(undone, "production asks for an artifact that has succeeded in stage; its success in stage was undone")
	not refused_because(changed(undone, "/artifact/undone", ["production"]), "undone")
	not refused_because(changed(undone, "/artifact/undone", "stage"), "undone")
}

test_an_artifact_without_provenance_is_refused if {
	refused_because(changed(facts, "/artifact/provenance", []), "provenance")
}

test_an_artifact_signed_by_nobody_who_counts_is_refused if {
	refused_because(changed(facts, "/artifact/signatures", ["other"]), "signature of release")
}

test_a_version_below_the_lowest_is_refused_for_a_rollback_too if {
	refused_because(changed(facts, "/deployment/version", "1.9.0"), "below 2.0.0")
	refused_because(changed(facts, "/deployment/version", "latest"), "below 2.0.0")
	refused_because(changed(changed(facts, "/deployment/version", "1.9.0"), "/deployment/action", "rollback"), "below 2.0.0")
}

test_what_cannot_be_read_refuses if {
	refused_with({"artifact": {"max_bytes": "100"}})
	refused_with({"artifact": {"succeeded_in": "stage"}})
	refused_with({"artifact": {"succeded_in": ["stage"]}})
	refused_with({"artifact": {"succeeded_in": ["stag"]}})
	refused_with({"artifact": {"signed_by": []}})
	refused_with({"artifact": {"provenance": false}})
	refused_with({"artifact": []})
	refused_with({"artifact": null})
	refused_with({"lowest_version": 1.2})
	refused_with({"lowest_version": {"web": "1.0.0"}})
	refused_with({"artefact": {"max_bytes": 100}})
	refused_with([])
}

test_faults_refuse if {
	result := deployer.artifact with input as facts with data.gatekeeper.faults as {{"path": ["a"], "message": "m", "hint": ""}}
	result.allow == false
	result.reasons != []
}

test_nothing_at_all_is_refused if {
	result := deployer.artifact with input as {}
	result.allow == false
}

credential := {"name": "web-production", "environment": "production"}

owners := {"{application}-{environment}": {"applications": ["web"], "environments": ["test", "production"], "purposes": ["apply"]}}

may_read(document) if may_read_with(document, owners)

may_read_with(document, credentials) if {
	result := deployer.credentials with input as document
		with data.gatekeeper.faults as set()
		with data.credentials as credentials
	result.allow == true
}

refused_reading(document) if {
	result := deployer.credentials with input as document
		with data.gatekeeper.faults as set()
		with data.credentials as owners
	result.allow == false
	count(result.reasons) == 1
}

asking_for(wanted) := object.union(facts, {"credential": wanted})

test_a_credential_of_its_own_is_read if {
	may_read(asking_for(credential))
	may_read(asking_for(object.union(credential, {"purpose": "apply"})))
}

test_a_credential_for_another_purpose_is_refused if {
	refused_reading(asking_for(object.union(credential, {"purpose": "pull"})))
	refused_reading(asking_for(object.union(credential, {"purpose": null})))
}

test_a_credential_of_another_application_is_refused if {
	refused_reading(changed(asking_for(credential), "/deployment/application", "other"))
}

test_a_credential_of_another_environment_is_refused if {
	refused_reading(changed(asking_for(credential), "/deployment/environment", "test"))
	refused_reading(changed(asking_for(credential), "/credential/environment", "test"))
	refused_reading(asking_for({"name": "web-test", "environment": "production"}))
}

test_an_unknown_credential_is_refused if refused_reading(asking_for({"name": "root", "environment": "production"}))

test_without_a_credential_nothing_is_read if {
	refused_reading(facts)
	refused_reading({})
}

test_a_credential_of_several_is_nobodys if {
	pair := {"applications": ["web"], "environments": ["production"], "purposes": ["apply"]}
	may_read_with(asking_for(credential), {"web-production": pair})
	refused_owner({"web-production": object.union(pair, {"applications": ["web", "other"]})})
	refused_owner({"web-production": object.union(pair, {"environments": ["test", "production"]})})
	refused_owner({"web-{environment}": object.union(pair, {"applications": ["web", "other"]})})
	refused_owner({"{application}-production": object.union(pair, {"environments": ["test", "production"]})})
	refused_owner({"web-production": pair, "{application}-{environment}": pair})
	refused_owner({"web-production": pair, "web-{environment}": object.union(pair, {"purposes": ["pull"]})})
}

test_credentials_that_cannot_be_read_are_refused if {
	every member in ["applications", "environments", "purposes"] {
		refused_owner({"web-production": object.union(
			{"applications": ["web"], "environments": ["production"], "purposes": ["apply"]},
			{member: "apply"},
		)})
	}
	refused_owner({"web-production": {"applications": ["web"], "environments": ["production"]}})
	refused_owner({"web-production": null})
	refused_owner([])
}

refused_owner(document) if not may_read_with(asking_for(credential), document)

test_the_version_is_judged_for_what_is_done if {
	below := changed(facts, "/deployment/version", "1.9.9")
	every action in ["deploy", "rollback"] {
		every group in ["change", action] {
			own := {"web": {"classes": ["pci"], "requirements": {"production": {group: {"lowest_version": "2.0.0"}}}}}
			judge_with(changed(facts, "/deployment/action", action), own).allow
			not judge_with(changed(below, "/deployment/action", action), own).allow
		}
	}
}

test_credentials_need_data_without_faults if {
	credentials := {"web-production": {"applications": ["web"], "environments": ["production"], "purposes": ["apply"]}}
	may_read_with(asking_for(credential), credentials)
	result := deployer.credentials with input as asking_for(credential)
		with data.credentials as credentials
		with data.gatekeeper.faults as {"x"}
	not result.allow
}
