package deployer

# METADATA
# title: Which deployment may read which credential
# description: |
#   Asked by the deployer as data.deployer.credentials before the secret store answers. data.credentials[name] lists the
#   applications and environments whose deployments may read it, and the purposes; {application} and {environment} in
#   the name stand for those of the deployment. Where no purpose is told it is `apply`.
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
purposes[name][application][environment] contains use if {
	some entry, credential in data.credentials
	every member in ["applications", "environments", "purposes"] {
		is_array(credential[member])
	}
	some application in credential.applications
	some environment in credential.environments
	some use in credential.purposes
	name := replace(replace(entry, "{application}", application), "{environment}", environment)
}

purpose := object.get(input, ["credential", "purpose"], "apply")

told(path) := object.get(input, path, object.get({"purpose": "apply"}, path[1], "(not told)"))
