# METADATA
# title: The exception that a call names
# description: |
#   It serves only a call that names it and meets all that it asks. What it waives is told by `waives`. A call that names
#   one which does not fit it is refused, needed or not: its caller counts on it.
package gatekeeper.exceptions

import data.gatekeeper.call
import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.tables

named := tables.exceptions[input.request.exception]

serving := named if {
	fitting
	in_time
	reviewable
	authenticated
}

# What is asked at the door and at execution alike, needed or not. Not its time, which may come or be over while the call waits, and
# not what follows from it: how old the login is, and who is left to review.
fitting if {
	input.action in named.actions
	here
	theirs
	reason_given
}

in_time if {
	named.from <= call.now
	call.now < named.until
}

here if {
	input.environment in named.environments
	among(input.application, named.applications)
	of_classes
}

theirs if {
	identity.kind in named.kinds
	count(named.who & principals.all) > 0
}

# Somebody is left to review the use who does not stand behind it.
reviewable if {
	some reviewer in named.reviewers
	persons.others_are(reviewer)
}

among(_, names) if "*" in names

among(name, names) if name in names

of_classes if "*" in named.classes

of_classes if {
	some class in call.classes
	class in named.classes
}

reason_given if {
	named.reason == tables.any_reason
}

reason_given if {
	named.reason != tables.any_reason
	regex.match(named.reason, call.reason)
}

authenticated if named.authentication_age == tables.any_age

authenticated if {
	named.authentication_age != tables.any_age
	call.authenticated_within(named.authentication_age)
}

waives(what) if what in serving.waives

waives_approvals(source) if concat("/", ["approvals", source]) in serving.waives

waives_approvals(source) if {
	"approvals" in serving.waives
	not source in tables.unwaivable
}
