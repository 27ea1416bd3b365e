# METADATA
# title: The decision at the door
# description: |
#   Asked for every call as data.gatekeeper.decision. Nothing is allowed unless the data has no faults, the caller is
#   known, a role allows the action, everything that is asked is shown, and no guardrail or freeze stands.
# scope: subpackages
# schemas:
#   - input: schema.gatekeeper
package gatekeeper

import data.gatekeeper.details
import data.gatekeeper.everywhere
import data.gatekeeper.exceptions
import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.refusals
import data.gatekeeper.requirements
import data.gatekeeper.verdict
import data.gatekeeper.visibility

decision := {
	"allow": true,
	"client": identity.client,
	"exceptions": [],
	"obligations": requirements.obligations,
	"persons": persons.names,
	"principals": principals.all,
	"reasons": verdict.reasons,
} if {
	faultless
	verdict.allowed
	unexceptional
} else := {
	"allow": true,
	"client": identity.client,
	"exceptions": [input.request.exception],
	"obligations": requirements.obligations,
	"persons": persons.names,
	"principals": principals.all,
	"reasons": verdict.reasons,
	"review_by": exceptions.serving.reviewers,
} if {
	faultless
	verdict.allowed
} else := {
	"allow": true,
	"client": visibility.client,
	"exceptions": [],
	"obligations": visibility.obligations,
	"persons": visibility.persons_shown,
	"principals": visibility.principals_shown,
	"reasons": ["what may be listed is shown"],
} if {
	faultless
	visibility.allowed
} else := {
	"allow": true,
	"client": identity.client,
	"exceptions": [],
	"obligations": {},
	"persons": persons.names,
	"principals": principals.all,
	"reasons": ["it may be done for each that the call stands for"],
} if {
	faultless
	everywhere.allowed
} else := object.union(
	{
		"allow": false,
		"client": identity.client,
		"reasons": refusals.reasons,
	},
	details.told,
) if {
	identity.client
} else := object.union(
	{
		"allow": false,
		"reasons": refusals.reasons,
	},
	details.told,
)

faultless if count(data.gatekeeper.faults) == 0

unexceptional if not input.request.exception

# One that may serve later: until then the call is like any other.
unexceptional if {
	exceptions.fitting
	not exceptions.serving
}
