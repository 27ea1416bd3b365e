# Who vouches for callers, and what their tokens must show.
package gatekeeper.checks

hosts_that_name := {
	"GitHub": {"repository_owner_id", "job_workflow_ref", "run_attempt", "repository_id"},
	"GitLab": {"project_path", "namespace_id", "ref_protected", "environment_protected", "pipeline_source", "project_id"},
}

# Whose tokens are those of pipelines and machines. Agents' are, where a host of pipelines or an issuer of code has them,
# unless they name persons, for whom the agent acts.
is_of_jobs(issuer) if issuer.kind in {"code", "machine"}

is_of_jobs(issuer) if {
	issuer.kind == "agent"
	not names_persons(issuer)
	some host, _ in starters
	host_of(issuer, host)
}

is_of_jobs(issuer) if {
	issuer.kind == "agent"
	not names_persons(issuer)
	some other in issuers
	other.kind in {"code", "machine"}
	other.url == issuer.url
}

names_persons(issuer) if issuer.named_by in claims_of_persons[issuer.url]

starters := {"GitHub": {"actor_id"}, "GitLab": {"user_id"}}

# Whose tokens these are: what the address tells counts, else the claims that the entry speaks of, else who starts runs there.
host_of(issuer, host) if host in hosts_by_url(issuer)

host_of(issuer, host) if {
	count(hosts_by_url(issuer)) == 0
	host in hosts_by_claims(issuer)
}

host_of(issuer, host) if is_host_by_starter(issuer, host)

is_host_by_starter(issuer, host) if {
	count(hosts_by_url(issuer)) == 0
	count(hosts_by_claims(issuer)) == 0
	not regex.match(other_hosts, lower(issuer.url))
	issuer.started_by in starters[host]
}

# These have a user_id of their own.
other_hosts := `jenkins|circleci|buildkite|bitbucket|bamboo|teamcity|visualstudio|dev\.azure|spacelift|semaphoreci`

hosts_by_url(issuer) := {host | some host, _ in starters; contains(lower(issuer.url), lower(host))} | {"GitHub" | is_of_actions(issuer)}

# GitHub's address of the tokens of jobs, where a company has a host of its own, too: a ghe.com, or a server.
is_of_actions(issuer) if regex.match(`^https://token\.actions\.([a-z0-9-]+\.ghe|githubusercontent)\.com(/|$)|/_services/token/?$`, lower(issuer.url))

found contains {"path": ["issuers", name, "kind"], "message": message, "hint": "write code"} if {
	some name, issuer in issuers
	issuer.kind == "person"
	is_of_actions(issuer)
	message := sprintf("nobody logs in at %s, whose tokens are those of jobs", [issuer.url])
}

hosts_by_claims(issuer) := {host | some host, _ in starters; is_host_by_claims(issuer, host)}

is_host_by_claims(issuer, "GitHub") if issuer.named_by in {"repository_id", "repository_owner_id"}

is_host_by_claims(issuer, "GitLab") if {
	issuer.named_by in {"project_id", "namespace_id"}
	some _, ids in starters
	issuer.started_by in ids
}

is_host_by_claims(issuer, host) if {
	some by_claim in issuer.require
	some claim, _ in by_claim
	claim in hosts_that_name[host]
}

found contains {"path": ["issuers", name, member], "message": message, "hint": concat(" ", ["take one that never changes hands, such as", such_as(issuer, member)])} if {
	some name, issuer in issuers
	some member in ["named_by", "started_by"]
	is_mutable(issuer[member])
	message := sprintf("%s can be changed by its holder: it does not say who somebody is", [shown(issuer[member])])
}

found contains {"path": ["issuers", name, member], "message": message, "hint": concat(" ", ["take one that nobody else bears, such as", such_as(issuer, member)])} if {
	some name, issuer in issuers
	some member in ["named_by", "started_by"]
	is_common(issuer, issuer[member])
	message := sprintf("%s is borne by others, too, or can be changed: it does not say who somebody is", [shown(issuer[member])])
}

# What is a fault itself there is not offered.
such_as(_, "named_by") := "repository_id, project_id or oid"

such_as(issuer, "started_by") := concat(" or ", starters[hosts_of(issuer)[0]]) if {
	count(hosts_of(issuer)) > 0
} else := other_starters

