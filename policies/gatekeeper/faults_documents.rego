# METADATA
# title: The documents of data, safe to walk
# description: |
#   Each is an object: what is missing or of another type counts as empty here, and is told as a fault below.
package gatekeeper.checks

default issuers := {}

issuers := data.issuers if is_object(data.issuers)

default scopes := {}

scopes := data.scopes if is_object(data.scopes)

default organisation := {}

organisation := data.organisation if is_object(data.organisation)

default environments := {}

environments := data.environments if is_object(data.environments)

default roles := {}

roles := data.roles if is_object(data.roles)

default applications := {}

applications := data.applications if is_object(data.applications)

default teams := {}

teams := data.teams if is_object(data.teams)

default people := {}

people := data.people if is_object(data.people)

default robots := {}

robots := data.robots if is_object(data.robots)

default classes := {}

classes := data.classes if is_object(data.classes)

default inventory := {}

inventory := data.inventory if is_object(data.inventory)

default guardrails := {}

guardrails := data.guardrails if is_object(data.guardrails)

default freezes := {}

freezes := data.freezes if is_object(data.freezes)

default exceptions := {}

exceptions := data.exceptions if is_object(data.exceptions)

default credentials := {}

credentials := data.credentials if is_object(data.credentials)

default destinations := {}

destinations := data.destinations if is_object(data.destinations)

documents := {
	"issuers": issuers, "scopes": scopes, "organisation": organisation, "environments": environments, "roles": roles,
	"applications": applications, "teams": teams, "people": people, "robots": robots, "classes": classes,
	"inventory": inventory, "guardrails": guardrails, "freezes": freezes, "exceptions": exceptions,
	"credentials": credentials, "destinations": destinations,
}

# Whatever was given, of whatever type, as [value]; nothing for a document that is not there.
given := {
	"issuers": [value | value := data.issuers],
	"scopes": [value | value := data.scopes],
	"organisation": [value | value := data.organisation],
	"environments": [value | value := data.environments],
	"roles": [value | value := data.roles],
	"applications": [value | value := data.applications],
	"teams": [value | value := data.teams],
	"people": [value | value := data.people],
	"robots": [value | value := data.robots],
	"classes": [value | value := data.classes],
	"inventory": [value | value := data.inventory],
	"guardrails": [value | value := data.guardrails],
	"freezes": [value | value := data.freezes],
	"exceptions": [value | value := data.exceptions],
	"credentials": [value | value := data.credentials],
	"destinations": [value | value := data.destinations],
}

found contains {"path": [document], "message": message, "hint": ""} if {
	some document, values in given
	some value in values
	not is_object(value)
	message := sprintf("must be an object, names with their entries; found %s", [shown(value)])
}

found contains {"path": [document], "message": "is missing or empty; nothing can be decided without it", "hint": ""} if {
	some document in lacking
	every value in given[document] {
		is_object(value)
	}
}

# What must be there, and holds nothing that can be read.
lacking contains document if {
	some document in ["issuers", "scopes", "environments", "roles", "applications"]
	count(documents[document]) == 0
}

# Names of entries. Credentials may have placeholders, destinations `*`: they are checked where they are filled.
named := {
	"issuers", "environments", "roles", "applications", "teams", "people", "robots", "classes", "inventory",
	"guardrails", "freezes", "exceptions",
}

found contains {"path": [document, name], "message": bad_name(name), "hint": ""} if {
	some [document, name] in misnamed
}

misnamed contains [document, name] if {
	some document in named
	some name, _ in documents[document]
	not is_name(name)
}

is_name(name) if regex.match(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`, name)

bad_name(name) := sprintf("%s is no name: small letters, digits and inner hyphens, at most 63", [shown(name)])

inventory_given if count(given.inventory) > 0

# What scopes.expects names must be there, and hold something.
found contains {"path": ["scopes", "expects", i], "message": message, "hint": ""} if {
	some i, expected in scopes.expects
	expectable(expected)
	not held(expected)
	message := sprintf("%s is expected, and is missing or empty", [shown(expected)])
}

expectable(expected) if expected in object.keys(documents)

expectable(expected) if {
	[root, name] := split(expected, "/")
	root in {"applications", "teams", "classes"}
	is_name(name)
}

held(expected) if count(documents[expected]) > 0

held(expected) if {
	[root, name] := split(expected, "/")
	count(documents[root][name]) > 0
}
