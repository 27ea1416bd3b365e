package deployer

# METADATA
# title: Which deployment may read which credential
# description: |
#   Asked by the deployer as data.deployer.credentials before the secret store answers.
#   data.credentials[credential][application] lists the environments whose deployments may read it.
# scope: document
# schemas:
#   - input: schema.deployer.credentials
credentials := {"allow": true, "reasons": []} if {
	input.credential.environment == input.deployment.environment
	input.deployment.environment in data.credentials[input.credential.name][input.deployment.application]
} else := {
	"allow": false,
	"reasons": [sprintf("deployments of %s to %s may not read the credential %s", [
		input.deployment.application,
		input.deployment.environment,
		input.credential.name,
	])],
}
