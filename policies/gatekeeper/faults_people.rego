# Who is who, people, teams, pipelines and robots.
package gatekeeper.checks

# People: one identity an issuer.
found contains {"path": ["people", name], "message": message, "hint": ""} if {
	some name, identities in people
	not is_object(identities)
	message := sprintf("must be an object, an id at each issuer ({} is nobody); found %s", [shown(identities)])
}

found contains {"path": ["people", name, issuer], "message": wrong("issuer", issuer), "hint": hint(issuer, names.issuer)} if {
	some name, identities in people
	is_object(identities)
	some issuer in (object.keys(identities) - names.issuer)
}

found contains {"path": ["people", name, issuer], "message": message, "hint": ""} if {
	some name, identities in people
	some issuer, id in identities
	not valid("identifier", id)
	message := sprintf("must be an id as a text, in quotes, without blanks at its ends; found %s", [shown(id)])
}

# Issuers with one url share identities.
persons_of[[issuers[issuer].url, id]] contains name if {
	some name, identities in people
	some issuer, id in identities
}

found contains {"path": ["people", name], "message": message, "hint": ""} if {
	some [url, id], sharing in persons_of
	count(sharing) > 1
	message := sprintf("one identity, %s at %s, in more than one entry: %s", [shown(id), url, listed(first_of(sharing))])
	some name in sharing
}

# Whom guardrails and freezes name by an id that is nearly somebody's, and nobody's: that somebody would be let go. Ids
# of fewer than six characters are near one another by nature: of those the case alone may be another. (Of very many nobody is searched, which would cost more than all else.)
found contains {"path": path, "message": message, "hint": hint_here} if {
	is_few(guarded_strangers)
	count(persons_of) <= 20000
	some [path, url, id] in guarded_strangers
	pattern := nearly(regex.replace(lower(id), `[^a-z0-9_:/-]`, "."))
	nearest := sort([[name, other] |
		some [other_url, other], sharing in persons_of
		other_url == url
		regex.match(pattern, lower(other))
		alike(id, other)
		some name in sharing
	])
	count(nearest) > 0
	message := sprintf("nobody in people has the id %s there, and %s has %s, which is nearly the same", [shown(id), nearest[0][0], shown(nearest[0][1])])
	hint_here := sprintf("did you mean person:%s? whoever else is meant is given an entry in people", [nearest[0][0]])
}

# Of five characters, since one of six may have lost one.
nearly(id) := variants(id) if count(id) >= 5

nearly(id) := sprintf("^%s$", [id]) if count(id) < 5

alike(id, other) if max([count(id), count(other)]) >= 6

alike(id, other) if lower(id) == lower(other)

guarded_strangers := [[[document, name, "who", i], url, id] |
	some document in ["guardrails", "freezes"]
	some name, entry in documents[document]
	is_array(entry.who)
	some i, principal in entry.who
	unlinked_person(principal)
	slash := indexof(principal, "/")
	url := issuers[substring(principal, 7, slash - 7)].url
	id := substring(principal, slash + 1, -1)
	not persons_of[[url, id]]
]

# Teams: groups by issuer.
found contains {"path": ["teams", team, "groups", issuer], "message": wrong("issuer", issuer), "hint": hint(issuer, names.issuer)} if {
	some team, entry in teams
	is_object(entry.groups)
	some issuer in (object.keys(entry.groups) - names.issuer)
}

found contains {"path": ["teams", team, "groups", issuer], "message": message, "hint": list_hint(groups)} if {
	some team, entry in teams
	is_object(entry.groups)
	some issuer, groups in entry.groups
	not is_text_list(groups)
	message := sprintf("must be a list of groups as texts, not empty, without blanks at their ends, each once; found %s", [shown(groups)])
}

is_text_list(value) if {
	is_filled(value)
	not has_duplicates(value)
	every element in value {
		valid("identifier", element)
	}
}

found contains {"path": ["teams", team, "groups", issuer], "message": message, "hint": ""} if {
	some team, entry in teams
	some issuer, _ in entry.groups
	some kind in [issuers[issuer].kind]
	kind != "person"
	message := sprintf("must be an issuer of persons; %s is of kind %v, whose tokens say nothing of the groups of a person", [issuer, kind])
}

found contains {"path": ["teams", team], "message": "has neither groups nor members: nobody is in it", "hint": ""} if {
	some team, entry in teams
	is_object(entry)
	count(entry) == 0
}

found contains {"path": ["teams", team, "groups", issuer], "message": message, "hint": ""} if {
	some team, entry in teams
	some issuer, _ in entry.groups
	may := issuers[issuer].teams
	not team in may
	message := sprintf("the issuer's teams do not name %s: its groups say nothing of this team", [team])
}

# Pipelines and robots come from issuers that vouch for such callers.
found contains {"path": ["applications", application, "code", name, "from"], "message": message, "hint": ""} if {
	some application, entry in applications
	some name, code in entry.code
	issuer := issuers[code.from]
	not issuer.kind == "code"
	message := sprintf("must be an issuer of kind code; %s is not", [code.from])
}

found contains {"path": ["robots", name, "from"], "message": message, "hint": ""} if {
	some name, robot in robots
	issuer := issuers[robot.from]
	not issuer.kind in {"code", "machine", "agent"}
	message := sprintf("must be an issuer of kind code, machine or agent; %s is not", [robot.from])
}

