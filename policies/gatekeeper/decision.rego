# METADATA
# title: The decision at the door
# description: |
#   Asked for every call as data.gatekeeper.decision. Nothing is allowed unless a registered client has a grant for the
#   application, the environment and the action, and the environment's conditions hold.
# scope: subpackages
# schemas:
#   - input: schema.gatekeeper
package gatekeeper

import data.gatekeeper.conditions
import data.gatekeeper.grants
import data.gatekeeper.identity

decision := {
	"allow": true,
	"client": identity.client,
	"reasons": grants.reasons,
	"obligations": conditions.obligations,
} if {
	count(problems) == 0
	count(grants.reasons) > 0
} else := {
	"allow": false,
	"client": identity.client,
	"reasons": sort(problems),
} if {
	identity.client
} else := {
	"allow": false,
	"reasons": sort(problems),
}

# Every reason to refuse, each told so that the caller knows what to change.
problems contains problem if some problem in identity.problems

problems contains problem if some problem in grants.problems

problems contains problem if some problem in conditions.problems