other_starters := "build_user_id or requested_by"

hosts_of(issuer) := sort([host | some host, _ in starters; host_of(issuer, host)])

found contains {"path": ["issuers", name, "named_by"], "message": message, "hint": concat("", [host_hints[host], other_starter(issuer, host)])} if {
	some name, issuer in issuers
	issuer.named_by == "sub"
	is_of_jobs(issuer)
	some host, _ in starters
	host_of(issuer, host)
	message := sprintf("\"sub\" is made of names, which can be changed, in tokens of %s, as these seem to be", [host])
}

other_starter(issuer, host) := sprintf("; where they are not %s's, take another claim for started_by than %s", [host, issuer.started_by]) if {
	is_host_by_starter(issuer, host)
} else := ""

# Who started a run is a person, and the claim says so by its name: an id of what ran, or of whose it is, is borne by all that others
# start there, and one of them would count as the person.
found contains {"path": ["issuers", name, "started_by"], "message": fault.message, "hint": fault.hint} if {
	some name, issuer in issuers
	is_started(issuer)
	fault := fault_of_starter(issuer, hosts_of(issuer))
}

is_started(issuer) if {
	issuer.kind in {"code", "machine"}
	is_string(issuer.started_by)
	not is_mutable(issuer.started_by)
	not is_common(issuer, issuer.started_by)
}

fault_of_starter(issuer, hosts) := {"message": message, "hint": concat(" ", ["take", concat(" or ", starters[hosts[0]])])} if {
	every host in hosts {
		not issuer.started_by in starters[host]
	}
	message := sprintf("%s does not say who started a run at %s", [shown(issuer.started_by), hosts[0]])
} else := {"message": message, "hint": "take the id of the person who started it"} if {
	count(hosts) == 0
	issuer.started_by in {"sub", issuer.named_by}
	message := sprintf("%s says who the caller is, not who started it", [shown(issuer.started_by)])
} else := {"message": message, "hint": concat(" ", ["take the id of the person who started it, such as", other_starters])} if {
	count(hosts) == 0
	not is_name_of_starter(issuer.started_by)
	message := sprintf("%s does not say who started it", [shown(issuer.started_by)])
}

is_name_of_starter(claim) if regex.match(starter_pattern, compact(local_name(claim)))

# What runs, then a person, as the one who did it: of a repository, a service or an owner it is somebody else.
starter_pattern := concat("", [
	`^(build|job|run|pipeline|workflow|execution|deployment|release|request|trigger|task|event|ci)*`,
	`((user|actor|person|employee|member|sender|operator|submitter|starter|requester|requestor|triggerer|initiator|author|creator)`,
	`|(started|requested|triggered|initiated|queued|executed|launched|invoked|submitted|created)(by|for))`,
	`(user|person)?(account)?(id|uid|uuid|guid|oid|number)?$`,
])

# `https://acme.example/run_created_by` is the claim run_created_by of somebody's namespace.
local_name(claim) := parts[count(parts) - 1] if parts := split(claim, "/")

# Of those that are no fault already.
is_claim_of_its_own(issuer, claim) if {
	is_string(claim)
	claim != "sub"
	not is_mutable(claim)
	not is_common(issuer, claim)
}

host_hints := {"GitHub": "take repository_id", "GitLab": "take project_id"}

found contains {"path": ["issuers", name, "started_by"], "message": "only code and machines are started by somebody", "hint": "leave it out"} if {
	some name, issuer in issuers
	is_string(issuer.started_by)
	issuer.kind in {"person", "agent"}
}

found contains {"path": ["issuers", name], "message": message, "hint": ""} if {
	some _, sharing in by_audience
	count(sharing) > 1
	message := sprintf("one url and audience in more than one entry: %s", [listed(first_of(sharing))])
	some name in sharing
}

# Their ids are one list in people: by two claims one person would be two, and another's id theirs.
found contains {"path": ["issuers", name, member], "message": message, "hint": "know the people of one url by one claim"} if {
	some url, claims in claims_of_people
	count(claims) > 1
	message := sprintf("issuers with one url share the ids of people, and know them by different claims: %s", [listed({shown(claim) | some _, known in claims; some claim in known})])
	some [name, member] in knowing_people
	issuers[name].url == url
}

