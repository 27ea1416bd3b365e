# How faults are told.
package gatekeeper.checks

# What was found, short enough to print.
shown(value) := "null" if {
	is_null(value)
} else := sprintf("the list %s", [clipped(value)]) if {
	is_array(value)
} else := sprintf("the object %s", [clipped(value)]) if {
	is_object(value)
} else := sprintf("the number %s", [clipped(value)]) if {
	is_number(value)
} else := clipped(value)

clipped(value) := text if {
	text := written(value)
	count(text) <= 80
} else := sprintf("%s...", [substring(written(value), 0, 77)])

# As it stands in a file: JSON writes these three as escapes, for the sake of pages that it may stand in.
written(value) := strings.replace_n({`\\`: `\\`, `\u003c`: "<", `\u003e`: ">", `\u0026`: "&"}, json.marshal(value))

listed(names) := concat(", ", sort(names))

first_of(names) := array.slice(sort(names), 0, 5)

# The valid name that is meant, if one is near; else what is missing, or where there are few, all that are valid.
hint(word, names) := near_hint(word, names) if {
	near_hint(word, names) != ""
} else := missing_hint(word) if {
	missing_hint(word)
} else := sprintf("valid: %s", [listed(offered(names))]) if {
	count(offered(names)) > 0
	count(offered(names)) <= 20
} else := ""

# An entry whose name is none is a fault itself.
offered(names) := names if {
	count(misnamed) == 0
} else := names - ({name | some [_, name] in misnamed} | {principal |
	some [document, name] in misnamed
	prefix := {"teams": "team:", "people": "person:", "robots": "robot:"}[document]
	principal := concat("", [prefix, name])
})

# The valid name that is meant: one letter more, less or other, two swapped; else without its kind (`shop` for
# `team:shop`, or the other way round), or with the same beginning. Many names are not searched: a document that is missing would cost too much.
near_hint(word, names) := sprintf("did you mean %s?", [nearest[0]]) if {
	count(names) <= 600
	plain := regex.replace(lower(trim_space(word)), `[^a-z0-9_:/-]`, ".")
	regex.match(`[a-z0-9]`, plain)
	pattern := variants(plain)
	nearest := array.concat(
		sort([name | some name in offered(names); regex.match(pattern, name)]),
		sort([name | some name in offered(names); near(plain, name)]),
	)
	count(nearest) > 0
} else := ""

near(word, name) if endswith(name, concat("", [":", word]))

near(word, name) if endswith(word, concat("", [":", name]))

near(word, name) if {
	count(word) >= 3
	startswith(name, word)
}

near(word, name) if {
	count(name) >= 3
	startswith(word, name)
}

# Where a principal would be defined.
missing_hint(word) := sprintf("there is no teams/%s/data.yaml", [substring(word, 5, -1)]) if {
	startswith(word, "team:")
	is_name(substring(word, 5, -1))
	not substring(word, 5, -1) in object.keys(teams)
} else := sprintf("%s has no entry in people", [substring(word, 7, -1)]) if {
	startswith(word, "person:")
	is_name(substring(word, 7, -1))
	not substring(word, 7, -1) in object.keys(people)
} else := sprintf("there is no issuer %s", [split(substring(word, 7, -1), "/")[0]]) if {
	startswith(word, "person:")
	contains(word, "/")
	not split(substring(word, 7, -1), "/")[0] in object.keys(issuers)
} else := sprintf("people are known by numbers at %s", [issuer]) if {
	startswith(word, "person:")
	issuer := split(substring(word, 7, -1), "/")[0]
	issuer in people_by_numbers
} else := sprintf("%s has no entry in robots", [substring(word, 6, -1)]) if {
	startswith(word, "robot:")
	is_name(substring(word, 6, -1))
	not substring(word, 6, -1) in object.keys(robots)
}

# A pattern for all words that are one mistake away.
variants(word) := pattern if {
	count(word) <= 64
	parts := [part |
		some i in numbers.range(0, count(word))
		before := substring(word, 0, i)
		some after in [
			concat("", [".?", substring(word, i, -1)]),
			concat("", [".?", substring(word, i + 1, -1)]),
			concat("", [substring(word, i + 1, 1), substring(word, i, 1), substring(word, i + 2, -1)]),
		]
		part := concat("", [before, after])
	]
	pattern := sprintf("^(%s)$", [concat("|", parts)])
} else := "^$"
