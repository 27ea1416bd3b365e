# METADATA
# title: What is asked of a change, and whether it is shown
# description: |
#   Requirements of every class, of the inventory and of the application's own file add up; each must be met, or be waived
#   by the exception that serves the call. What nothing here can show is not met.
package gatekeeper.requirements

import data.gatekeeper.call
import data.gatekeeper.exceptions
import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.tables

met if {
	input.action in tables.application_actions
	every class in call.classes {
		every item in tables.requirements[class][input.environment][input.action] {
			shown(item.name, item.value, item.source)
		}
	}
	document_met(call.own, "/application")
	inventory_met
	of_persons
	of_approvers
}

inventory_met if not tables.inventoried

inventory_met if {
	tables.inventoried
	document_met(call.record, "/inventory")
}

# A document of one application is held against the call as it stands. The sources are no names of classes.
document_met(document, _) if not requires(document)

document_met(document, source) if {
	is_object(document.requirements)
	every place, groups in document.requirements {
		place_met(place, groups, source)
	}
}

requires(document) if type_name(document.requirements)

place_met(place, _, _) if place in tables.other_places[input.environment]

place_met(_, groups, source) if {
	is_object(groups)
	every group, members in groups {
		group_met(group, members, source)
	}
}

group_met(group, members, _) if {
	group in tables.other_groups[input.action]
	linked_met(group, members)
}

group_met(group, members, source) if {
	is_object(members)
	linked_met(group, members)
	every name, value in members {
		tables.readable(name, value)
		shown(name, value, source)
	}
}

# Whoever approves where nobody may act alone must be known as a person, too.
linked_met(_, _) if input.action != "approve"

linked_met("approve", _)

linked_met(_, members) if not asks_for_two(members)

linked_met(_, _) if persons.linked

asks_for_two(members) if type_name(members.not_alone)

# What belongs to no application is asked for nothing else.
met if {
	input.action in tables.organisation_actions
	of_persons
}

shown("kinds", kinds, _) if identity.kind in kinds

shown("reason_length", length, _) if count(call.reason) >= length

shown("reason_length", length, _) if {
	is_number(length)
	exceptions.waives("reason_length")
}

shown("digest_required", true, _) if {
	is_string(input.request.digest)
	regex.match(`^sha256:[0-9a-f]{64}$`, input.request.digest)
}

shown("lowest_version", lowest, _) if {
	is_string(input.request.version)
	semver.is_valid(input.request.version)
	semver.compare(input.request.version, lowest) >= 0
}

# The version that a rollback goes to is known when it is carried out.
shown("lowest_version", lowest, _) if {
	is_string(lowest)
	input.action == "rollback"
	not call.executing
	not has_version
}

has_version if type_name(input.request.version)

# The same as items, where rules and texts ask for each.
own := array.concat(items_of(call.own, "/application"), inventoried)

inventoried := [] if not tables.inventoried

inventoried := items_of(call.record, "/inventory") if tables.inventoried

items_of(document, _) := [] if not requires(document)

items_of(document, source) := tables.items(document, source, input.environment, input.action) if requires(document)

# Rules that nothing waives, and who may meet them.
rules := class_rules if not own_ask

rules := array.concat(class_rules, array.concat(
	own_rules(call.own, "/application"),
	[rule | tables.inventoried; some rule in own_rules(call.record, "/inventory")],
)) if {
	own_ask
}

class_rules := [rule |
	some class in call.classes
	not exceptions.waives_approvals(class)
	some rule in tables.approval_rules[class][input.environment][input.action]
]

own_rules(document, source) := [rule |
	some place, groups in document.requirements
	tables.asked_at(place, input.environment)
	some group, members in groups
	tables.group_applies(group, input.action)
	not exceptions.waives_approvals(source)
	some rule in members.approvals
]

shown("approvals", rules_asked, source) if {
	count(rules_asked) > 0
	exceptions.waives_approvals(source)
}

shown("approvals", rules_asked, _) if {
	count(rules_asked) > 0
	count(persons.names) > 0
}

shown("approvals", rules_asked, source) if {
	count(rules_asked) > 0
	unattended_by(source)
}

# Nobody is known behind the request: every class that asks for approvals must let that go.
unattended_by(source) if class_lets_go(source)

class_lets_go(class) if {
	some item in tables.requirements[class][input.environment][input.action]
	item.name == "unattended"
}

unattended_by(source) if {
	startswith(source, "/")
	some class in call.classes
	class_lets_go(class)
}

unattended_by(source) if {
	startswith(source, "/")
	some item in own
	item.source == "/inventory"
	item.name == "unattended"
}

shown("unattended", true, source) if source != "/application"

shown("not_alone", true, _) if {
	persons.linked
	count(rules) > 0
	approvers_linked
}

shown("not_alone", true, source) if exceptions.waives_approvals(source)

# Every approver that the request names when it is carried out.
approvers_linked if not call.executing

approvers_linked if {
	is_array(input.request.approvals)
	every approval in input.request.approvals {
		is_array(approval.persons)
		count(approval.persons) > 0
		every person in approval.persons {
			is_string(person)
			startswith(person, "person:")
			count(data.people[trim_prefix(person, "person:")]) > 0
		}
	}
}

shown("linked", true, _) if persons.linked

shown("approval_age", age, _) if tables.span(age) > 0

shown("authentication_age", age, _) if call.authenticated_within(tables.span(age))

# Facts are shown by the worker, which holds them against the same items; here when a request is carried out.
shown("artifact", wanted, _) if {
	is_object(wanted)
	not call.executing
}

shown("artifact", wanted, _) if {
	every name, value in wanted {
		tables.fact_shown(name, value, input.request.facts)
	}
}

of_persons if not input.action in tables.personal

of_persons if identity.kind == "person"

# An approver is one of those who are asked.
of_approvers if input.action != "approve"

of_approvers if {
	some action in tables.changing
	some rule in approval_rules_for(action)
	some principal in rule.from
	principal in principals.all
}

approval_rules_for(action) := array.concat(
	[rule | some class in call.classes; some rule in tables.approval_rules[class][input.environment][action]],
	[rule |
		some document in [call.own, call.record]
		some item in tables.items(document, "/", input.environment, action)
		item.name == "approvals"
		some rule in item.value
	],
)

# What the answer asks for.
default obligations := {}

obligations := {"approvals": asked} if {
	input.action in tables.changing
	may_ask
	count(rules) > 0
}

asked := {"rules": rules} if not ages_asked

asked := {"rules": rules, "expires_after": shortest} if ages_asked

ages_asked if count(ages) > 0

may_ask if {
	some class in call.classes
	count(tables.approval_rules[class][input.environment][input.action]) > 0
}

may_ask if own_ask

own_ask if {
	some groups in call.own.requirements
	some members in groups
	members.approvals
}

own_ask if {
	tables.inventoried
	some groups in call.record.requirements
	some members in groups
	members.approvals
}

# One of them, where a time has two spellings.
shortest := min([[tables.span(age), age] | some age in ages])[1]

ages contains age if {
	some class in call.classes
	some age in tables.approval_ages[class][input.environment][input.action]
}

ages contains item.value if {
	own_ages
	some item in own
	item.name == "approval_age"
}

own_ages if {
	some groups in call.own.requirements
	some members in groups
	members.approval_age
}

own_ages if {
	some groups in call.record.requirements
	some members in groups
	members.approval_age
}
