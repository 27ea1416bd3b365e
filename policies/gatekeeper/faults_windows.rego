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

# Whom an exception names to review its use needs a role for that, too: else it would be served, and reviewed by nobody.
# What is asked is whether any of them could have one; when, and whether they are anybody any more, is asked of each call.
found contains {"path": ["exceptions", name, "review_by"], "message": message, "hint": reviewing_hint(entry.review_by[0])} if {
	some name, entry in exceptions
	is_filled(entry.review_by)
	every principal in entry.review_by {
		valid("reviewer", principal)
		not could_review(principal)
	}
	message := sprintf("nobody here may review: no role in organisation gives the action review to %s", [concat(" or ", sort(entry.review_by))])
}

reviewing_hint("owner") := "give the teams that own applications a role with the action review in organisation/data.yaml"

reviewing_hint(principal) := sprintf("give a role with the action review in organisation/data.yaml, such as \"%s\": [%s]", [principal, role]) if {
	principal != "owner"
	role := min(reviewing_roles)
} else := "no role in roles/data.yaml has the action review" if {
	principal != "owner"
}

could_review(principal) if {
	startswith(principal, "person:")
	trim_prefix(principal, "person:") in reviewing_people
}

could_review(principal) if {
	startswith(principal, "team:")
	team_could_review(trim_prefix(principal, "team:"))
}

could_review("owner") if {
	some team in owning_teams
	team_could_review(team)
}

team_could_review(team) if concat("", ["team:", team]) in reviewing_principals

team_could_review(team) if {
	some member in teams[team].members
	member.who in reviewing_people
}

owning_teams := {entry.team | some document in [applications, inventory]; some entry in document; is_string(entry.team)}

reviewing_roles := {name | some name, role in roles; is_array(role.actions); "review" in role.actions}

reviewing_principals := {principal |
	some principal, value in organisation.access
	some role in roles_given(value)
	role in reviewing_roles
}

# By their own names, by those of their ids, and by membership.
reviewing_people contains name if {
	some principal in reviewing_principals
	startswith(principal, "person:")
	name := trim_prefix(principal, "person:")
	people[name]
}

reviewing_people contains name if {
	some principal in reviewing_principals
	startswith(principal, "person:")
	slash := indexof(principal, "/")
	url := issuers[substring(principal, 7, slash - 7)].url
	some name in persons_of[[url, substring(principal, slash + 1, -1)]]
}

reviewing_people contains member.who if {
	some principal in reviewing_principals
	startswith(principal, "team:")
	some member in teams[trim_prefix(principal, "team:")].members
}
