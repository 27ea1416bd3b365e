# Whom rights are given to, where, and which.
# Grants are many: they are walked in place, what is well formed is seen by a few look-ups, and only what is not is looked
# at again to tell what it is.
package gatekeeper.checks

# Grants in a form other than a list of known roles: [shape, path, value], to be checked member by member.
odd_grants := array.concat(
	array.concat(
		[["grant", ["applications", name, "access", place, principal], value] |
			some name, entry in applications
			some place, by_principal in entry.access
			some principal, value in by_principal
			is_object(value)
		],
		[["grant", ["classes", name, "access", place, principal], value] |
			some name, entry in classes
			some place, by_principal in entry.access
			some principal, value in by_principal
			is_object(value)
		],
	),
	[["grant", ["organisation", "access", principal], value] |
		some principal, value in organisation.access
		is_object(value)
	],
)

is_role_list(value) if is_list_of(value, names.role)

is_list_of(value, roles_there) if {
	is_array(value)
	count(value) > 0
	known := {role | some role in value; role in roles_there}
	count(known) == count(value)
}

# Roles that give nothing in an application, and those that do. Told by role, so that a grant takes no more than a look-up.
idle_roles := {name |
	some name, role in roles
	is_filled(role.actions)
	every action in role.actions {
		action in organisation_actions
	}
}

giving_roles := names.role - idle_roles

wrong_grants contains ["applications", name, "access", place, principal] if {
	some name, entry in applications
	some place, by_principal in entry.access
	some principal, value in by_principal
	not is_list_of(value, giving_roles)
	not is_object(value)
}

wrong_grants contains ["classes", name, "access", place, principal] if {
	some name, entry in classes
	some place, by_principal in entry.access
	some principal, value in by_principal
	not is_list_of(value, giving_roles)
	not is_object(value)
}

wrong_grants contains ["organisation", "access", principal] if {
	some principal, value in organisation.access
	not is_role_list(value)
	not is_object(value)
}

found contains {"path": path, "message": message, "hint": list_hint(value)} if {
	some path in wrong_grants
	value := object.get(documents, path, null)
	not is_filled(value)
	message := sprintf("must be a list of roles, or {roles, from, until, why}; found %s", [shown(value)])
}

found contains {"path": array.concat(path, [i]), "message": wrong("role", role), "hint": hint_for("role", role)} if {
	some path in wrong_grants
	value := object.get(documents, path, null)
	is_array(value)
	some i, role in value
	not valid("role", role)
}

found contains {"path": path, "message": twice(value), "hint": ""} if {
	some path in wrong_grants
	value := object.get(documents, path, null)
	has_duplicates(value)
}

# In an application and its classes.
idle_grants contains [path, role] if {
	some path in wrong_grants
	some role in roles_given(object.get(documents, path, null))
	role in idle_roles
}

idle_grants contains [path, role] if {
	some [_, path, value] in odd_grants
	some role in roles_given(value)
	role in idle_roles
}

idle_grants contains [["exceptions", name, "roles", i], role] if {
	some name, entry in exceptions
	is_array(entry.roles)
	some i, role in entry.roles
	role in idle_roles
}

idle_grants contains [[document, name, "delegate", place], role] if {
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	some place, list in entry.delegate
	some role in list
	role in idle_roles
}

found contains {"path": path, "message": message, "hint": "what belongs to no application is given in organisation/data.yaml"} if {
	some [path, role] in idle_grants
	path[0] != "organisation"
	message := sprintf("the role %s gives nothing here: none of its actions is one of %s", [role, listed(application_actions)])
}

# Roles that give something to persons alone, for there is nothing else in them that may be done here.
roles_of_persons[document] contains name if {
	some document, actions_there in {
		"applications": application_actions, "classes": application_actions, "organisation": organisation_actions,
	}
	some name, role in roles
	is_array(role.actions)
	working := {action | some action in role.actions; action in actions_there}
	count(working) > 0
	count(working - personal) == 0
}

