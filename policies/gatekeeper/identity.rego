# METADATA
# title: Who the caller is
# description: |
#   One issuer, by url and audience; one identity of that issuer: a pipeline of the application that is asked about, a
#   robot or a person. Everything is looked up by key, save an application's own pipelines, which are few.
package gatekeeper.identity

import data.gatekeeper.call
import data.gatekeeper.tables

named contains name if {
	some name in tables.issuers[input.caller.issuer][input.caller.claims.aud]
}

named contains name if {
	is_array(input.caller.claims.aud)
	some audience in input.caller.claims.aud
	some name in tables.issuers[input.caller.issuer][audience]
}

issuer := tables.sole_issuer[input.caller.issuer][input.caller.claims.aud]

issuer := name if {
	is_array(input.caller.claims.aud)
	count(named) == 1
	some name in named
}

settings := data.issuers[issuer]

# Who acts for another is an agent, whoever vouches for it.
acts if type_name(input.caller.claims.act)

kind := settings.kind if not acts

kind := "agent" if {
	acts
	settings
}

kind_shown if input.caller.kind == kind

kind_shown if {
	acts
	input.caller.kind == settings.kind
}

# What names the holder of the token; an agent is named by `act.sub` and acts for that holder.
holder := input.caller.subject if {
	settings.named_by == "sub"
	is_string(input.caller.subject)
}

holder := call.claim(settings.named_by) if settings.named_by != "sub"

id := holder if {
	not acts
	holder != ""
}

id := input.caller.claims.act.sub if {
	acts
	is_string(input.caller.claims.act.sub)
	input.caller.claims.act.sub != ""
}

# What it may be: [sort, name].
hits contains ["code", name] if {
	kind == "code"
	some name, entry in call.own.code
	entry.from == issuer
	is_array(entry.id)
	id in entry.id
}

hits contains ["robot", name] if {
	kind != "person"
	some name in tables.robots[issuer][id]
}

hits contains ["person", name] if {
	kind == "person"
	some name in known_people
}

hits contains ["person", name] if {
	unlinked
	name := concat("", [issuer, "/", id])
}

known_people := tables.people[settings.url][id]

linked if known_people

# The names of a person as rights are given to it; one without an entry has that by its issuer alone.
person_names := tables.person_names[settings.url][id]

person_names := {concat("", ["person:", name, "/", id]) | some name in tables.issuer_names[settings.url]} if unlinked

unlinked if {
	kind == "person"
	id
	not linked
}

# The one that it is. Where one identity is used by several, the claims that they require tell them apart.
hit := ["person", tables.sole_person[settings.url][id]] if {
	kind == "person"
} else := ["person", concat("", [issuer, "/", id])] if {
	unlinked
} else := name if {
	kind != "person"
	count(hits) == 1
	some name in hits
} else := name if {
	kind != "person"
	count(hits) > 1
	count(fitting) == 1
	some name in fitting
}

fitting contains name if {
	some name in hits
	shows_always(entry_of(name))
	shows_places(entry_of(name))
}

entry_of([sort, name]) := call.own.code[name] if {
	sort == "code"
} else := data.robots[name] if {
	sort == "robot"
} else := {}

entry := entry_of(hit)

# The name as policy has it.
client := concat("", ["code:", input.application, "/", hit[1]]) if hit[0] == "code"

client := principal if hit[0] != "code"

# As rights are given to it.
principal := concat("", [hit[0], ":", hit[1]])

# Where it may do anything at all. A person is cut by the issuer alone.
within_reach if {
	input.environment in tables.reach[issuer]
	reaches
}

reaches if hit[0] == "person"

reaches if {
	hit[0] != "person"
	tables.within(entry, call.places)
}

# Classes say where an application's own pipelines may come from.
origin_shown if hit[0] != "code"

origin_shown if {
	hit[0] == "code"
	every class in call.classes {
		issuer in tables.code_from[class]
	}
}

# Claims that are required of every call.
always_shown if {
	issuer_shows(tables.always[issuer])
	entry_shows_always
}

entry_shows_always if hit[0] == "person"

entry_shows_always if {
	hit[0] != "person"
	shows_always(entry)
}

# Claims that are required by place, of everything but reading.
places_shown if call.reading

places_shown if {
	not call.reading
	issuer_shows(tables.demands[issuer][input.environment])
	entry_shows_places
}

entry_shows_places if hit[0] == "person"

entry_shows_places if {
	hit[0] != "person"
	shows_places(entry)
}

# Most are plain: one claim, and the texts that it may be.
issuer_shows(demands) if {
	every plain in demands.plain {
		input.caller.claims[plain.claim] in plain.literals
	}
	every demand in demands.other {
		shown(demand)
	}
}

shown(demand) if matches(demand, call.claim(demand.claim))

shown(demand) if {
	is_boolean(input.caller.claims[demand.claim])
	input.caller.claims[demand.claim] in demand.literals
}

shown(demand) if {
	count(demand.path) > 1
	not demand.claim in object.keys(input.caller.claims)
	value := object.get(input.caller.claims, demand.path, null)
	is_boolean(value)
	value in demand.literals
}

matches(demand, value) if value in demand.literals

matches(demand, value) if {
	some pattern in demand.globs
	glob.match(pattern, ["/", ":"], value)
}

matches(demand, value) if {
	is_string(input.application)
	input.application != "-"
	some pattern in demand.templates
	glob.match(replace(pattern, "{application}", input.application), ["/", ":"], value)
}

# What a pipeline or a robot requires is read as it stands.
shows_always(document) if not requires(document)

shows_always(document) if {
	is_object(document.require)
	every demand in tables.demands_of(document, "always", "-") {
		shown(demand)
	}
}

shows_places(document) if not requires(document)

requires(document) if type_name(document.require)

shows_places(document) if {
	is_object(document.require)
	every place in object.keys(document.require) - {"always"} {
		shows_place(document, place)
	}
}

shows_place(_, place) if not tables.asked_at(place, input.environment)

shows_place(document, place) if {
	every demand in tables.demands_of(document, place, input.environment) {
		shown(demand)
	}
}
