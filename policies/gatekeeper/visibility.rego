# METADATA
# title: What a list of all applications or environments shows
# description: |
#   A pair is visible if `list` for it would be allowed, decided by the very same rules. The work grows with the number
#   of pairs.
package gatekeeper.visibility

import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.verdict

asked if {
	input.action == "list"
	"-" in {input.application, input.environment}
}

applications := [name | some name, _ in data.applications] if input.application == "-"

applications := [input.application] if input.application != "-"

environments := [name | some name, _ in data.environments] if input.environment == "-"

environments := [input.environment] if input.environment != "-"

pairs := [[application, environment] |
	some application in applications
	some environment in environments
	verdict.allowed with input.application as application with input.environment as environment
]

allowed if {
	asked
	count(pairs) > 0
	client
}

obligations := {"visible": "all"} if {
	count(pairs) == count(applications) * count(environments)
} else := {"visible": pairs}

# Robots and persons are the same everywhere; a pipeline is one application's.
clients := {identity.client} if identity.hit

clients := {name |
	some application in {application | some [application, _] in pairs}
	name := identity.client with input.application as application
} if {
	not identity.hit
}

client := name if {
	count(clients) == 1
	some name in clients
}

principals_shown := principals.all if {
	identity.hit
} else := set()

persons_shown := persons.names if {
	identity.hit
} else := behind if {
	some [application, environment] in array.slice(pairs, 0, 1)
	behind := persons.names with input.application as application with input.environment as environment
}