found contains {"path": [document, name, "access", place, principal], "message": persons_only(role), "hint": ""} if {
	some document in ["applications", "classes"]
	some role in roles_of_persons[document]
	some name, entry in documents[document]
	some place, by_principal in entry.access
	some principal, value in by_principal
	is_program(principal)
	role in roles_given(value)
}

found contains {"path": ["organisation", "access", principal], "message": persons_only(role), "hint": ""} if {
	some role in roles_of_persons.organisation
	some principal, value in organisation.access
	is_program(principal)
	role in roles_given(value)
}

is_program("code")

is_program(principal) if strings.any_prefix_match(principal, ["code:", "robot:"])

persons_only(role) := sprintf("the role %s gives nothing here: its actions are for persons", [role])

# Objects by place, in access, requirements and delegate; what stands at a place is an object (delegate: a list of roles).
found contains {"path": [document, name, member, place], "message": wrong("place", place), "hint": hint(place, names.place)} if {
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	some member in ["access", "requirements", "delegate"]
	is_object(entry[member])
	some place in (object.keys(entry[member]) - places)
}

found contains {"path": [document, name, member, place], "message": message, "hint": ""} if {
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	some member in ["access", "requirements"]
	some place, value in entry[member]
	not is_object_filled(value)
	message := sprintf("must be an object that is not empty; found %s", [shown(value)])
}

is_object_filled(value) if {
	is_object(value)
	count(value) > 0
}

found contains {"path": [document, name, "delegate", place], "message": message, "hint": list_hint(value)} if {
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	some place, value in entry.delegate
	not is_role_list(value)
	not lists_others(value)
	message := sprintf("must be a list of roles that are defined, each once; found %s", [shown(value)])
}

found contains {"path": array.concat(path, [i]), "message": wrong("role", role), "hint": delegated_hint(role)} if {
	some [path, i, role] in wrong_delegated
}

wrong_delegated := [[[document, name, "delegate", place], i, role] |
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	some place, value in entry.delegate
	lists_others(value)
	some i, role in value
	not valid("role", role)
]

delegated_hint(role) := hint_for("role", role) if {
	is_few(wrong_delegated)
} else := ""

# Each once, and one of them at least is no role.
lists_others(value) if {
	is_filled(value)
	not has_duplicates(value)
	some role in value
	not valid("role", role)
}

# Principals. An application's own file names its own pipelines, and an owner only if it has one.
wrong_principals := [[name, place, principal] |
	some name, entry in applications
	some place, by_principal in entry.access
	is_object(by_principal)
	some principal in (object.keys(by_principal) - shared_principals)
	not principal in own_code(entry)
	not unlinked_person(principal)
]

own_code(entry) := {concat("", ["code:", code]) | some code, _ in entry.code}

principal_hint(name, principal) := hint(principal, shared_principals | own_code(applications[name])) if {
	is_few(wrong_principals)
} else := ""

found contains {"path": ["applications", name, "access", place, principal], "message": message, "hint": principal_hint(name, principal)} if {
	some [name, place, principal] in wrong_principals
	message := sprintf("must be code, code:NAME of this file, owner, or team:NAME, person:NAME or robot:NAME that is defined; found %s", [shown(principal)])
}

found contains {"path": ["applications", name, "access", place, "owner"], "message": "there is no owner: the application has no team", "hint": ""} if {
	some name, entry in applications
	some place, by_principal in entry.access
	is_object(by_principal)
	"owner" in object.keys(by_principal)
	not has_team(name)
}

has_team(name) if applications[name].team

has_team(name) if inventory[name].team

found contains {"path": ["classes", name, "access", place, principal], "message": wrong("principal", principal), "hint": hint(principal, names.principal)} if {
	some name, entry in classes
	some place, by_principal in entry.access
	is_object(by_principal)
	some principal in (object.keys(by_principal) - names.principal)
	not unlinked_person(principal)
}

