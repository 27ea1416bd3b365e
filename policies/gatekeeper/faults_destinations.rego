# Places that destinations share, and what their entries say together.
package gatekeeper.checks

# The nearest entry holds whole: of both names, of the application, of the environment, of neither. The deployer reads them so, too.
nearest(application, environment) := [application, environment] if {
	entry_at(application, environment)
} else := [application, "*"] if {
	entry_at(application, "*")
} else := ["*", environment] if {
	entry_at("*", environment)
} else := ["*", "*"] if {
	entry_at("*", "*")
}

# Whatever stands there, of whatever type.
entry_at(application, environment) if type_name(destinations[application][environment])

# [kind, place] -> the lanes that push there, with the entry that says so.
lanes_of[[entry.target.kind, place]] contains [application, environment, holder] if {
	some application in names.application
	some environment in names.environment
	holder := nearest(application, environment)
	entry := destinations[holder[0]][holder[1]]
	valid("path", entry.target.path)
	place := replace(replace(entry.target.path, "{application}", application), "{environment}", environment)
}

# A lane is sure to be alone at its target: each reverts to what was there before, and prunes what is old.
found contains {"path": ["destinations", holder[0], holder[1], "target", "path"], "message": message, "hint": ""} if {
	some [_, place], lanes in lanes_of
	count(lanes) > 1
	message := sprintf("%s is the place of %s: each needs one of its own", [
		shown(place),
		concat(" and of ", sort(first_of({lane | some [application, environment, _] in lanes; lane := concat(" in ", [application, environment])}))),
	])
	some [_, _, holder] in lanes
}

# What a directory's releases are kept in belongs to its lane.
found contains {"path": ["destinations", holder[0], holder[1], "target", "path"], "message": message, "hint": ""} if {
	some [kind, place], lanes in lanes_of
	regex.match(`/(releases|current)(/|$)`, place)
	parts := split(place, "/")
	some i, part in parts
	part in {"releases", "current"}
	above := concat("/", array.slice(parts, 0, i))
	some [application, environment, _] in lanes_of[[kind, above]]
	message := sprintf("%s lies in what %s in %s keeps at %s", [shown(place), application, environment, shown(above)])
	some [_, _, holder] in lanes
}

# An entry for many holds for those that are yet to come, too.
found contains {"path": ["destinations", application, environment, "target", "path"], "message": message, "hint": sprintf("put %s into the path", [placeholder])} if {
	some application, by_environment in destinations
	some environment, entry in by_environment
	valid("path", entry.target.path)
	some [name, placeholder] in [[application, "{application}"], [environment, "{environment}"]]
	name == "*"
	not contains(entry.target.path, placeholder)
	message := sprintf("one place for many: %s has no %s in it", [shown(entry.target.path), placeholder])
}

# Names hold hyphens: `a` with `b-c` and `a-b` with `c` are one place in `{application}-{environment}`, be it only once there are such names.
found contains {"path": ["destinations", "*", "*", "target", "path"], "message": message, "hint": "put {application} and {environment} into parts of the path of their own"} if {
	path := destinations["*"]["*"].target.path
	valid("path", path)
	contains(path, "{application}")
	contains(path, "{environment}")
	every part in regex.split(`[^a-z0-9{}-]+`, path) {
		strings.count(part, "{application}") + strings.count(part, "{environment}") != 1
	}
	message := sprintf("one place for two: in %s, names may hold what stands between {application} and {environment}", [shown(path)])
}

found contains {"path": array.concat(path, ["health"]), "message": "has both file and url: one of them is checked", "hint": ""} if {
	some [_, path, entry] in destination_nodes
	type_name(entry.health.file)
	type_name(entry.health.url)
}

found contains {"path": array.concat(path, ["health"]), "message": "names neither file nor url: nothing would be checked", "hint": "leave health out where nothing is to be checked"} if {
	some [_, path, entry] in destination_nodes
	is_object(entry.health)
	count(object.keys(entry.health) & {"file", "url"}) == 0
}

valid("file", value) if {
	is_string(value)
	regex.match(`^[^/\p{C}]+(/[^/\p{C}]+)*$`, value)
	count({".", ".."} & {segment | some segment in split(value, "/")}) == 0
	not regex.match(`[{}]`, without_placeholders(value))
}

# As the worker asks it: nothing in it that is secret, or that a server could take for another request.
valid("address", value) if {
	regex.match(`^https?://[^\s\p{C}@?#/]+(/[^\s\p{C}@?#]*)?$`, value)
	not regex.match(`[{}]`, without_placeholders(value))
}

valid("wait", value) if duration_ns(value) <= longest_wait_ns

longest_wait_ns := ((6 * 3600) * 1000) * 1000000

valid("kept", value) if {
	is_count(value)
	value <= most_kept
}

most_kept := 1000