# [issuer, member] that says which of the people somebody is; what is a fault by itself is told by itself.
knowing_people contains [name, "named_by"] if {
	some name, issuer in issuers
	issuer.kind in {"person", "agent"}
	not is_of_jobs(issuer)
	not is_mutable(issuer.named_by)
	not is_common(issuer, issuer.named_by)
}

knowing_people contains [name, "started_by"] if {
	some name, issuer in issuers
	is_started(issuer)
	not fault_of_starter(issuer, hosts_of(issuer))
}

# url -> what is held -> the claims that hold it.
claims_of_people[issuers[name].url][held_by(issuers[name], member)] contains issuers[name][member] if {
	some [name, member] in knowing_people
}

# Who logs in at GitLab has in `sub` the number that the tokens of pipelines have in `user_id`.
held_by(issuer, "named_by") := "user_id" if {
	issuer.named_by == "sub"
	some other in issuers
	other.url == issuer.url
	host_of(other, "GitLab")
} else := issuer.named_by

held_by(issuer, "started_by") := issuer.started_by

claims_of_persons[issuer.url] contains issuer.named_by if {
	some issuer in issuers
	issuer.kind == "person"
}

by_audience[[url, audience]] contains name if {
	some name, issuer in issuers
	url := issuer.url
	audience := issuer.audience
}

# The path as far as it is there.
deepest(path, further) := array.concat(path, further) if {
	object.get(documents, array.concat(path, further), null) != null
} else := path

# What tokens must show: issuers, pipelines and robots.
require_homes := array.concat(
	[[["issuers", name, "require"], issuer.require] | some name, issuer in issuers],
	array.concat(
		[[["robots", name, "require"], robot.require] | some name, robot in robots],
		[[["applications", application, "code", name, "require"], code.require] |
			some application, entry in applications
			some name, code in entry.code
		],
	),
)

require_places := {"always"} | places

found contains {"path": array.concat(path, [place]), "message": message, "hint": hint(place, require_places)} if {
	some [path, by_place] in require_homes
	is_object(by_place)
	some place in (object.keys(by_place) - require_places)
	message := sprintf("must be always or a place: all, a tier, a region or an environment; found %s", [shown(place)])
}

found contains {"path": array.concat(path, [place]), "message": message, "hint": ""} if {
	some [path, by_place] in require_homes
	some place, by_claim in by_place
	not is_object_filled(by_claim)
	message := sprintf("must be an object that is not empty, claims with their patterns; found %s", [shown(by_claim)])
}

required_claims := [[array.concat(path, [place, claim]), place, claim, patterns] |
	some [path, by_place] in require_homes
	some place, by_claim in by_place
	some claim, patterns in by_claim
]

found contains {"path": path, "message": message, "hint": list_hint(patterns)} if {
	some [path, _, _, patterns] in required_claims
	not is_filled(patterns)
	message := sprintf("must be a list of patterns that is not empty; found %s", [shown(patterns)])
}

found contains {"path": path, "message": twice(patterns), "hint": ""} if {
	some [path, _, _, patterns] in required_claims
	has_duplicates(patterns)
}

found contains {"path": array.concat(path, [i]), "message": message, "hint": "claims are compared as texts: quote it"} if {
	some [path, _, _, patterns] in required_claims
	is_array(patterns)
	some i, pattern in patterns
	not valid("identifier", pattern)
	message := sprintf("must be %s; found %s", [wanted.identifier, shown(pattern)])
}

found contains {"path": array.concat(path, [i]), "message": message, "hint": ""} if {
	some [path, _, _, patterns] in required_claims
	is_array(patterns)
	some i, pattern in patterns
	is_string(pattern)
	regex.match(`[{}\[\]?\\]`, without_placeholders(pattern))
	message := sprintf("a pattern holds * and the placeholders {application} and {environment}, and none of { } [ ] ? \\ besides; found %s", [shown(pattern)])
}

