# METADATA
# title: What a client may do
# description: |
#   data.grants[client][application][environment] lists roles, data.roles the actions of each. `*` as application or
#   environment stands for all of them. Four look-ups by key answer the question, however many grants there are.
package gatekeeper.grants

import data.gatekeeper.identity

granted := data.grants[identity.client]

# The most specific entries first; all that exist count together.
entries contains granted[input.application][input.environment]

entries contains granted[input.application]["*"]

entries contains granted["*"][input.environment]

entries contains granted["*"]["*"]

roles contains role if {
	some entry in entries
	some role in entry.roles
	input.action in data.roles[role].actions
}

reasons := [concat("", ["granted by the role ", role]) | some role in roles]

problems contains text if {
	identity.client
	count(entries) == 0
	text := sprintf("%s has no grant for %s in %s", [identity.client, input.application, input.environment])
}

problems contains text if {
	identity.client
	count(entries) > 0
	count(roles) == 0
	text := sprintf("%s may not %s %s in %s; its roles there are %s", [
		identity.client,
		input.action,
		input.application,
		input.environment,
		concat(", ", sort({role | some entry in entries; some role in entry.roles})),
	])
}
