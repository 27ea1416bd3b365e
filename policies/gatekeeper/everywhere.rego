# METADATA
# title: A hold of all applications or environments
# description: |
#   Pushes are stopped, and let go again, for all that `-` stands for by whoever may do so for each of them, decided by the
#   very same rules. What is refused for one is refused for all. The work grows with the number of pairs.
package gatekeeper.everywhere

import data.gatekeeper.identity
import data.gatekeeper.verdict
import data.gatekeeper.visibility

asked if {
	input.action in {"hold", "release"}
	"-" in {input.application, input.environment}
}

# All that the call stands for.
pairs contains [application, environment] if {
	asked
	some application in visibility.applications
	some environment in visibility.environments
}

granted contains [application, environment] if {
	some [application, environment] in pairs
	verdict.allowed with input.application as application with input.environment as environment
}

allowed if {
	identity.hit
	count(pairs) > 0
	granted == pairs
}

lacking := pairs - granted

# Of which the caller may know.
told contains [application, environment] if {
	some [application, environment] in lacking
	verdict.allowed with input.action as "list" with input.application as application with input.environment as environment
}
