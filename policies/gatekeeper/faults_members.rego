# Members that are unknown, missing, or of the wrong type.
package gatekeeper.checks

# Everything with a shape: [shape, path, value].
nodes := array.concat(
	array.concat(
		[["organisation", ["organisation"], value] | some value in given.organisation],
		[["scopes", ["scopes"], value] | some value in given.scopes],
	),
	array.concat(entry_nodes, array.concat(inner_nodes, requirement_nodes)),
)

entry_shapes := {
	"issuers": "issuer", "environments": "environment", "roles": "role", "applications": "application",
	"teams": "team", "robots": "code", "classes": "class", "inventory": "inventoried", "guardrails": "guardrail",
	"freezes": "freeze", "exceptions": "exception", "credentials": "credential",
}

entry_nodes := [[shape, [document, name], value] |
	some document, shape in entry_shapes
	some name, value in documents[document]
]

inner_nodes := array.concat(
	array.concat(
		array.concat(
			[["code", ["applications", application, "code", name], value] |
				some application, entry in applications
				some name, value in entry.code
			],
			[["member", ["teams", team, "members", i], value] |
				some team, entry in teams
				is_array(entry.members)
				some i, value in entry.members
			],
		),
		array.concat(
			[["yearly", ["freezes", name, "yearly", i], value] |
				some name, entry in freezes
				is_array(entry.yearly)
				some i, value in entry.yearly
			],
			[["weekly", ["freezes", name, "weekly", i], value] |
				some name, entry in freezes
				is_array(entry.weekly)
				some i, value in entry.weekly
			],
		),
	),
	array.concat(
		array.concat(odd_grants, destination_nodes),
		array.concat(
			[[target_shape(entry.target), ["destinations", application, environment, "target"], entry.target] |
				some application, by_environment in destinations
				some environment, entry in by_environment
			],
			[["health", ["destinations", application, environment, "health"], entry.health] |
				some application, by_environment in destinations
				some environment, entry in by_environment
			],
		),
	),
)

# Each kind of target has keys of its own; "target" is the shape of those whose kind is none.
target_shape(target) := shape if {
	shape := concat(" ", ["target of kind", target.kind])
	shapes[shape]
} else := "target"

destination_nodes := [["destination", ["destinations", application, environment], value] |
	some application, by_environment in destinations
	some environment, value in by_environment
]

found contains {"path": path, "message": message, "hint": node_hint(shape, value)} if {
	some [shape, path, value] in nodes
	not is_object(value)
	message := sprintf("must be an object with members of these: %s; found %s", [listed(members[shape]), shown(value)])
}

node_hint(shape, value) := sprintf("write {who: %s}", [value]) if {
	shape == "member"
	valid("person", value)
} else := ""

found contains {"path": array.concat(path, [member]), "message": message, "hint": member_hint(shape, member)} if {
	some [shape, path, value] in nodes
	is_object(value)
	some member in (object.keys(value) - members[shape])
	message := sprintf("unknown member %s; known are %s", [shown(member), listed(members[shape])])
}

member_hint(shape, member) := "it is asked under deploy alone" if {
	shape in {"change", "rollback"}
	member in members.deploy
} else := near_hint(member, members[shape])

found contains {"path": path, "message": message, "hint": ""} if {
	some [shape, path, value] in nodes
	is_object(value)
	some member in (shapes[shape].required - object.keys(value))
	message := sprintf("%s is missing; it must be %s", [member, wanted_member(shape, member)])
}

wanted_member(shape, member) := wanted[shapes[shape].one[member]] if {
	true
} else := sprintf("a list, each %s", [wanted[shapes[shape].many[member]]]) if {
	true
} else := object.get(wanted_free, member, "given")

wanted_free := {
	"target": "an object with kind and the keys of that kind",
	"waives": "a list of what is waived, [] for nothing",
}

found contains {"path": path, "message": wrong(kind, value), "hint": value_hint(kind, value)} if {
	some [path, kind, value] in wrong_values
}

wrong_values := [[array.concat(path, [member]), kind, found_value] |
	some [shape, path, value] in nodes
	some member, kind in shapes[shape].one
	found_value := value[member]
	not valid(kind, found_value)
]

value_hint(kind, value) := hint_for(kind, value) if {
	is_few(wrong_values)
} else := ""

found contains {"path": array.concat(path, [member]), "message": message, "hint": many_hint(kind, found_value)} if {
	some [shape, path, value] in nodes
	some member, kind in shapes[shape].many
	found_value := value[member]
	not is_filled(found_value)
	message := sprintf("must be a list that is not empty, each %s; found %s", [wanted[kind], shown(found_value)])
}

found contains {"path": path, "message": wrong(kind, element), "hint": element_hint(kind, element)} if {
	some [path, kind, element] in wrong_elements
}

