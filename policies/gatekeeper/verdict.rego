# METADATA
# title: Whether one call may be made
# description: Every step must be shown to hold; what is undefined refuses. Texts are built apart, in refusals.
package gatekeeper.verdict

import data.gatekeeper.call
import data.gatekeeper.guardrails
import data.gatekeeper.identity
import data.gatekeeper.requirements
import data.gatekeeper.reviews
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
	entitled
	requirements.met
	guardrails.passed
}

entitled if {
	input.action != "review"
	roles.allowing
}

entitled if {
	input.action == "review"
	reviews.entitled
}

reasons := roles.reasons if input.action != "review"

reasons := reviews.reasons if input.action == "review"
