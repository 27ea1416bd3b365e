# METADATA
# title: What depends on the data alone
# description: |
#   Look-up tables, computed once a revision. Nothing here reads input. What can't be read gives no right and keeps every
#   demand: a place that is no place holds everywhere, a member that is unknown can't be shown to be met.
package gatekeeper.tables

import data.gatekeeper.checks

reading := checks.reading

changing := {"deploy", "rollback"}

# Only persons do these.
personal := checks.personal

application_actions := checks.application_actions

organisation_actions := checks.organisation_actions

environment_actions := application_actions | {"hold", "release"}

other_actions := organisation_actions - {"hold", "release"}

actions := checks.actions

kinds := checks.kinds

# From the beginning of time to its end, in nanoseconds.
earliest := 0

latest := 9223372036854775807

inventoried if type_name(data.inventory)

# Places.

tiers := {tier | is_array(data.scopes.tiers); some tier in data.scopes.tiers; is_string(tier)}

regions := set() if {
	is_object(data.scopes)
	not "regions" in object.keys(data.scopes)
}

regions := {region | some region in data.scopes.regions; is_string(region)} if is_array(data.scopes.regions)

places[environment] := {"all", environment, described.tier} | {region | region := described.region} if {
	some environment, described in data.environments
	only_known(described, "environment")
	described.tier in tiers
	regional(described)
}

regional(described) if described.region in regions

regional(described) if {
	count(regions) == 0
	not "region" in object.keys(described)
}

known_places := (({"all"} | tiers) | regions) | object.keys(places)

# With what touches no environment, and what touches all: `-`.
places_or_none := object.union(places, {"-": {"all"}})

# A place that nobody knows may be meant for any environment.
asked_at(place, environment) if place in places_or_none[environment]

asked_at(place, _) if not place in known_places

# Those that are not meant for an environment.
other_places[environment] := known_places - here if some environment, here in places_or_none

zone[environment] := name if {
	some environment, described in data.environments
	name := object.get(described, "zone", "UTC")
	is_string(name)
	not name in {"", "Local"}
	time.clock([0, name])
}

zone["-"] := "UTC"

# A time with an optional beginning and an optional end; undefined where one of them can't be read.
from_of(document) := earliest if not "from" in object.keys(document)

from_of(document) := time.parse_rfc3339_ns(document.from)

until_of(document) := latest if not "until" in object.keys(document)

until_of(document) := time.parse_rfc3339_ns(document.until)

# Rights.

actions_of[role] := {action | some action in described.actions} if {
	some role, described in data.roles
	is_array(described.actions)
}

role_texts[role] := concat("", ["granted by the role ", role]) if some role, _ in data.roles

# Either a list of roles, or {roles, from, until, why}.
grants_of(given) := [{"role": role, "from": earliest, "until": latest} | some role in given] if is_array(given)

grants_of(given) := [{"role": role, "from": from, "until": until} | some role in given.roles] if {
	only_known(given, "grant")
	is_array(given.roles)
	from := from_of(given)
	until := until_of(given)
}

# What classes give. An application's own document is read as it stands: there may be a hundred thousand of those.
table[class][environment][action][principal] contains grant if {
	some class, document in class_documents
	some environment, here in places
	some place in here
	some principal, given in document.access[place]
	some grant in grants_of(given)
	some action in (actions_of[grant.role] & application_actions)
}

organisation[action][principal] contains grant if {
	some principal, given in data.organisation.access
	strings.any_prefix_match(principal, ["team:", "person:", "robot:"])
	some grant in grants_of(given)
	some action in (actions_of[grant.role] & organisation_actions)
}

# The class `all` holds for every application, whether it is written or not. Classes that are no object leave everything
# undefined that asks for them.
class_documents := object.union({"all": {}}, data.classes)

class_documents := {"all": {}} if not has_classes

has_classes if type_name(data.classes)

# Which issuers an application's own pipelines may come from.
code_from[class] := {issuer | some issuer, _ in data.issuers; code_allowed(document, issuer)} if {
	some class, document in class_documents
}

code_allowed(document, _) if not "code_from" in object.keys(document)

code_allowed(document, issuer) if {
	is_array(document.code_from)
	issuer in document.code_from
}