wrong_elements := [[array.concat(path, [member, i]), kind, element] |
	some [shape, path, value] in nodes
	some member, kind in shapes[shape].many
	is_array(value[member])
	some i, element in value[member]
	not valid(kind, element)
]

element_hint(kind, element) := hint_for(kind, element) if {
	is_few(wrong_elements)
} else := ""

# What was one text until a blank stood behind its colon.
joined(value) := concat(":", [name, rest]) if {
	is_object(value)
	count(value) == 1
	some name, rest in value
	is_string(rest)
}

# Of a thousand mistakes nobody needs to hear what each of them was to be, and to search for it costs more than all else.
is_few(mistakes) if count(mistakes) <= 100

counted_lists := {"change": ["approvals"], "deploy": ["approvals"], "rollback": ["approvals"], "approval": ["from"]}

# Longer lists are refused by those who count approvals.
found contains {"path": array.concat(path, [member]), "message": message, "hint": ""} if {
	some [shape, path, value] in nodes
	some member in counted_lists[shape]
	is_array(value[member])
	count(value[member]) > most_in_list
	message := sprintf("holds %d entries; at most %d are counted", [count(value[member]), most_in_list])
}

found contains {"path": array.concat(path, [member]), "message": twice(value[member]), "hint": ""} if {
	some [shape, path, value] in nodes
	some member, _ in shapes[shape].many
	has_duplicates(value[member])
}

is_filled(value) if {
	is_array(value)
	count(value) > 0
}

has_duplicates(value) if {
	is_array(value)
	count(value) != count({element | some element in value})
}

twice(value) := sprintf("holds something twice: %s", [shown(value)])

many_hint(kind, value) := list_hint(value) if {
	valid(kind, value)
} else := ""

list_hint(value) := sprintf("write [%s]", [value]) if {
	is_plain(value)
} else := sprintf("write [%s]", [shown(value)]) if {
	is_string(value)
} else := ""

# What every reader of YAML takes for a text without quotes.
is_plain(value) if {
	regex.match(`^[a-z][a-z0-9_-]*$`, value)
	not value in {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
}

wrong(kind, value) := sprintf("must be %s; found %s", [wanted[kind], shown(value)])

hint_for(kind, value) := hint(value, names[kind]) if {
	is_string(value)
	names[kind]
} else := sprintf("write \"%s\", without a blank", [whole]) if {
	whole := joined(value)
	valid(kind, whole)
} else := near_hint(value, object.keys(documents)) if {
	kind == "expectation"
	is_string(value)
} else := sprintf("quote it: \"%s\"", [json.marshal(value)]) if {
	kind in {"text", "identifier"}
	is_number(value)
} else := sprintf("write %s", [json.marshal(trim_space(value))]) if {
	kind == "identifier"
	valid(kind, trim_space(value))
} else := sprintf("write %s, without quotes", [value]) if {
	kind in {"count", "kept", "approvers", "reason length"}
	regex.match(`^[1-9][0-9]{0,14}$`, value)
} else := sprintf("write %s", [in_hours(value)]) if {
	kind in {"duration", "wait"}
	in_hours(value)
} else := ""

# What was meant by days or weeks.
in_hours(value) := sprintf("%dh", [to_number(substring(value, 0, count(value) - 1)) * hours]) if {
	regex.match(`^[1-9][0-9]{0,2}[dw]$`, value)
	hours := {"d": 24, "w": 168}[substring(value, count(value) - 1, 1)]
}

valid(kind, value) if value in names[kind]

valid(kind, value) if {
	kind in {"principal", "guarded"}
	unlinked_person(value)
}

valid("text", value) if {
	is_string(value)
	trim_space(value) != ""
}

# What is told in a line; what was meant as a member below it would be lost in a longer text.
valid("line", value) if {
	is_string(value)
	trim_space(value) != ""
	not contains(trim_space(value), "\n")
}

# Compared byte for byte with what tokens hold: a blank at an end, or a character that nobody sees, is one of a mistake.
valid("identifier", value) if is_identifier(value)

is_identifier(value) if {
	is_string(value)
	regex.match(`^[^\p{C}\p{Z}]+( +[^\p{C}\p{Z}]+)*$`, value)
}

valid("name", value) if is_name(value)

valid("expectation", value) if expectable(value)

valid("url", value) if regex.match(`^[a-z][a-z0-9+.-]*:[^\s]+$`, value)

valid("zone", value) if {
	is_string(value)
	not value in {"", "Local"}
	time.clock([0, value])
}

valid("time", value) if is_time(value)

valid("day", value) if {
	regex.match(`^[0-9]{2}-[0-9]{2}$`, value)
	time.parse_ns("2006-01-02", concat("-", ["2024", value]))
}

valid("hour", value) if regex.match(`^([01][0-9]|2[0-3]):[0-5][0-9]$`, value)

valid("hour or midnight", value) if regex.match(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`, value)

valid("duration", value) if duration_ns(value)

valid("count", value) if is_count(value)

valid("approvers", value) if {
	is_count(value)
	value <= most_approvers
}

valid("reason length", value) if {
	is_count(value)
	value <= longest_reason
}

# Digits alone: others than Rego read it, too.
is_count(value) if {
	is_number(value)
	regex.match(`^[1-9][0-9]{0,14}$`, json.marshal(value))
}

# Read alike by all who come upon it: hours at the most (a day is not always 24 of them), above zero, at most 366 days.
duration_ns(value) := ns if {
	is_string(value)
	regex.match(`^([0-9]{1,15}([.][0-9]{1,9})?(h|m|s|ms|us|ns))+$`, value)
	count(value) <= 64
	ns := time.parse_duration_ns(value)
	ns > 0
	ns <= ((366 * 24) * 3600) * 1000000000
}

valid("version", value) if {
	is_string(value)
	semver.is_valid(value)
}

valid("expression", value) if {
	is_string(value)
	regex.is_valid(value)
	whole := sprintf("^(?:%s)$", [value])
	regex.is_valid(whole)
	not regex.match(whole, "")
}

valid("path", value) if {
	is_string(value)
	regex.match(`^(/[^/\p{C}]+)+$`, value)
	count({".", ".."} & {segment | some segment in split(value, "/")}) == 0
	not regex.match(`[{}]`, without_placeholders(value))
}

is_time(value) if {
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`, value)
	time.parse_rfc3339_ns(value)
}

