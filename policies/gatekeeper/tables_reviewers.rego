# Who may review the use of an exception.
# To review is a right that the organisation gives to persons: whom an exception names in `review_by` needs a role for it,
# too, and at one time. That is shown of a person by the own names and by membership. Who is in a team by groups is told by
# tokens alone: so of a team's groups it is shown where the team itself has the role.
package gatekeeper.tables

# By principal: each person who is it and may review, and the end of that.
reviewers[concat("", ["person:", name])] contains {"name": name, "until": window[1]} if {
	some name, windows in reviewing_persons
	some window in windows
}

reviewers[member.principal] contains {"name": name, "until": shared[1]} if {
	some name, windows in reviewing_persons
	some window in windows
	some member in membership[name]
	shared := overlap([member.from, member.until], window)
}

# By team: until when whoever is in it by groups may review.
reviewing_groups[team] contains window[1] if {
	some issuer in reviewing_issuers
	some teams_there in groups[issuer]
	some team in teams_there
	some window in reviewing[team]
}

# When a person may review, by the own names and the memberships.
reviewing_persons[name] contains window if {
	some principal, windows in reviewing
	startswith(principal, "person:")
	name := trim_prefix(principal, "person:")
	name in callers
	some window in windows
}

reviewing_persons[name] contains window if {
	some principal, windows in reviewing
	startswith(principal, "person:")
	entry_and_id := trim_prefix(principal, "person:")
	slash := indexof(entry_and_id, "/")
	url := data.issuers[substring(entry_and_id, 0, slash)].url
	url in reviewing_urls
	name := sole_person[url][substring(entry_and_id, slash + 1, -1)]
	some window in windows
}

reviewing_persons[name] contains shared if {
	some name, memberships in membership
	name in callers
	some member in memberships
	some window in reviewing[member.principal]
	shared := overlap([member.from, member.until], window)
}

reviewing[principal] contains [grant.from, grant.until] if {
	some principal, grants in organisation.review
	some grant in grants
	grant.from < grant.until
}

overlap(one, other) := [from, until] if {
	from := max([one[0], other[0]])
	until := min([one[1], other[1]])
	from < until
}

# Who can call as a person, about no environment. Whoever has no identity is nobody any more; whoever is known by what
# starts pipelines alone cannot call.
callers contains name if {
	some name, identities in data.people
	some issuer, id in identities
	is_string(id)
	data.issuers[issuer].url in reviewing_urls
}

reviewing_urls := {data.issuers[issuer].url | some issuer in reviewing_issuers}

reviewing_issuers := {issuer |
	some issuer, entry in data.issuers
	entry.kind == "person"
	"-" in reach[issuer]
}
