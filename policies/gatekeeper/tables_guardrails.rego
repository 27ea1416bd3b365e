# Guardrails, freezes and exceptions by what they concern.
# A guardrail or freeze is listed for every environment and action that it is not shown to leave alone. What remains to
# be asked of the call is in its members applications, classes, who and kinds; without any nothing can be shown, and it
# stands. Exceptions are the other way round: what can't be read serves nobody.
package gatekeeper.tables

import data.gatekeeper.checks

guarding[environment][action] := listed(guardrail_documents, checks.members.guardrail, environment, action) if {
	some environment, _ in places_or_none
	some action in actions
}

freezing[environment][action] := [object.union(freeze, windows_of(freeze_documents[freeze.name])) |
	some freeze in listed(freeze_documents, checks.members.freeze, environment, action)
] if {
	some environment, _ in places_or_none
	some action in actions
}

# Freezes that ask nothing of the call, flat: their windows alone are looked at.
calendar[environment][action] := {
	"once": [freeze.once | some freeze in plain],
	"yearly": [window | some freeze in plain; some window in freeze.yearly],
	"weekly": [window | some freeze in plain; some window in freeze.weekly],
	"selective": [freeze | some freeze in list; not is_plain(freeze)],
} if {
	some environment, action
	list := freezing[environment][action]
	plain := [freeze | some freeze in list; is_plain(freeze)]
}

is_plain(freeze) if {
	count(object.keys(freeze) & {"once", "yearly", "weekly"}) == 1
	count(object.keys(freeze) & {"applications", "classes", "who", "kinds"}) == 0
}

guardrail_documents := documents_of([document | document := data.guardrails])

freeze_documents := documents_of([document | document := data.freezes])

documents_of(found) := {name: document | some documents in found; some name, document in named_documents(documents)}

named_documents(documents) := documents if {
	is_object(documents)
} else := {"": null}

listed(documents, members, environment, action) := [entry |
	some name, document in documents
	not set_aside(document, members, environment, action)
	entry := object.union({"name": name, "why": why_of(document)}, selectors_of(document, members))
]

why_of(document) := document.why if {
	is_string(document.why)
} else := "it cannot be read"

# Shown to leave the call alone, with all that it holds: a member that nobody knows may have been an entry of its own.
set_aside(document, members, environment, _) if {
	count(object.keys(document) - members) == 0
	elsewhere(document, environment)
}

set_aside(document, members, _, action) if {
	count(object.keys(document) - members) == 0
	otherwise(document, action)
}

# Shown to leave an environment alone.
elsewhere(document, environment) if {
	environment != "-"
	names_in(document.tiers, tiers)
	not data.environments[environment].tier in document.tiers
}

elsewhere(document, environment) if {
	environment != "-"
	names_in(document.regions, regions)
	not data.environments[environment].region in document.regions
}

elsewhere(document, environment) if {
	environment != "-"
	named := names_in(document.environments, known_places)
	count(named & places[environment]) == 0
}

# What touches no environment is left alone by what speaks of some, unless an action of that kind is named.
elsewhere(document, "-") if {
	some member in {"tiers", "regions", "environments", "applications", "classes"}
	member in object.keys(document)
	not names_own_action(document)
}

names_own_action(document) if {
	not names_in(document.actions, application_actions)
	"actions" in object.keys(document)
}

# Shown to leave an action alone.
otherwise(document, action) if {
	names_in(document.actions, actions)
	not action in document.actions
}

otherwise(document, action) if {
	is_object(document)
	not "actions" in object.keys(document)
	action in reading
}

# What is left to be asked of a call; nothing of an entry with a member that nobody knows.
selectors_of(document, members) := {member: values |
	count(object.keys(document) - members) == 0
	some member in ["applications", "classes", "who", "kinds"]
	values := texts_in(document[member])
	every value in values {
		known(member, value)
	}
}

known("applications", name) if data.applications[name]

known("classes", name) if class_documents[name]

known("kinds", kind) if kind in kinds

known("who", principal) if known_principal(principal)

known_principal("owner")

known_principal("code")

known_principal(principal) if startswith(principal, "code:")

known_principal(principal) if {
	startswith(principal, "team:")
	data.teams[trim_prefix(principal, "team:")]
}

known_principal(principal) if {
	startswith(principal, "robot:")
	data.robots[trim_prefix(principal, "robot:")]
}

known_principal(principal) if {
	startswith(principal, "person:")
	data.people[trim_prefix(principal, "person:")]
}

known_principal(principal) if checks.unlinked_person(principal)

# Whom guardrails and freezes name by an id that nobody has in people -> where they are known.
strangers[principal] := url if {
	some documents in [guardrail_documents, freeze_documents]
	some document in documents
	some principal in document.who
	is_string(principal)
	startswith(principal, "person:")
	name := substring(principal, 7, -1)
	slash := indexof(name, "/")
	slash > 0
	url := data.issuers[substring(name, 0, slash)].url
	not people[url][substring(name, slash + 1, -1)]
}

