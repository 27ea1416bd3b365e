# Entries that can't be read as a whole.
# A misspelt member, or one of another type, may have been what narrows: nobody can tell. So such an entry gives nothing:
# an application or a class can't be changed, an issuer vouches for nobody. Of a team or a person that can't be read,
# whatever refuses holds everybody for a member. Computed once a revision, and empty where the data has no faults.
package gatekeeper.tables

import data.gatekeeper.checks

only_known(document, shape) if {
	is_object(document)
	count(object.keys(document) - checks.members[shape]) == 0
}

unreadable_applications contains name if {
	some name, document in data.applications
	not readable_entry(document, "application")
}

unreadable_inventory contains name if {
	some name, document in data.inventory
	not readable_inventoried(document)
}

readable_inventoried(document) if {
	document.team
	readable_entry(document, "inventoried")
}

unreadable_classes contains name if {
	some name, document in class_documents
	not readable_entry(document, "class")
}

# Rights that can't be read are no rights, and are left to those who look them up; but under the name of a place may
# stand what was meant to ask or to refuse.
readable_entry(document, shape) if {
	keys := object.keys(document)
	count(keys - checks.members[shape]) == 0
	every member in keys & narrowing_members {
		readable_member(member, document[member])
	}
}

narrowing_members := {"team", "classes", "code", "access", "requirements"}

readable_member("team", team) if data.teams[team]

readable_member("classes", names) if texts_in(names)

readable_member("code", pipelines) if {
	is_object(pipelines)
	every entry in pipelines {
		readable_caller(entry, "code")
	}
}

readable_member("access", by_place) if {
	is_object(by_place)
	count(object.keys(by_place) - known_places) == 0
}

# What is asked for is never nothing: an empty object is what is left of a mistake. What stands too deep is asked nowhere.
readable_member("requirements", by_place) if {
	filled(by_place)
	count(object.keys(by_place) - known_places) == 0
	every groups in by_place {
		filled(groups)
		count(object.keys(groups) - requirement_groups) == 0
		every members in groups {
			filled(members)
			count(object.keys(members) - requirement_members) == 0
		}
	}
}

requirement_members := {member | some group in requirement_groups; some member in checks.members[group]}

unreadable_issuers contains name if {
	some name, entry in data.issuers
	not readable_issuer(entry)
}

# Whoever it names is who it says, and no application is a person.
readable_issuer(entry) if {
	readable_caller(entry, "issuer")
	every member in ["named_by", "started_by"] {
		names_for_good(entry, member)
	}
	only_persons(entry)
}

names_for_good(entry, member) if not member in object.keys(entry)

names_for_good(entry, member) if {
	is_string(entry[member])
	not checks.is_mutable(entry[member])
	not checks.is_common(entry, entry[member])
}

only_persons(entry) if not entry.kind == "person"

only_persons(entry) if checks.excludes_applications(entry)

unreadable_robots contains name if {
	some name, entry in data.robots
	not readable_caller(entry, "code")
}

readable_caller(entry, shape) if {
	only_known(entry, shape)
	readable_require(entry)
}

require_places := known_places | {"always"}

readable_require(document) if not "require" in object.keys(document)

readable_require(document) if {
	filled(document.require)
	every place, claims in document.require {
		place in require_places
		filled(claims)
		every patterns in claims {
			written(patterns)
		}
	}
}

filled(value) if {
	is_object(value)
	count(value) > 0
}

# A list of texts that say something, and may be what a token holds.
written(list) if {
	is_array(list)
	count(list) > 0
	every text in list {
		checks.valid("identifier", text)
	}
}

# As principals.
doubtful_teams contains concat("", ["team:", name]) if {
	some name, document in data.teams
	not readable_team(name, document)
}

readable_team(name, document) if {
	only_known(document, "team")
	count(document) > 0
	readable_members(document)
	readable_groups(name, document)
}

readable_members(document) if not "members" in object.keys(document)

readable_members(document) if {
	is_array(document.members)
	count(document.members) > 0
	every member in document.members {
		only_known(member, "member")
		data.people[member.who]
		readable_time(member)
	}
}

readable_groups(_, document) if not "groups" in object.keys(document)

readable_groups(team, document) if {
	filled(document.groups)
	every issuer, names in document.groups {
		data.issuers[issuer].kind == "person"
		names_team(data.issuers[issuer], team)
		written(names)
	}
}
