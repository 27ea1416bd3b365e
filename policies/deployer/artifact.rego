# METADATA
# title: Whether an artifact is fit for its environment
# description: |
#   Asked by the deployer as data.deployer.artifact, with the facts that it has verified itself, before it takes any
#   credential. data.environments[environment].artifact holds the demands.
# schemas:
#   - input: schema.deployer.artifact
package deployer

artifact := {"allow": true, "reasons": []} if {
	count(artifact_problems) == 0
} else := {"allow": false, "reasons": sort(artifact_problems)}

artifact_demands := object.get(data.environments[input.deployment.environment], "artifact", {})

artifact_problems contains text if {
	not data.environments[input.deployment.environment]
	text := sprintf("there is no environment %s", [input.deployment.environment])
}

artifact_problems contains "the artifact has no verified digest" if {
	not regex.match(`^sha256:[0-9a-f]{64}$`, object.get(input, ["artifact", "digest"], ""))
}

artifact_problems contains "the artifact is not the one whose digest was asked for" if {
	input.artifact.declared_digest != input.artifact.digest
}

artifact_problems contains text if {
	input.artifact.size > artifact_demands.max_bytes
	text := sprintf("the artifact has %d bytes; %s takes at most %d", [
		input.artifact.size,
		input.deployment.environment,
		artifact_demands.max_bytes,
	])
}

# Promotion: the very same bytes must have succeeded in the environments before this one.
artifact_problems contains text if {
	some before in artifact_demands.succeeded_in
	not before in input.artifact.succeeded_in
	text := sprintf("this artifact has not succeeded in %s, which %s asks for", [before, input.deployment.environment])
}