without_placeholders(text) := replace(replace(text, "{application}", ""), "{environment}", "")

# person:ISSUER/ID, somebody whom `people` does not know.
unlinked_person(value) if {
	startswith(value, "person:")
	name := substring(value, 7, -1)
	slash := indexof(name, "/")
	slash > 0
	issuers[substring(name, 0, slash)]
	is_identifier(substring(name, slash + 1, -1))
	known_there(substring(name, 0, slash), substring(name, slash + 1, -1))
}

# Whatever has an end begins before it.
found contains {"path": array.concat(path, ["until"]), "message": message, "hint": ""} if {
	some [shape, path, value] in nodes
	shape in {"grant", "member", "freeze", "exception"}
	is_time(value.from)
	is_time(value.until)
	time.parse_rfc3339_ns(value.from) >= time.parse_rfc3339_ns(value.until)
	message := sprintf("must be later than from, %s; found %s", [value.from, shown(value.until)])
}

# Objects of entries whose names are free: told here when they are of another type, walked by the checks that know them.
objects := {
	"organisation": {"access": "principals with their roles"},
	"application": {"code": "pipelines by name", "access": held_access, "requirements": held_requirements, "delegate": held_roles},
	"inventoried": {"requirements": held_requirements, "delegate": held_roles},
	"class": {"access": held_access, "requirements": held_requirements, "delegate": held_roles},
	"issuer": {"require": held_claims},
	"code": {"require": held_claims},
	"team": {"groups": "issuers with their groups, such as {ISSUER: [GROUP]}"},
	"destination": {"credentials": "purposes with the names of credentials"},
}

held_access := "places with principals and their roles"

held_requirements := "places with what is asked there"

held_roles := "places with the roles that may be given there"

held_claims := "always and places with claims and their patterns"

found contains {"path": array.concat(path, [member]), "message": message, "hint": ""} if {
	some [shape, path, value] in nodes
	some member, held_there in objects[shape]
	found_value := value[member]
	not is_object(found_value)
	message := sprintf("must be an object, %s; found %s", [held_there, shown(found_value)])
}

found contains {"path": array.concat(path, [member]), "message": "is empty: leave it out", "hint": ""} if {
	some [shape, path, value] in nodes
	some member in (object.keys(objects[shape]) - {"delegate"})
	value[member] == {}
}

# Lists of objects.
lists := {"team": {"members"}, "freeze": {"yearly", "weekly"}, "change": {"approvals"}, "deploy": {"approvals"}, "rollback": {"approvals"}}

# What one of them looks like.
listed_objects := {
	"members": "{who: NAME}",
	"yearly": `{from: "12-27", until: "01-02"}`,
	"weekly": `{days: [fri], from: "17:00", until: "24:00"}`,
	"approvals": "{count: 1, from: [owner]}",
}

found contains {"path": array.concat(path, [member]), "message": message, "hint": hint_here} if {
	some [shape, path, value] in nodes
	some member in lists[shape]
	found_value := value[member]
	not is_filled(found_value)
	message := sprintf("must be a list that is not empty, of objects; found %s", [shown(found_value)])
	hint_here := sprintf("such as [%s]", [object.get(listed_objects, member, "{}")])
}

found contains {"path": array.concat(path, [member]), "message": twice(value[member]), "hint": ""} if {
	some [shape, path, value] in nodes
	some member in lists[shape]
	has_duplicates(value[member])
}