# When a freeze stands: exactly one of {once}, {yearly} and {weekly}; nothing where it can't be read, or holds a member that
# nobody knows, and then it always stands.
windows_of(document) := {} if {
	count(object.keys(document) - checks.members.freeze) > 0
} else := {"once": [from, until]} if {
	forms_of(document) == {"from", "until"}
	from := time.parse_rfc3339_ns(document.from)
	until := time.parse_rfc3339_ns(document.until)
	from < until
} else := {"yearly": [window | some entry in document.yearly; window := days_of(entry)]} if {
	forms_of(document) == {"yearly"}
	every_readable(document.yearly, "yearly")
} else := {"weekly": [window | some entry in document.weekly; some window in minutes_of(entry)]} if {
	forms_of(document) == {"weekly"}
	every_readable(document.weekly, "weekly")
} else := {}

forms_of(document) := object.keys(document) & {"from", "until", "yearly", "weekly"}

every_readable(entries, form) if {
	is_array(entries)
	count(entries) > 0
	every entry in entries {
		readable_window(entry, form)
	}
}

readable_window(entry, "yearly") if days_of(entry)

readable_window(entry, "weekly") if count(minutes_of(entry)) > 0

# Days of the year as month * 100 + day; the last day is part of it.
days_of(entry) := [day_of(entry.from), day_of(entry.until)] if object.keys(entry) == {"from", "until"}

day_of(text) := (to_number(substring(text, 0, 2)) * 100) + to_number(substring(text, 3, 2)) if checks.valid("day", text)

# Minutes of the week, from Monday on; a window may run over its end.
minutes_of(entry) := [[(number * 1440) + from, (number * 1440) + last] | some day in entry.days; number := checks.weekdays[day]] if {
	object.keys(entry) == {"days", "from", "until"}
	names_in(entry.days, object.keys(checks.weekdays))
	from := minute_of(entry.from, "hour")
	until := minute_of(entry.until, "hour or midnight")
	last := end_of(from, until)
}

end_of(from, until) := until if {
	until > from
} else := until + 1440

minute_of(text, form) := (to_number(substring(text, 0, 2)) * 60) + to_number(substring(text, 3, 2)) if checks.valid(form, text)

# Exceptions.

exceptions[name] := {
	"who": who,
	"reviewers": reviewers,
	"applications": applications,
	"classes": classes,
	"environments": environments,
	"actions": {action | some role in roles; some action in (actions_of[role] & application_actions)},
	"roles": roles,
	"waives": waives,
	"kinds": of_kinds,
	"authentication_age": age,
	"from": window.from,
	"until": window.until,
	"reason": window.reason,
} if {
	some name, document in data.exceptions
	only_known(document, "exception")
	who := texts_in(document.who)
	roles := texts_in(document.roles)
	reviewers := texts_in(document.review_by)
	is_array(document.waives)
	waives := {waived | some waived in document.waives}
	exception_places_or_applications(document)
	applications := all_or_named(document, "applications")
	classes := all_or_named(document, "classes")
	environments := exception_environments(document)
	of_kinds := names_in(object.get(document, "kinds", [kind | some kind in kinds]), kinds)
	age := exception_age(document)
	window := exception_window(document)
}

exception_places_or_applications(document) if {
	count(object.keys(document) & {"tiers", "regions", "environments", "applications"}) > 0
}

# `*` is no name: every one. So it is none that data may hold.
all_or_named(document, member) := names if {
	names := texts_in(document[member])
	every name in names {
		known(member, name)
	}
}

all_or_named(document, member) := {"*"} if not member in object.keys(document)

exception_environments(document) := {environment |
	some environment, _ in places
	place_selected(document, "tiers", data.environments[environment].tier)
	place_selected(document, "regions", object.get(data.environments[environment], "region", ""))
	place_selected(document, "environments", environment)
}

place_selected(document, member, _) if not member in object.keys(document)

place_selected(document, member, place) if {
	is_array(document[member])
	place in document[member]
}

exception_window(document) := {"from": from, "until": until, "reason": reason} if {
	{"from", "until"} - object.keys(document) == set()
	from := time.parse_rfc3339_ns(document.from)
	until := time.parse_rfc3339_ns(document.until)
	until - from <= checks.longest_exception_ns
	reason := optional_reason(document)
}

exception_window(document) := {"from": earliest, "until": latest, "reason": reason} if {
	object.keys(document) & {"from", "until"} == set()
	reason := exception_reason(document.reason)
}

# No expression, and no age: nothing is asked.
any_reason := ""

any_age := 0

optional_reason(document) := any_reason if {
	not "reason" in object.keys(document)
} else := exception_reason(document.reason)

exception_age(document) := any_age if {
	not "authentication_age" in object.keys(document)
} else := span(document.authentication_age)

exception_reason(pattern) := whole if {
	checks.valid("expression", pattern)
	whole := concat("", ["^(?:", pattern, ")$"])
}

# Classes that a bare `approvals` spares: whatever stands there, as nothing but false may.
unwaivable := {class |
	some class, document in class_documents
	"waivable" in object.keys(document)
}
