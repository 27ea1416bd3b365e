# METADATA
# title: The roles that allow the action
# description: |
#   From the classes of the application, its own file, and the exception that the call names and meets; for what belongs
#   to no application from data.organisation alone.
package gatekeeper.roles

import data.gatekeeper.call
import data.gatekeeper.exceptions
import data.gatekeeper.principals
import data.gatekeeper.tables

granted contains grant.role if {
	some class in call.classes
	holders := tables.table[class][input.environment][input.action]
	some principal in principals.all
	some grant in holders[principal]
	grant.from <= call.now
	call.now < grant.until
}

granted contains role if {
	input.action in tables.application_actions
	some place in call.places
	holders := call.own.access[place]
	some principal in principals.all
	some role in held(holders[principal])
	input.action in tables.actions_of[role]
}

granted contains grant.role if {
	holders := tables.organisation[input.action]
	some principal in principals.all
	some grant in holders[principal]
	grant.from <= call.now
	call.now < grant.until
}

held(given) := given if is_array(given)

held(given) := given.roles if {
	tables.only_known(given, "grant")
	is_array(given.roles)
	call.within(given)
}

by_exception contains role if {
	some role in exceptions.serving.roles
	input.action in tables.actions_of[role]
	input.action in tables.application_actions
}

allowing if count(granted) > 0

allowing if count(by_exception) > 0

reasons := [tables.role_texts[role] | some role in granted] if not exceptions.serving

reasons := array.concat(
	[tables.role_texts[role] | some role in granted],
	[concat("", [tables.role_texts[role], " through the exception ", input.request.exception]) | some role in by_exception],
) if exceptions.serving
