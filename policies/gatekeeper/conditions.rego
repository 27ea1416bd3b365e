# METADATA
# title: What an environment asks of a change
# description: |
#   data.environments[environment] may ask for a kind of caller, a digest, a reason, a lowest version, protected
#   references of the source, approvals, and may be frozen for a time. Conditions apply to calls that put something into
#   the environment; reading is a matter of grants alone.
package gatekeeper.conditions

changing if input.action in {"deploy", "rollback"}

environment := data.environments[input.environment]

problems contains text if {
	input.environment != "-"
	not environment
	text := sprintf("there is no environment %s", [input.environment])
}

problems contains text if {
	changing
	kinds := environment.kinds
	not input.caller.kind in kinds
	text := sprintf("only a caller of kind %s may change %s", [concat(" or ", kinds), input.environment])
}

problems contains text if {
	changing
	environment.digest_required
	object.get(input.request, "digest", "") == ""
	text := sprintf("%s needs the artifact's digest: name it in the request", [input.environment])
}

problems contains text if {
	changing
	count(object.get(input.request, "reason", "")) < environment.reason_length
	text := sprintf("%s needs a reason of at least %d characters", [input.environment, environment.reason_length])
}

problems contains text if {
	changing
	lowest := environment.lowest_version[input.application]
	not at_least(input.request.version, lowest)
	text := sprintf("%s accepts %s from version %s on", [input.environment, input.application, lowest])
}

problems contains text if {
	changing
	environment.protected_refs_only
	input.caller.kind == "code"
	object.get(input.caller.claims, "ref_protected", "false") != "true"
	text := sprintf("%s takes deployments from protected references only", [input.environment])
}

problems contains text if {
	changing
	some freeze in environment.freezes
	now := time.parse_rfc3339_ns(input.context.time)
	now >= time.parse_rfc3339_ns(freeze.from)
	now < time.parse_rfc3339_ns(freeze.until)
	not breaks_glass
	text := sprintf("%s is frozen until %s: %s", [input.environment, freeze.until, freeze.why])
}

at_least(version, lowest) if semver.compare(version, lowest) >= 0

# A person of a named group may deploy into a freeze with a reason that can be audited.
breaks_glass if {
	input.caller.kind == "person"
	some group in environment.break_glass.groups
	group in input.caller.groups
	count(object.get(input.request, "reason", "")) >= environment.break_glass.reason_length
}

default obligations := {}

obligations := {"approvals": environment.approvals} if {
	changing
	environment.approvals.count > 0
}
