# What is asked of a change, read and checked.
# An item is {source, name, value}: where it is written, which requirement it is, its value in a form that is quick to
# hold a call against. What can't be read becomes an item that nothing meets.
package gatekeeper.tables

import data.gatekeeper.checks

requirement_groups := {"change", "deploy", "rollback", "approve"}

requirements[class][environment][action] := items(document, class, environment, action) if {
	some class, document in class_documents
	not class in unreadable_classes
	some environment, _ in places
	some action in application_actions
}

approval_rules[class][environment][action] := [rule | some item in list; item.name == "approvals"; some rule in item.value] if {
	some class, environment, action
	list := requirements[class][environment][action]
}

approval_ages[class][environment][action] := [item.value | some item in list; item.name == "approval_age"] if {
	some class, environment, action
	list := requirements[class][environment][action]
}

# Also asked with an application's own document, which is read as it stands.
items(document, source, environment, action) := [item |
	some place, groups in required_groups(document)
	asked_at(place, environment)
	some group, members in members_of(groups)
	some item in group_items(group, members, source, action)
]

required_groups(document) := groups if {
	groups := object.get(document, "requirements", {})
	is_object(groups)
} else := {"": {}}

members_of(groups) := groups if {
	is_object(groups)
	count(groups) > 0
} else := {"": {}}

group_items(group, members, source, action) := array.concat(
	[item |
		group_applies(group, action)
		some name, value in named_members(members)
		item := item_of(name, value, source)
	],
	linked_items(group, members, source, action),
)

# Whoever approves where nobody may act alone must be known as a person, too.
linked_items(group, members, source, action) := [{"source": source, "name": "linked", "value": true} |
	action == "approve"
	group in {"change", "deploy", "rollback"}
	type_name(members.not_alone)
]

group_applies(action, action) if not action in reading

group_applies("change", action) if action in changing

group_applies(group, action) if {
	not group in requirement_groups
	not action in reading
}

other_groups[action] := {group | some group in requirement_groups; not group_applies(group, action)} if {
	some action in application_actions
}

named_members(members) := members if {
	is_object(members)
	count(members) > 0
} else := {"": null}

item_of(name, value, source) := {"source": source, "name": name, "value": value} if {
	readable(name, value)
} else := {"source": source, "name": "unreadable", "value": name}

readable("kinds", value) if is_list_of(value, kinds)

readable("reason_length", value) if checks.valid("reason length", value)

readable("digest_required", true)

readable("lowest_version", value) if semver.is_valid(value)

readable("not_alone", true)

readable("unattended", true)

readable("approvals", value) if {
	countable(value)
	every rule in value {
		object.keys(rule) == {"count", "from"}
		checks.valid("approvers", rule.count)
		countable(rule.from)
		every principal in rule.from {
			approving_principal(principal)
		}
	}
}

countable(list) if {
	is_array(list)
	count(list) > 0
	count(list) <= checks.most_in_list
}

readable("approval_age", value) if span(value)

readable("authentication_age", value) if span(value)

readable("artifact", value) if {
	is_object(value)
	count(value) > 0
	every member, given in value {
		readable_fact(member, given)
	}
}

readable_fact("provenance", true)

readable_fact("max_bytes", value) if natural(value)

readable_fact("signed_by", value) if texts_in(value)

readable_fact("succeeded_in", value) if is_list_of(value, known_places)

is_list_of(value, names) if {
	is_array(value)
	count(value) > 0
	every name in value {
		name in names
	}
}

natural(value) if {
	is_number(value)
	value >= 0
	floor(value) == value
}

# A list of names, as a set; undefined where it is none, is empty, or holds another.
names_in(value, names) := {name | some name in value} if {
	is_array(value)
	count(value) > 0
	every name in value {
		name in names
	}
}

texts_in(value) := {text | some text in value} if {
	is_array(value)
	count(value) > 0
	every text in value {
		is_string(text)
	}
}

approving_principal("owner")

approving_principal(principal) if strings.any_prefix_match(principal, ["team:", "person:"])

span(value) := checks.duration_ns(value)

# What an artifact must show, held against the facts that the worker has verified.
fact_shown("provenance", true, facts) if {
	is_array(facts.provenance)
	count(facts.provenance) > 0
}

fact_shown("max_bytes", most, facts) if {
	is_number(facts.size)
	facts.size <= most
}

fact_shown("signed_by", signers, facts) if {
	some signature in facts.signatures
	signer_of(signature) in signers
}

# The same bytes succeeded at every place that is named.
fact_shown("succeeded_in", wanted, facts) if {
	every place in wanted {
		succeeded(place, facts.succeeded_in)
	}
}

succeeded(place, succeeded_in) if {
	some environment in succeeded_in
	place in places[environment]
}

signer_of(signature) := signature if is_string(signature)

signer_of(signature) := signature.signer if is_object(signature)
