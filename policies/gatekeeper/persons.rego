# METADATA
# title: The persons behind a call
# description: |
#   The person who calls, who started the pipeline, or for whom an agent acts, as data.people knows them. Whoever is not
#   known there is nobody's approver, and counts as everybody whom a guardrail refuses.
package gatekeeper.persons

import data.gatekeeper.call
import data.gatekeeper.identity
import data.gatekeeper.principals
import data.gatekeeper.tables

# The name in data.people; there is one person behind a call at most.
behind := identity.hit[1] if {
	identity.hit[0] == "person"
	identity.linked
}

# Whatever runs as code was started by somebody: a pipeline, and a robot of the same kind of issuer.
behind := tables.sole_person[identity.settings.url][call.claim(identity.settings.started_by)] if {
	identity.hit[0] in {"code", "robot"}
	not identity.acts
}

# For whom an agent acts; the holder of a pipeline's token is a pipeline, whoever has its number as an id.
behind := tables.sole_person[identity.settings.url][identity.holder] if {
	identity.acts
	identity.issuer in tables.holders
	identity.hit[0] == "robot"
}

# As the answer has them.
names := {concat("", ["person:", behind])} if {
	behind
} else := {min(identity.person_names)} if {
	# One name, by whichever entry of an issuer the token came.
	identity.hit[0] == "person"
} else := set()

# The person behind is an entry in data.people.
linked if behind

# Whether the caller, or a person behind it, may count as a principal, where that refuses.
suspicious(principal) if may_be(principal)

suspicious("owner") if may_be(call.team)

may_be(principal) if certain(principal)

# The caller, or the person behind it, does count as the principal.
certain(principal) if principal in principals.all

certain(principal) if {
	some window in tables.suspected[behind][principal]
	window[0] <= call.now
	call.now < window[1]
}

may_be(principal) if {
	is_array(input.caller.groups)
	some group in input.caller.groups
	principal in tables.suspected_groups[identity.settings.url][group]
}

# Groups that the token does not tell in full may be any.
may_be(principal) if {
	groups_unknown
	principal in tables.teams_by_groups
}

# A person without an entry in data.people may be anybody who has one or is known by another issuer's id, and so a member
# of any team.
may_be(principal) if {
	identity.unlinked
	startswith(principal, "team:")
}

may_be(principal) if {
	identity.unlinked
	startswith(principal, "person:")
	not told_apart(principal)
}

# By the id: the same issuer would have told it.
told_apart(principal) if {
	some name in tables.issuer_names[identity.settings.url]
	startswith(principal, concat("", ["person:", name, "/"]))
}

# Likewise the other way round: whom they name by an id that no entry has may be anybody whose entry has none there.
may_be(principal) if {
	url := tables.strangers[principal]
	behind
	not is_known_at(url)
}

is_known_at(url) if {
	some issuer, id in data.people[behind]
	is_string(id)
	data.issuers[issuer].url == url
}

# Of the person behind a pipeline or a robot no groups are told.
may_be(principal) if {
	identity.hit[0] != "person"
	principal in tables.teams_by_groups_alone
}

# Of a team that can't be read everybody may be.
may_be(principal) if principal in tables.doubtful_teams

# Somebody else than the person behind the call is the principal, or will be.
others_are(principal) if another_is(meant(principal))

meant("owner") := call.team

meant(principal) := principal if principal != "owner"

another_is(principal) if {
	startswith(principal, "person:")
	is_another(trim_prefix(principal, "person:"))
}

another_is(principal) if principal in tables.teams_by_groups

another_is(principal) if {
	some name, memberships in tables.membership
	some member in memberships
	member.principal == principal
	member.until > call.now
	is_another(name)
}

# Whoever has no identity is nobody any more; whoever is known by what starts pipelines alone cannot call as a person.
is_another(name) if {
	name in tables.callers
	not name in {known | known := behind}
}

groups_unknown if {
	identity.kind == "person"
	not groups_told
}

groups_told if {
	input.caller.groups_complete == true
	is_array(input.caller.groups)
}
