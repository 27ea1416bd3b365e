# METADATA
# title: What is asked about
# description: The call's own facts, each of the type that it must be, and what the data says of them.
package gatekeeper.call

import data.gatekeeper.tables

now := time.parse_rfc3339_ns(input.context.time) if is_string(input.context.time)

reading if input.action in tables.reading

places := tables.places_or_none[input.environment]

# The application's own file, and who says to which team and which classes it belongs.
own := data.applications[input.application] if {
	is_object(data.applications[input.application])
	not input.application in tables.unreadable_applications
}

record := own if not tables.inventoried

record := data.inventory[input.application] if {
	tables.inventoried
	own
	not input.application in tables.unreadable_inventory
}

default team := ""

team := concat("", ["team:", record.team]) if is_string(record.team)

classes := array.concat(["all"], declared) if {
	declared := object.get(record, "classes", [])
	is_array(declared)
}

classes := [] if input.application == "-"

executing if input.context.phase == "execute"

# Something that exists is asked about; `-` stands where nothing, or everything, is touched.
known_application if own

known_environment if tables.places[input.environment]

asked_about if {
	input.action in tables.environment_actions
	known_application
	known_environment
}

asked_about if {
	input.action in tables.other_actions
	known_application_or_none
	known_environment_or_none
}

known_application_or_none if known_application

known_application_or_none if input.application == "-"

known_environment_or_none if known_environment

known_environment_or_none if input.environment == "-"

# Whoever approves gives the reason as a comment. What nobody sees by itself is no part of it: all but letters, digits,
# signs and blanks, and those of them that are drawn as nothing. Blanks count as one. Most reasons are plain, and taken as
# they are.
reason := trimmed_reason if {
	regex.match(`^[!-~]+( [!-~]+)*$`, trimmed_reason)
} else := trim_space(regex.replace(seen_reason, `[\p{Z}\n\t]+`, " "))

trimmed_reason := trim_space(given_reason)

seen_reason := regex.replace(given_reason, `[^\p{L}\p{Mc}\p{N}\p{P}\p{S}\p{Z}\n\t]|[\x{115f}\x{1160}\x{2800}\x{3164}\x{ffa0}\x{1d159}]`, "")

given_reason := input.request.reason if {
	is_string(input.request.reason)
} else := input.request.comment if {
	is_string(input.request.comment)
}

# Times of a document that is read as it stands.
within(document) if {
	tables.from_of(document) <= now
	now < tables.until_of(document)
}

# What a token says of a claim: under its name as it is written, else along the path that its slashes make.
claim(name) := input.caller.claims[name] if {
	is_string(input.caller.claims[name])
} else := value if {
	count(path_of(name)) > 1
	value := object.get(input.caller.claims, path_of(name), null)
	is_string(value)
}

path_of(name) := split(name, "/")

# When the call was made. At execution it is asked how long before that the caller had logged in, and not for how long the
# deployment has waited since.
made := time.parse_rfc3339_ns(input.request.create_time) if {
	executing
	is_string(input.request.create_time)
} else := now

authenticated_within(ns) if {
	made <= now
	is_string(input.caller.authenticate_time)
	regex.match(`^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2\d|30|31)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`, input.caller.authenticate_time)
	since := time.parse_rfc3339_ns(input.caller.authenticate_time)
	since <= made
	made - since <= ns
}
