# METADATA
# title: Whether one call may be made
# description: Every step must be shown to hold; what is undefined refuses. Texts are built apart, in refusals.
package gatekeeper.verdict

import data.gatekeeper.call
import data.gatekeeper.guardrails
import data.gatekeeper.identity
import data.gatekeeper.requirements
import data.gatekeeper.roles

allowed if {
	call.asked_about
	call.now
	identity.kind_shown
	identity.hit
	identity.origin_shown
	identity.always_shown
	identity.within_reach
	identity.places_shown
	roles.allowing
	requirements.met
	guardrails.passed
}