found contains {"path": array.concat(path, [i]), "message": message, "hint": "put it under all"} if {
	some [path, "always", _, patterns] in required_claims
	is_array(patterns)
	some i, pattern in patterns
	is_string(pattern)
	without_placeholders(pattern) != pattern
	message := sprintf("always holds for calls without application and environment, too: no placeholders; found %s", [shown(pattern)])
}

# The environment that a token speaks of is one, and is told exactly.
speaks_of_environment(claim, _) if claim == "environment"

speaks_of_environment(_, patterns) if {
	some pattern in patterns
	contains(pattern, "{environment}")
}

found contains {"path": path, "message": message, "hint": ""} if {
	some [path, _, claim, patterns] in required_claims
	speaks_of_environment(claim, patterns)
	is_array(patterns)
	count(patterns) > 1
	message := sprintf("a claim that tells the environment has one pattern; found %s", [shown(patterns)])
}

found contains {"path": array.concat(path, [i]), "message": message, "hint": exact_hint(place, pattern)} if {
	some [path, place, claim, patterns] in required_claims
	speaks_of_environment(claim, patterns)
	is_array(patterns)
	some i, pattern in patterns
	is_string(pattern)
	not tells_exactly(pattern, place)
	message := sprintf("lets a token of one environment into another: a claim that tells the environment is matched exactly; found %s", [shown(pattern)])
}

# Under always no placeholder may stand, and a text says nothing where it is asked for several environments.
exact_hint(place, pattern) := concat("", [
	text_hint(place, pattern),
	"write {environment}",
	{true: " under all", false: ""}[place == "always"],
])

text_hint(place, pattern) := "put it under the one environment that it tells, or " if {
	not regex.match(`[*{]`, pattern)
	not is_of_another(pattern, place)
} else := ""

# With {environment} in a part of its own: a * beside it, or one that runs over parts, takes other environments in. A text
# without it tells the environment only where there is one.
tells_exactly(pattern, _) if {
	contains(pattern, "{environment}")
	not contains(pattern, "**")
	every part in regex.split(`[/:]`, pattern) {
		whole_or_apart(part)
	}
}

tells_exactly(pattern, place) if {
	not contains(pattern, "{environment}")
	not contains(pattern, "*")
	count(environments_of[place]) == 1
	not is_of_another(pattern, place)
}

# What is called as another environment is, by the tokens of which it is shown.
is_of_another(text, place) if text in (object.keys(environments) - environments_of[place])

whole_or_apart(part) if not contains(part, "{environment}")

whole_or_apart(part) if not contains(part, "*")

# Tokens that carry no environment: one entry for each environment above the first tier.
found contains {"path": path, "message": message, "hint": "require a claim to be {environment}, or give each environment an entry of its own, with its own id and places"} if {
	some [path, entry, principals] in callers_of_code
	issuer := issuers[entry.from]
	is_of_jobs(issuer)
	changed := {environment |
		some environment in upper_environments
		some principal in principals
		changes[principal][environment]
		reaches(issuer, entry, environment)
	}
	count(changed) > 1
	open := mistaken(entry, changed)
	count(open) > 0
	message := sprintf("its tokens do not tell that a job runs for %s, and it may change more than one environment above the first tier: %s", [
		concat(" or ", sort(open)),
		listed(changed),
	])
}

# What is asked where nobody comes is asked nowhere.
found contains {"path": array.concat(path, ["require", place]), "message": message, "hint": "always is asked of every call"} if {
	some [path, entry, issuer] in demanding
	some place, _ in entry.require
	count(environments_of[place]) > 0
	every environment in environments_of[place] {
		not reaches(issuer, entry, environment)
	}
	message := sprintf("is never asked: places lets it into no environment of %s", [place])
}

demanding := array.concat(
	[[["issuers", name], issuer, issuer] | some name, issuer in issuers],
	[[path, entry, issuers[entry.from]] | some [path, entry, _] in callers_of_code],
)

reaches(issuer, entry, environment) if {
	in_places(issuer, environment)
	in_places(entry, environment)
}

upper_environments := {name | some name, entry in environments; not entry.tier == tiers[0]}

in_places(entry, _) if not has_places(entry)

in_places(entry, environment) if {
	some place in entry.places
	environment in environments_of[place]
}

has_places(entry) if is_array(entry.places)

