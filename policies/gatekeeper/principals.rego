# METADATA
# title: What the caller counts as
# description: Rights go to principals. They depend on the application that is asked about.
package gatekeeper.principals

import data.gatekeeper.call
import data.gatekeeper.identity
import data.gatekeeper.tables

default all := set()

all := {"code", identity.principal} if {
	identity.hit[0] == "code"
} else := {identity.principal} if {
	identity.hit[0] == "robot"
} else := (identity.person_names | teams) | {"owner"} if {
	call.team in teams
} else := identity.person_names | teams

teams := by_groups | by_membership

by_groups := {team |
	is_array(input.caller.groups)
	some group in input.caller.groups
	some team in tables.groups[identity.issuer][group]
}

by_membership := {member.principal |
	some member in tables.membership[identity.hit[1]]
	member.from <= call.now
	call.now < member.until
}
