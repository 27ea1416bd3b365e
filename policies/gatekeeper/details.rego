# METADATA
# title: Which required claims a refused token does not show
# description: |
#   For the record and the operator, never for the caller. Bounded, and of no other claim than the required ones. Built only
#   when a call of somebody known is refused. Nothing here refuses.
package gatekeeper.details

import data.gatekeeper.call
import data.gatekeeper.checks
import data.gatekeeper.identity
import data.gatekeeper.tables
import data.gatekeeper.visibility

# As the answer has them: no member where there is nothing to tell.
told := {"details": array.slice(sort(lacking), 0, 16)} if {
	count(lacking) > 0
} else := {}

lacking contains told_of("issuer", demand) if {
	known
	some demand in issuer_demands
	not identity.shown(demand)
}

lacking contains told_of(sort_names[name[0]], demand) if {
	some name in candidates
	some demand in entry_demands(identity.entry_of(name))
	not identity.shown(demand)
}

known if count(identity.hits) > 0

# A pipeline that lists more than one application is none of them yet.
known if {
	visibility.asked
	tables.pipelines[identity.issuer][identity.id]
}

sort_names := {"code": "pipeline", "robot": "robot"}

# Of several that the caller may be, every one is told of where none fits.
candidates := {identity.hit} if {
	identity.hit
} else := identity.hits if {
	count(identity.fitting) == 0
}

issuer_demands contains demand if {
	some list in tables.always[identity.issuer]
	some demand in list
}

issuer_demands contains demand if {
	not call.reading
	some list in tables.demands[identity.issuer][input.environment]
	some demand in list
}

entry_demands(entry) := array.concat(tables.demands_of(entry, "always", "-"), [demand |
	not call.reading
	some place in (object.keys(tables.required_of(entry)) - {"always"})
	tables.asked_at(place, input.environment)
	some demand in tables.demands_of(entry, place, input.environment)
])

told_of(of, demand) := object.union(found_in(demand.claim), {
	"claim": cut(demand.claim),
	"expected": [cut(pattern) | some pattern in array.slice(sort(patterns_of(demand)), 0, 16)],
	"of": of,
})

patterns_of(demand) := ({text | some text in demand.literals; is_string(text)} | {pattern | some pattern in demand.globs}) | {pattern |
	some template in demand.templates
	pattern := filled(template)
}

filled(template) := replace(template, "{application}", input.application) if {
	is_string(input.application)
	input.application != "-"
} else := template

# No member where the token has no such claim.
found_in(name) := {"found": cut(text_of(value_of(name)))} if {
	type_name(value_of(name))
} else := {}

value_of(name) := call.claim(name) if {
	call.claim(name)
} else := input.caller.claims[name] if {
	type_name(input.caller.claims[name])
} else := value if {
	is_object(input.caller.claims)
	count(call.path_of(name)) > 1
	value := object.get(input.caller.claims, call.path_of(name), null)
	value != null
}

# What holds other claims is told by its type alone.
text_of(value) := value if {
	is_string(value)
} else := concat("", ["(", type_name(value), ")"]) if {
	composite(value)
} else := checks.written(value)

composite(value) if is_object(value)

composite(value) if {
	is_array(value)
	some element in value
	type_name(element) in {"array", "object"}
}

cut(text) := substring(text, 0, 256)
