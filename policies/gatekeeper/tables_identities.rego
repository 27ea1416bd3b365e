# Issuers, and who is known by them.
package gatekeeper.tables

import data.gatekeeper.checks

# By url and audience; more than one name is refused by those who ask.
issuers[entry.url][entry.audience] contains name if {
	some name, entry in data.issuers
	not name in unreadable_issuers
	is_string(entry.url)
	is_string(entry.audience)
	is_string(entry.named_by)
	entry.kind in kinds
}

sole_issuer[url][audience] := name if {
	some url, audiences in issuers
	some audience, names in audiences
	name := only(names)
}

only(names) := name if {
	count(names) == 1
	some name in names
}

# Entries with one url share their people and groups.
issuer_names[entry.url] contains name if some name, entry in data.issuers

# The environments that an issuer's identities may reach at all.
reach[issuer] := {environment | some environment, here in places_or_none; within(entry, here)} if {
	some issuer, entry in data.issuers
}

within(entry, _) if not bounded(entry)

bounded(entry) if type_name(entry.places)

within(entry, here) if {
	is_array(entry.places)
	some place in entry.places
	place in here
}

# What an issuer's tokens must show: for every call, and by environment for what is more than reading.
always[issuer] := sorted_demands(demands_of(entry, "always", "-")) if some issuer, entry in data.issuers

demands[issuer][environment] := sorted_demands([demand |
	some place in (object.keys(required_of(entry)) - {"always"})
	asked_at(place, environment)
	some demand in demands_of(entry, place, environment)
]) if {
	some issuer, entry in data.issuers
	some environment, _ in places_or_none
}

sorted_demands(list) := {
	"plain": [demand | some demand in list; is_plain_demand(demand)],
	"other": [demand | some demand in list; not is_plain_demand(demand)],
}

is_plain_demand(demand) if {
	count(demand.path) == 1
	count(demand.literals) > 0
	count(demand.globs) == 0
	count(demand.templates) == 0
}

# What can't be read is asked of everybody, and nobody can show it.
required_of(entry) := required if {
	required := object.get(entry, "require", {})
	is_object(required)
} else := {"always": {"": []}}

demands_of(entry, place, environment) := [demand |
	some claim, patterns in claims_of(object.get(required_of(entry), place, {}))
	demand := demand_of(claim, readable_patterns(patterns), environment)
]

claims_of(claims) := claims if {
	is_object(claims)
} else := {"": []}

readable_patterns(patterns) := patterns if {
	is_array(patterns)
	every pattern in patterns {
		is_string(pattern)
	}
} else := []

# {application} is filled when a call is there; {environment} here. What can't be filled is left out.
demand_of(claim, patterns, environment) := {
	"claim": claim,
	"path": split(claim, "/"),
	"literals": with_booleans({pattern | some pattern in filled; not contains(pattern, "*"); not contains(pattern, "{")}),
	"globs": [pattern | some pattern in filled; contains(pattern, "*"); not contains(pattern, "{")],
	"templates": [pattern | some pattern in filled; contains(pattern, "{application}")],
} if {
	filled := [replace(pattern, "{environment}", environment) | some pattern in patterns; fillable(pattern, environment)]
}

# Who logs in has claims that are no texts: `email_verified` is true.
with_booleans(texts) := (texts | {true | "true" in texts}) | {false | "false" in texts}

fillable(pattern, _) if not contains(pattern, "{environment}")

fillable(_, environment) if environment != "-"

people[url][id] contains name if {
	some name, identities in data.people
	some issuer, id in identities
	is_string(id)
	url := data.issuers[issuer].url
}

sole_person[url][id] := only(names) if {
	some url, ids in people
	some id, names in ids
}

# Issuers of which the holders of tokens are people.
holders contains name if {
	some name, entry in data.issuers
	entry.kind in {"person", "agent"}
	not checks.is_of_jobs(entry)
}

# Who can call as a person: known at an issuer of persons.
callers contains name if {
	urls := {entry.url | some entry in data.issuers; entry.kind == "person"}
	some name, identities in data.people
	some issuer, id in identities
	is_string(id)
	data.issuers[issuer].url in urls
}

# The principals that an identity is: the person's own name, and those by every entry of the issuer.
person_names[url][id] := {concat("", ["person:", name])} | {concat("", ["person:", issuer, "/", id]) | some issuer in issuer_names[url]} if {
	some url, ids in sole_person
	some id, name in ids
}

# Every name that a person has as a principal.
aliases[name] := {concat("", ["person:", name])} | {alias |
	some issuer, id in identities
	is_string(id)
	some entry in issuer_names[data.issuers[issuer].url]
	alias := concat("", ["person:", entry, "/", id])
} if {
	some name, identities in data.people
}

robots[entry.from][id] contains name if {
	some name, entry in data.robots
	not name in unreadable_robots
	is_array(entry.id)
	some id in entry.id
}

# Which application's pipelines an identity may be; asked by calls that list all applications.
pipelines[entry.from][id] contains application if {
	some application, document in data.applications
	some entry in document.code
	is_array(entry.id)
	some id in entry.id
}

# By the entry whose token tells the group; it and the entry that the team names must both speak of the team.
groups[entry][group] contains principal if {
	some [issuer, group, team, principal] in told_groups
	some entry in issuer_names[data.issuers[issuer].url]
	names_team(data.issuers[issuer], team)
	names_team(data.issuers[entry], team)
}

# Where that refuses, whoever has the group is in the team all the same.
suspected_groups[data.issuers[issuer].url][group] contains principal if some [issuer, group, _, principal] in told_groups

told_groups := {[issuer, group, team, concat("", ["team:", team])] |
	some team, document in data.teams
	some issuer, names in document.groups
	is_array(names)
	some group in names
}

names_team(entry, _) if not "teams" in object.keys(entry)

names_team(entry, team) if {
	is_array(entry.teams)
	team in entry.teams
}

# Teams that groups say something of; a caller whose groups are not known counts as in each of them where that refuses.
teams_by_groups := {concat("", ["team:", team]) |
	some team, document in data.teams
	type_name(document.groups)
}

teams_by_groups_alone := {concat("", ["team:", team]) |
	some team, document in data.teams
	type_name(document.groups)
	not "members" in object.keys(document)
}

# Membership as it gives rights, and as it takes them: there, a time that can't be read always holds.
membership[member.who] contains {"principal": concat("", ["team:", team]), "from": from_of(member), "until": until_of(member)} if {
	some team, document in data.teams
	some member in document.members
	only_known(member, "member")
}

suspected[member.who][concat("", ["team:", team])] contains suspected_window(member) if {
	some team, document in data.teams
	some member in document.members
}

suspected[name][alias] contains [earliest, latest] if {
	some name, names in aliases
	some alias in names
}

suspected_window(member) := [from_of(member), until_of(member)] if {
	readable_time(member)
} else := [earliest, latest]

readable_time(document) if {
	is_number(from_of(document))
	is_number(until_of(document))
}
