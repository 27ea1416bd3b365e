package deployer

# METADATA
# title: Which deployment may read which credential
# description: |
#   Asked by the deployer as data.deployer.credentials before the secret store answers. data.credentials[name] lists the
#   applications and environments whose deployments may read it, and the purposes; {application} and {environment} in
#   the name stand for those of the deployment. A name that is met for more than one pair of application and environment,
#   or by more than one entry, is nobody's. Where no purpose is told it is `apply`.
# scope: document
# schemas:
#   - input: schema.deployer.credentials
credentials := {"allow": true, "reasons": []} if {
	count(data.gatekeeper.faults) == 0
	input.credential.environment == input.deployment.environment
	purpose in purposes[input.credential.name][input.deployment.application][input.deployment.environment]
} else := {"allow": false, "reasons": [sprintf("deployments of %v to %v may not read the credential %v for the purpose %v", [
	told(["deployment", "application"]),
	told(["deployment", "environment"]),
	told(["credential", "name"]),
	told(["credential", "purpose"]),
])]}

# What is readable, by name; computed once a revision.
purposes[name][use.application][use.environment] := use.purposes if {
	some name, uses in uses_of
	count(uses) == 1
	some use in uses
}

# Every entry and pair that meets a name.
uses_of[name] contains {"entry": entry, "application": application, "environment": environment, "purposes": use} if {
	some entry, credential in data.credentials
	every member in ["applications", "environments", "purposes"] {
		is_array(credential[member])
	}
	use := {purpose_told | some purpose_told in credential.purposes}
	some application in credential.applications
	some environment in credential.environments
	name := replace(replace(entry, "{application}", application), "{environment}", environment)
}

purpose := object.get(input, ["credential", "purpose"], "apply")

told(path) := object.get(input, path, object.get({"purpose": "apply"}, path[1], "(not told)"))
