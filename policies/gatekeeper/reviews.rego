# METADATA
# title: Who reviews the use of an exception
# description: |
#   What the gatekeeper's log says of the decision that is reviewed is in input.request.decision; where it is not there, the
#   log has no such use. A use is reviewed by a person of `review_by`, whatever the roles say, and by nobody who stands behind
#   it. What cannot be shown of either refuses.
package gatekeeper.reviews

import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.roles
import data.gatekeeper.tables

# Whoever has the action in the organisation is told that there is no such use; nobody else learns whether there is.
entitled if {
	not told
	roles.allowing
}

entitled if {
	reviewer
	apart
}

told if type_name(input.request.decision)

# One of those who review each of the exceptions that were used.
reviewer if {
	identity.kind == "person"
	is_array(input.request.decision.exceptions)
	count(input.request.decision.exceptions) > 0
	every name in input.request.decision.exceptions {
		reviews(name)
	}
}

reviews(name) if {
	some principal in tables.exceptions[name].reviewers
	principal in principals.all
}

# Of what the policies define no more nobody is left who reviews it, but whoever has the action in the organisation: nothing
# is to stay open for ever.
reviews(name) if {
	gone(name)
	roles.allowing
}

gone(name) if {
	is_string(name)
	not has_exceptions
}

gone(name) if {
	is_string(name)
	is_object(data.exceptions)
	not name in object.keys(data.exceptions)
}

has_exceptions if type_name(data.exceptions)

# Nobody of those who stand behind the use.
apart if {
	is_array(input.request.decision.persons)
	count(input.request.decision.persons) > 0
	every person in input.request.decision.persons {
		is_string(person)
		startswith(person, "person:")
		is_another(person)
	}
}

# Behind a robot, or a pipeline of which nobody knows who started it, there is no person that the reviewer could be told from.
# So being one of `review_by` is not enough there: it takes the action in the organisation as well.
apart if {
	input.request.decision.persons == []
	roles.allowing
}

# Both have an entry in people, and not the same.
is_another(person) if {
	own := identity.person_names
	name := trim_prefix(person, "person:")
	type_name(data.people[name])
	name != persons.behind
	not person in own
}

# The same issuer has told them apart, by their ids, of which the other has no entry in people either now.
is_another(person) if {
	own := identity.person_names
	some issuer in tables.issuer_names[identity.settings.url]
	startswith(person, concat("", ["person:", issuer, "/"]))
	not person in own
	not linked(person)
}

# The id has got an entry in people since: whose it is counts.
is_another(person) if {
	own := identity.person_names
	name := linked(person)
	name != persons.behind
	not person in own
	not concat("", ["person:", name]) in own
}

linked(person) := tables.sole_person[data.issuers[issuer].url][id] if {
	told := trim_prefix(person, "person:")
	slash := indexof(told, "/")
	slash > 0
	issuer := substring(told, 0, slash)
	id := substring(told, slash + 1, -1)
}

# The caller itself stands behind the use.
behind if {
	some person in input.request.decision.persons
	person in identity.person_names
}

reasons := roles.reasons if not told

reasons := [concat("", ["reviews the use of the exception ", name]) | some name in input.request.decision.exceptions] if told
