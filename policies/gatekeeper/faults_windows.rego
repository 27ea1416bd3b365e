# Guardrails, freezes and exceptions.
package gatekeeper.checks

selecting := object.keys(selectors) | {"who", "actions", "kinds"}

found contains {"path": ["guardrails", name], "message": message, "hint": ""} if {
	some name, entry in guardrails
	is_object(entry)
	count(object.keys(entry) & selecting) == 0
	message := sprintf("needs one at least of %s", [listed(selecting)])
}

# Groups say nothing of a person behind code.
found contains {"path": [document, name, "who", i], "message": message, "hint": ""} if {
	some document in ["guardrails", "freezes"]
	some name, entry in documents[document]
	some i, principal in entry.who
	startswith(principal, "team:")
	team := substring(principal, 5, -1)
	is_object(teams[team])
	not is_filled_of(teams[team], "members")
	message := sprintf("team %s must be given by members, too: groups say nothing of a person behind code", [team])
}

# A team names the pipelines of its application, and could give the name of one that is to be held to another.
found contains {"path": [document, name, "who", i], "message": message, "hint": "write code"} if {
	some document in ["guardrails", "freezes"]
	some name, entry in documents[document]
	some i, principal in entry.who
	startswith(principal, "code:")
	message := sprintf("%s is what an application's own file calls a pipeline, and may call another tomorrow", [principal])
}

is_filled_of(entry, member) if is_filled(entry[member])

# Every selector must apply. Who names an environment beside a tier that it is not in, or an application beside a class that it
# has not, means both, and has neither.
found contains {"path": [document, name, member, i], "message": message, "hint": never_hint} if {
	some [document, name, entry, beside, there] in narrowing
	some member in ["environments", "applications"]
	some i, selected in entry[member]
	valid(selectors[member], selected)
	count(there & places_beside(member, beside, selected)) == 0
	message := sprintf("%s has none of the %s %s: the two never apply together", [selected, beside, listed(there)])
}

never_hint := "selectors narrow one another: give it an entry of its own"

# Looked at once an entry, however much it names.
narrowing := [[document, name, entry, beside, there] |
	some document in ["guardrails", "freezes", "exceptions"]
	some name, entry in documents[document]
	some beside in ["tiers", "regions", "classes"]
	is_known_list(entry[beside], selectors[beside])
	there := {place | some place in entry[beside]}
]

# Likewise, what never calls as one of the kinds beside it.
found contains {"path": [document, name, "who", i], "message": message, "hint": never_hint} if {
	some document in ["guardrails", "freezes", "exceptions"]
	some name, entry in documents[document]
	is_known_list(entry.kinds, "kind")
	some i, principal in entry.who
	count({kind | some kind in entry.kinds} & kinds_beside(document, principal)) == 0
	message := sprintf("%s calls as none of the kinds %s: the two never apply together", [principal, listed(entry.kinds)])
}

# A guardrail is about the person behind a call, too, and about whoever cannot be told: that is never so of a person's call.
kinds_beside(document, principal) := kinds - {"person"} if {
	document != "exceptions"
	is_program(principal)
}

# An exception serves the caller itself. (A robot may call as an agent, too, or come to another issuer.)
kinds_beside("exceptions", principal) := {"person"} if {
	valid("principal", principal)
	not is_program(principal)
} else := {"code"} if {
	not startswith(principal, "robot:")
	principal in names.principal
}

is_known_list(list, kind) if {
	is_filled(list)
	every name in list {
		valid(kind, name)
	}
}

places_beside("environments", "tiers", environment) := {environments[environment].tier}

places_beside("environments", "regions", environment) := {environments[environment].region}

places_beside("applications", "classes", application) := classes_of(application) | {"all"}

found contains {"path": ["freezes", name], "message": "needs exactly one of from with until, yearly, weekly", "hint": ""} if {
	some name, entry in freezes
	is_object(entry)
	forms := [form | some form in ["yearly", "weekly"]; form in object.keys(entry)]
	fixed := ["from" | count({"from", "until"} & object.keys(entry)) > 0]
	count(array.concat(forms, fixed)) != 1
}

found contains {"path": [document, name], "message": message, "hint": ""} if {
	some document in ["freezes", "exceptions"]
	some name, entry in documents[document]
	is_object(entry)
	some [there, other] in [["from", "until"], ["until", "from"]]
	there in object.keys(entry)
	not other in object.keys(entry)
	message := sprintf("%s is missing: it has %s", [other, there])
}

found contains {"path": ["exceptions", name], "message": message, "hint": ""} if {
	some name, entry in exceptions
	is_object(entry)
	count({"from", "until", "reason"} & object.keys(entry)) == 0
	message := sprintf("needs from and until (at most %d hours), or reason, the form of the reason that a call gives", [longest_exception])
}

found contains {"path": ["exceptions", name, "until"], "message": message, "hint": ""} if {
	some name, entry in exceptions
	is_time(entry.from)
	is_time(entry.until)
	time.parse_rfc3339_ns(entry.until) - time.parse_rfc3339_ns(entry.from) > longest_exception_ns
	message := sprintf("must be at most %d hours after from, %s; found %s", [longest_exception, entry.from, shown(entry.until)])
}

found contains {"path": ["exceptions", name], "message": "needs a place (tiers, regions, environments) or applications", "hint": ""} if {
	some name, entry in exceptions
	is_object(entry)
	count(object.keys(entry) & {"tiers", "regions", "environments", "applications"}) == 0
}

longest_exception_ns := (longest_exception * 3600) * 1000000000

waivable := ({"freezes", "approvals", "reason_length"} | {concat("/", ["approvals", class]) | some class, _ in classes}) | {concat("/", ["guardrails", guardrail]) | some guardrail, _ in guardrails}

found contains {"path": ["exceptions", name, "waives"], "message": message, "hint": waives_hint(entry.waives)} if {
	some name, entry in exceptions
	not is_array(entry.waives)
	entry_has(entry, "waives")
	message := sprintf("must be a list of what is waived, [] for nothing; found %s", [shown(entry.waives)])
}

waives_hint(value) := list_hint(value) if {
	value in waivable
} else := ""

entry_has(entry, member) if {
	is_object(entry)
	member in object.keys(entry)
}

found contains {"path": ["exceptions", name, "waives", i], "message": message, "hint": hint(waived, waivable)} if {
	some name, entry in exceptions
	is_array(entry.waives)
	some i, waived in entry.waives
	not waived in waivable
	message := sprintf("must be freezes, approvals, approvals/CLASS, reason_length or guardrails/NAME that is defined; found %s", [shown(waived)])
}

found contains {"path": ["exceptions", name, "waives"], "message": twice(entry.waives), "hint": ""} if {
	some name, entry in exceptions
	has_duplicates(entry.waives)
}