# Those for which a token may be taken that is another's: no claim of theirs has a text of its own. Who requires nothing
# itself is told by the issuer alone, which is looked at once.
mistaken(entry, changed) := {environment |
	some environment in changed
	some other in changed
	environment != other
	not [environment, other] in told_by_issuer[entry.from]
} if {
	not "require" in object.keys(entry)
} else := {environment |
	texts := {upper: (texts_at(issuers[entry.from], upper) | texts_at(entry, upper)) | some upper in changed}
	some environment in changed
	some other in changed
	environment != other
	not is_apart(texts, environment, other)
}

told_by_issuer[name] := {[environment, other] |
	texts := {upper: texts_at(issuer, upper) | some upper in upper_environments}
	some environment in upper_environments
	some other in upper_environments
	is_apart(texts, environment, other)
} if {
	some name, issuer in issuers
}

# One claim of the environment, of which the other takes another text, or none at all.
is_apart(texts, environment, other) if {
	some [claim, text] in texts[environment]
	theirs := {their_text | some [their_claim, their_text] in texts[other]; their_claim == claim}
	not is_taken(text, theirs)
}

is_taken(text, theirs) if {
	count(theirs) > 0
	every their_text in theirs {
		may_be_the_same(text, their_text)
	}
}

# [claim, text] that tell the environment, as the calls for it show them.
texts_at(entry, environment) := {[claim, text] |
	some place, by_claim in entry.require
	environment in environments_of[place]
	some claim, patterns in by_claim
	speaks_of_environment(claim, patterns)
	is_filled(patterns)
	every pattern in patterns {
		tells_exactly(pattern, place)
	}
	some pattern in patterns
	text := replace(pattern, "{environment}", environment)
}

may_be_the_same(text, other) if text == other

may_be_the_same(text, other) if glob.match(any_application(text), ["/", ":"], other)

may_be_the_same(text, other) if glob.match(any_application(other), ["/", ":"], text)

any_application(text) := replace(text, "{application}", "*")

# Every pipeline and robot, with [what it counts as, in which application].
callers_of_code := array.concat(
	[[["applications", application, "code", name], code, principals] |
		some application, entry in applications
		some name, code in entry.code
		principals := array.concat(own_callers(application, name), class_callers(application, name))
	],
	[[["robots", name], robot, [["", concat("", ["robot:", name])], ["exception", concat("", ["robot:", name])]]] | some name, robot in robots],
)

own_callers(application, name) := [
	[application, "code"], [application, concat("", ["code:", name])],
	["exception", "code"], ["exception", concat("", ["code:", name])],
]

class_callers(application, name) := [[class, principal] |
	some class in (classes_of(application) | ({"all"} & object.keys(classes)))
	some principal in ["class:code", concat("", ["class:code:", name])]
]

# [home, principal] -> environments where a role of it changes something.
changes[[home, principal]][environment] if {
	some home, entry in applications
	some place, by_principal in entry.access
	some principal, value in by_principal
	startswith(principal, "code")
	some environment in changed_by(value, place)
}

changes[[home, principal]][environment] if {
	some home, entry in classes
	some place, by_principal in entry.access
	some name, value in by_principal
	startswith(name, "code")
	principal := concat("", ["class:", name])
	some environment in changed_by(value, place)
}

changes[["", principal]][environment] if {
	some document in ["applications", "classes"]
	some entry in documents[document]
	some place, by_principal in entry.access
	some principal, value in by_principal
	startswith(principal, "robot:")
	some environment in changed_by(value, place)
}

# What an exception gives counts as well: for whichever application, at the places that it names.
changes[["exception", principal]][environment] if {
	some entry in exceptions
	some principal in entry.who
	some role in entry.roles
	role in changing_roles
	some environment in upper_environments
	every selector in ["tiers", "regions", "environments"] {
		may_select(entry, selector, environment)
	}
}

may_select(entry, selector, _) if not selector in object.keys(entry)

may_select(entry, selector, environment) if {
	some place in entry[selector]
	environment in environments_of[place]
}

changed_by(value, place) := {environment |
	some role in roles_given(value)
	role in changing_roles
	some environment in environments_of[place]
	environment in upper_environments
}

changing_roles := {name |
	some name, role in roles
	some action in role.actions
	not action in reading
}
