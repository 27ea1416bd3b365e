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
	not readable_application(document)
}

readable_application(document) if {
	only_known(document, "application")
	readable_record(document)
	readable_pipelines(document)
}

unreadable_inventory contains name if {
	some name, document in data.inventory
	not readable_inventoried(document)
}

readable_inventoried(document) if {
	only_known(document, "inventoried")
	document.team
	readable_record(document)
}

# What an application's own file, or the inventory, says of it.
readable_record(document) if {
	readable_team_name(document)
	readable_classes(document)
	readable_requirements(document)
}

readable_team_name(document) if not "team" in object.keys(document)

readable_team_name(document) if data.teams[document.team]

readable_classes(document) if not "classes" in object.keys(document)

readable_classes(document) if texts_in(document.classes)

readable_pipelines(document) if not "code" in object.keys(document)

readable_pipelines(document) if {
	is_object(document.code)
	every entry in document.code {
		only_known(entry, "code")
		readable_require(entry)
	}
}

unreadable_classes contains name if {
	some name, document in class_documents
	not readable_class(document)
}

readable_class(document) if {
	only_known(document, "class")
	readable_requirements(document)
}

unreadable_issuers contains name if {
	some name, entry in data.issuers
	not readable_caller(entry, "issuer")
}

unreadable_robots contains name if {
	some name, entry in data.robots
	not readable_caller(entry, "code")
}

readable_caller(entry, shape) if {
	only_known(entry, shape)
	readable_require(entry)
}

# What is asked for is never nothing: an empty object is what is left of a mistake.
readable_requirements(document) if not "requirements" in object.keys(document)

readable_requirements(document) if {
	filled(document.requirements)
	every groups in document.requirements {
		filled(groups)
		every members in groups {
			filled(members)
		}
	}
}

readable_require(document) if not "require" in object.keys(document)

readable_require(document) if {
	filled(document.require)
	every place, claims in document.require {
		place in (known_places | {"always"})
		filled(claims)
		every patterns in claims {
			written(texts_in(patterns))
		}
	}
}

filled(value) if {
	is_object(value)
	count(value) > 0
}

written(texts) if {
	every text in texts {
		trim_space(text) != ""
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
		data.issuers[issuer]
		names_team(data.issuers[issuer], team)
		written(texts_in(names))
	}
}

# Whom somebody without an entry of his own may be in truth.
doubtful_principals contains principal if {
	some name, identities in data.people
	not readable_person(identities)
	some principal, _ in suspected[name]
}

readable_person(identities) if {
	is_object(identities)
	every issuer, id in identities {
		data.issuers[issuer]
		written(texts_in([id]))
	}
}