found contains {"path": ["organisation", "access", principal], "message": message, "hint": hint(principal, organisation_principals)} if {
	is_object(organisation.access)
	some principal in (object.keys(organisation.access) - organisation_principals)
	not unlinked_person(principal)
	message := sprintf("must be team:NAME, person:NAME or robot:NAME that is defined; found %s", [shown(principal)])
}

organisation_principals := (team_principals | person_principals) | robot_principals

found contains {"path": ["organisation", "access", principal], "message": message, "hint": ""} if {
	some principal, value in organisation.access
	some role in roles_given(value)
	is_array(roles[role].actions)
	count({action | some action in roles[role].actions; action in organisation_actions}) == 0
	message := sprintf("the role %s gives nothing here: none of its actions is one of %s", [role, listed(organisation_actions)])
}

roles_given(value) := value if {
	is_array(value)
} else := value.roles if {
	is_array(value.roles)
} else := []

# What holds for every application stands in `all`; under another name it would hold for none.
found contains {"path": ["classes", name], "message": "no application has this class", "hint": near_hint(name, {"all"})} if {
	some name, _ in classes
	not name in classes_in_use
	near_hint(name, {"all"}) != ""
}

classes_in_use := {"all"} | {class | some application, _ in applications; some class in classes_of(application)}

# What an application's own file may give: where there is an inventory, no more than every one of its classes delegates.
classes_of(name) := {class | some class in object.get(applications, [name, "classes"], [])} | {class |
	some class in object.get(inventory, [name, "classes"], [])
}

class_keys := {name: concat(",", sort([class | some class in classes_of(name); is_string(class)])) |
	some name, _ in applications
}

# By the classes of an application, then by place: the roles that all of them delegate in every environment there.
delegations[key][place] := allowed if {
	some key in {key | some _, key in class_keys}
	all_of_them := array.concat([class | some class in split(key, ","); class != ""], common_delegates)
	some place, there in environments_of
	lists_of_roles := {delegated(class, environment) | some class in all_of_them; some environment in there}
	count(lists_of_roles) > 0
	allowed := intersection(lists_of_roles)
}

common_delegates := ["all" | classes.all.delegate]

delegated(class, environment) := {role |
	some place, list in classes[class].delegate
	environment in environments_of[place]
	some role in list
}

found contains {"path": ["applications", name, "access", place, principal], "message": message, "hint": hint} if {
	inventory_given
	some name, entry in applications
	some place, by_principal in entry.access
	place in places
	within_delegation := object.get(delegations, [class_keys[name], place], set()) & inventory_delegates(name, place)
	some principal, value in by_principal
	beyond := {role | some role in roles_given(value); role in names.role} - within_delegation
	count(beyond) > 0
	message := sprintf("%s is more than is delegated to the application at %s: %s", [
		listed(beyond), place,
		delegation_text(within_delegation),
	])
	by_classes := {concat("", ["classes/", class, "/data.yaml"]) | some class in classes_of(name); classes[class]; delegates_less(class, place, beyond)}
	by_inventory := {sprintf("inventory/data.yaml, at %s", [name]) | count(beyond - inventory_delegates(name, place)) > 0}
	hint := limit_hint(by_classes | by_inventory)
}

# The inventory may let an application's own file give less than its classes do.
inventory_delegates(name, _) := names.role if not "delegate" in object.keys(object.get(inventory, name, {}))

inventory_delegates(name, place) := intersection({roles_there |
	some environment in environments_of[place]
	roles_there := {role |
		some where, list in inventory[name].delegate
		environment in environments_of[where]
		some role in list
	}
}) if {
	"delegate" in object.keys(inventory[name])
}

delegates_less(class, place, wanted) if {
	some environment in environments_of[place]
	count(wanted - delegated(class, environment)) > 0
}

limit_hint(files) := "" if {
	count(files) == 0
} else := concat("", ["what limits it is delegate in ", listed(files)])

delegation_text(roles_allowed) := "nothing" if {
	count(roles_allowed) == 0
} else := listed(roles_allowed)
