# Credentials and destinations.
package gatekeeper.checks

found contains {"path": ["credentials", name], "message": message, "hint": ""} if {
	some name, _ in credentials
	not is_credential_name(name)
	message := sprintf("%s is no name of a credential: small letters, digits and hyphens, with {application} and {environment} as placeholders", [shown(name)])
}

is_credential_name(name) if is_name(replace(replace(name, "{application}", "a"), "{environment}", "a"))

# An entry gives each application and environment a name of its own: a secret that several read is as safe as the weakest of
# them, and the one of production is the one of test.
found contains {"path": ["credentials", entry], "message": message, "hint": sprintf("put %s into the name", [concat(" and ", missing)])} if {
	some entry, credential in credentials
	missing := array.concat(
		["{application}" | not told_apart_by(entry, "{application}", credential.applications)],
		["{environment}" | not told_apart_by(entry, "{environment}", credential.environments)],
	)
	count(missing) > 0
	message := sprintf("one credential for several pairs of application and environment: %s in %s", [
		several(credential.applications),
		several(credential.environments),
	])
}

told_apart_by(entry, placeholder, _) if contains(entry, placeholder)

told_apart_by(_, _, values) if count({value | some value in values}) < 2

several(values) := listed(first_of({value | some value in values; is_string(value)}))

# [entry, what fills its name] -> the name; what the name does not hold fills nothing.
filled_names := {[entry, filler]: name |
	some entry, credential in credentials
	some application in filling(entry, "{application}", credential.applications)
	some environment in filling(entry, "{environment}", credential.environments)
	filler := [application, environment]
	name := replace(replace(entry, "{application}", application), "{environment}", environment)
}

filling(name, placeholder, values) := {value | some value in values; is_string(value)} if {
	contains(name, placeholder)
} else := {""}

fillers_of[name] contains use if some use, name in filled_names

found contains {"path": ["credentials", entry], "message": message, "hint": ""} if {
	some name, uses in fillers_of
	count(uses) > 1
	ways := {way | some [other, filler] in first_of(uses); way := way_of(other, [part | some part in filler; part != ""])}
	message := sprintf("the name %s is met more than once: %s", [name, concat("; ", sort(ways))])
	some [entry, _] in uses
}

way_of(entry, []) := entry

way_of(entry, filler) := sprintf("%s for %s", [entry, concat(" in ", filler)]) if count(filler) > 0

# Destinations.
found contains {"path": ["destinations", application], "message": wrong("application", application), "hint": hint(application, names.application)} if {
	some application, _ in destinations
	application != "*"
	not application in names.application
}

found contains {"path": ["destinations", application], "message": message, "hint": ""} if {
	some application, by_environment in destinations
	not is_object(by_environment)
	message := sprintf("must be an object, environments with their entries; found %s", [shown(by_environment)])
}

found contains {"path": ["destinations", application, environment], "message": wrong("environment", environment), "hint": hint(environment, names.environment)} if {
	some application, by_environment in destinations
	is_object(by_environment)
	some environment in (object.keys(by_environment) - names.environment)
	environment != "*"
}

found contains {"path": array.concat(path, ["credentials", purpose]), "message": wrong("purpose", purpose), "hint": hint(purpose, names.purpose)} if {
	some [_, path, entry] in destination_nodes
	is_object(entry.credentials)
	some purpose in (object.keys(entry.credentials) - names.purpose)
}

found contains {"path": array.concat(path, ["credentials", purpose]), "message": message, "hint": ""} if {
	some [_, path, entry] in destination_nodes
	some purpose, name in entry.credentials
	not is_credential_name(name)
	message := sprintf("must be the name of a credential, with {application} and {environment} as placeholders; found %s", [shown(name)])
}

found contains {"path": array.concat(path, ["credentials", "apply"]), "message": message, "hint": ""} if {
	some [_, path, entry] in destination_nodes
	some purpose, name in entry.credentials
	purpose != "apply"
	name == entry.credentials.apply
	not entry.shared == true
	message := sprintf("%s serves %s, too: to apply takes a credential of its own (or shared: true)", [shown(name), purpose])
}

# One of the pairs that an entry is for finds the credential; an entry for one pair must.
found contains {"path": array.concat(path, ["credentials", purpose]), "message": message, "hint": ""} if {
	some [_, path, entry] in destination_nodes
	some purpose, name in entry.credentials
	purpose in names.purpose
	is_credential_name(name)
	not finds_credential(path[1], path[2], purpose, name)
	message := sprintf("no entry in credentials lets %s be read here for %s", [shown(name), purpose])
}

finds_credential(application, environment, purpose, name) if {
	some known_application in stands_for(application, names.application)
	some known_environment in stands_for(environment, names.environment)
	filled := replace(replace(name, "{application}", known_application), "{environment}", known_environment)
	[filled, known_application, known_environment, purpose] in readable
}

stands_for("*", known) := known

stands_for(name, _) := {name} if name != "*"

readable contains [name, application, environment, purpose] if {
	some entry, credential in credentials
	some purpose in credential.purposes
	some application in credential.applications
	some environment in credential.environments
	name := replace(replace(entry, "{application}", application), "{environment}", environment)
}