found contains {"path": ["applications", application, "code", name, "from"], "message": message, "hint": ""} if {
	some application, entry in applications
	some name, code in entry.code
	is_string(code.from)
	some class in (classes_of(application) | {"all"})
	may := classes[class].code_from
	is_filled(may)
	not code.from in may
	message := sprintf("class %s takes no pipelines from %s, only from %s", [class, code.from, concat(", ", sort([name | some name in may; is_string(name)]))])
}

found contains {"path": ["applications", application, "code", name], "message": bad_name(name), "hint": ""} if {
	some application, entry in applications
	is_object(entry.code)
	some name, _ in entry.code
	not is_name(name)
}

# An identity belongs to one pipeline or robot, unless what their tokens must show tells them apart.
users_of[[issuers[entry.from].url, id]] contains [application, name] if {
	some application, own in applications
	some name, entry in own.code
	some id in entry.id
}

users_of[[issuers[entry.from].url, id]] contains ["", name] if {
	some name, entry in robots
	some id in entry.id
}

shared_identities := {identity: users | some identity, users in users_of; count(users) > 1}

found contains {"path": path, "message": message, "hint": "give each a require, under always or all, on one claim with values that exclude each other, or {application}"} if {
	some [_, id], users in shared_identities
	not told_apart(users)
	shown_users := [concat("/", array.slice(path_of_user(user), 1, 4)) | some user in first_of(users)]
	message := sprintf("one identity, %s, in more than one entry, and nothing tells them apart: %s", [shown(id), listed(shown_users)])
	some user in users
	path := path_of_user(user)
}

path_of_user(user) := ["robots", user[1]] if {
	user[0] == ""
} else := ["applications", user[0], "code", user[1]]

entry_of_user(user) := object.get(documents, path_of_user(user), {})

told_apart(users) if {
	some user in array.slice(sort(users), 0, 1)
	some claim, _ in told_by(user)
	every other in users {
		told_by(other)[claim]
	}
	values := [value | some other in users; some value in told_by(other)[claim]]
	count(values) == count({value | some value in values})
}

# Of one entry: claim -> the exact values that it may have. Without the environment a value holds for all of them.
told_by(user) := {claim: values |
	entry := entry_of_user(user)
	some claim in told_claims(entry)
	patterns := told_patterns(entry, claim)
	is_filled(patterns)
	every pattern in patterns {
		is_string(pattern)
		not contains(pattern, "*")
		not for_no_application(user, pattern)
	}
	values := {value |
		some pattern in patterns
		some environment in environments_for(pattern)
		value := replace(replace(pattern, "{application}", user[0]), "{environment}", environment)
	}
}

# Of the entry itself, else of its issuer.
told_patterns(entry, claim) := entry.require.always[claim] if {
	true
} else := entry.require.all[claim] if {
	true
} else := issuers[entry.from].require.always[claim] if {
	true
} else := issuers[entry.from].require.all[claim]

told_claims(entry) := {claim |
	some holder in [entry, object.get(issuers, entry.from, {})]
	some place in ["always", "all"]
	some claim, _ in holder.require[place]
}

for_no_application(user, pattern) if {
	user[0] == ""
	contains(pattern, "{application}")
}

environments_for(pattern) := object.keys(environments) if {
	contains(pattern, "{environment}")
} else := {""}

# The inventory is complete, and speaks for the application.
found contains {"path": ["applications", name], "message": "is not in the inventory, which names every application", "hint": near_hint(name, object.keys(inventory))} if {
	inventory_given
	some name in (object.keys(applications) - object.keys(inventory))
	is_object(applications[name])
}

found contains {"path": ["inventory", name], "message": sprintf("there is no such application: applications/%s/data.yaml is missing", [name]), "hint": hint(name, names.application)} if {
	some name in (object.keys(inventory) - names.application)
}

found contains {"path": ["applications", name, member], "message": "stands in the inventory, not here", "hint": ""} if {
	inventory_given
	some name, entry in applications
	is_object(entry)
	some member in ({"team", "classes", "delegate"} & object.keys(entry))
}

# Names of places are distinct.
found contains {"path": ["scopes", "tiers"], "message": message, "hint": ""} if {
	some name in ((tier_names & region_names) | ({"all", "always"} & tier_names))
	message := sprintf("%s is taken: tiers, regions and environments have different names, and none of them is called all or always", [shown(name)])
}

found contains {"path": ["scopes", "regions"], "message": message, "hint": ""} if {
	some name in ({"all", "always"} & region_names)
	message := sprintf("%s is taken: tiers, regions and environments have different names, and none of them is called all or always", [shown(name)])
}

found contains {"path": ["environments", name], "message": message, "hint": ""} if {
	some name, entry in environments
	name_taken(name, entry)
	message := sprintf("%s is taken: tiers, regions and environments have names of their own (an environment may bear its own tier's)", [shown(name)])
}

name_taken(name, _) if name in {"all", "always"}

name_taken(name, _) if name in region_names

name_taken(name, entry) if {
	entry.tier in tier_names
	name in tier_names
	not entry.tier == name
}

found contains {"path": ["environments", name], "message": "region is missing: regions are declared", "hint": sprintf("valid: %s", [listed(region_names)])} if {
	scopes.regions
	some name, entry in environments
	is_object(entry)
	not "region" in object.keys(entry)
}

found contains {"path": ["scopes"], "message": "regions is missing: environments have theirs", "hint": sprintf("such as regions: [%s]", [listed(regions_used)])} if {
	is_object(data.scopes)
	not "regions" in object.keys(scopes)
	count(regions_used) > 0
}

regions_used contains entry.region if {
	some entry in environments
	is_string(entry.region)
}
