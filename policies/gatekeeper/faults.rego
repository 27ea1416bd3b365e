# METADATA
# title: What is wrong with the data of this revision
# description: |
#   data.gatekeeper.faults is a set of {path, message, hint}. The path leads to the entry (a missing member: to its
#   parent), the message says what is wrong, what was found and what would be valid. A revision with faults is not taken,
#   and `decision` refuses while there are any. Nothing here depends on input. The checks themselves are in
#   data.gatekeeper.checks, one file a subject; whatever shape the data has, they give a set.
package gatekeeper

import data.gatekeeper.checks

faults contains fault if {
	some fault in checks.found
	count(checks.lacking) == 0
}

# Without such a document most of what the others say is wrong: it is told first, alone.
faults contains fault if {
	count(checks.lacking) > 0
	some fault in checks.found
	count(fault.path) == 1
}
