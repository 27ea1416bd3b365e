# What each kind of entry may hold.
# `one`: member -> what its value is; `many`: the same for a list, which is not empty and holds nothing twice; `free`:
# members that have a shape of their own, in `nodes`; `required`: what must be there. What values are is in `names`
# (one of these) and `is` (of this form), and in words in `wanted`.
package gatekeeper.checks

selectors := {
	"applications": "application", "classes": "class", "tiers": "tier", "regions": "region",
	"environments": "environment",
}

shapes := {
	"issuer": {
		"one": {"url": "url", "audience": "identifier", "kind": "kind", "named_by": "identifier", "started_by": "identifier"},
		"many": {"places": "place", "teams": "team"},
		"free": {"require"},
		"required": {"url", "audience", "kind", "named_by"},
	},
	"scopes": {
		"one": {},
		"many": {"tiers": "name", "regions": "name", "expects": "expectation"},
		"free": set(),
		"required": {"tiers"},
	},
	"organisation": {"one": {}, "many": {}, "free": {"access"}, "required": set()},
	"environment": {
		"one": {"tier": "tier", "region": "region", "zone": "zone"},
		"many": {},
		"free": set(),
		"required": {"tier"},
	},
	"role": {"one": {}, "many": {"actions": "action"}, "free": set(), "required": {"actions"}},
	"application": {
		"one": {"team": "team"},
		"many": {"classes": "class of an application"},
		"free": {"code", "access", "requirements", "delegate"},
		"required": set(),
	},
	"inventoried": {
		"one": {"team": "team"},
		"many": {"classes": "class of an application"},
		"free": {"requirements", "delegate"},
		"required": {"team"},
	},
	"code": {
		"one": {"from": "issuer"},
		"many": {"id": "identifier", "places": "place"},
		"free": {"require"},
		"required": {"from", "id"},
	},
	"class": {
		"one": {"waivable": "false"},
		"many": {"code_from": "issuer"},
		"free": {"access", "requirements", "delegate"},
		"required": set(),
	},
	"grant": {
		"one": {"from": "time", "until": "time", "why": "line"},
		"many": {"roles": "role"},
		"free": set(),
		"required": {"roles"},
	},
	"approval": {"one": {"count": "approvers"}, "many": {"from": "approver"}, "free": set(), "required": {"count", "from"}},
	"artifact": {
		"one": {"provenance": "true", "max_bytes": "count"},
		"many": {"signed_by": "identifier", "succeeded_in": "place"},
		"free": set(),
		"required": set(),
	},
	"team": {"one": {}, "many": {}, "free": {"groups", "members"}, "required": set()},
	"member": {"one": {"who": "person", "from": "time", "until": "time"}, "many": {}, "free": set(), "required": {"who"}},
	"guardrail": {
		"one": {"why": "line"},
		"many": object.union(selectors, {"who": "guarded", "actions": "action", "kinds": "kind"}),
		"free": set(),
		"required": {"why"},
	},
	"freeze": {
		"one": {"why": "line", "from": "time", "until": "time"},
		"many": object.union(selectors, {"who": "guarded", "actions": "action", "kinds": "kind"}),
		"free": {"yearly", "weekly"},
		"required": {"why"},
	},
	"yearly": {"one": {"from": "day", "until": "day"}, "many": {}, "free": set(), "required": {"from", "until"}},
	"weekly": {
		"one": {"from": "hour", "until": "hour or midnight"},
		"many": {"days": "weekday"},
		"free": set(),
		"required": {"days", "from", "until"},
	},
	"exception": {
		"one": {
			"why": "line", "from": "time", "until": "time", "reason": "expression",
			"authentication_age": "duration",
		},
		"many": object.union(selectors, {
			"who": "principal", "roles": "role", "review_by": "reviewer",
			"kinds": "kind",
		}),
		"free": {"waives"},
		"required": {"who", "roles", "waives", "review_by"},
	},
	"credential": {
		"one": {},
		"many": {"applications": "application", "environments": "environment", "purposes": "purpose"},
		"free": set(),
		"required": {"applications", "environments", "purposes"},
	},
	"destination": {
		"one": {"source": "name", "keep": "kept", "shared": "true", "step_timeout": "wait"},
		"many": {},
		"free": {"target", "credentials", "health"},
		"required": {"target", "source"},
	},
	"target": {"one": {"kind": "target"}, "many": {}, "free": {"path"}, "required": {"kind"}},
	"target of kind directory": {"one": {"kind": "target", "path": "path"}, "many": {}, "free": set(), "required": {"kind", "path"}},
	"health": {"one": {"file": "file", "url": "address", "timeout": "wait"}, "many": {}, "free": set(), "required": set()},
	"change": requirement({"digest_required"}),
	"deploy": requirement(set()),
	"rollback": requirement({"digest_required"}),
	"approve": {
		"one": {"reason_length": "reason length", "authentication_age": "duration"},
		"many": {"kinds": "kind"},
		"free": set(),
		"required": set(),
	},
}

# What the door takes as a reason, and what is counted of approvals.
longest_reason := 1024

most_approvers := 100

most_in_list := 64

requirement(without) := {
	"one": object.remove(
		{
			"reason_length": "reason length", "digest_required": "true", "lowest_version": "version", "not_alone": "true",
			"approval_age": "duration", "unattended": "true", "authentication_age": "duration",
		},
		without,
	),
	"many": {"kinds": "kind"},
	"free": {"approvals", "artifact"},
	"required": set(),
}

members := {shape: known |
	some shape, parts in shapes
	known := (object.keys(parts.one) | object.keys(parts.many)) | parts.free
}

# Only persons do these.
personal := {"approve", "reject", "withdraw", "review"}

reading := {"get", "list", "watch"}

application_actions := {"deploy", "rollback", "get", "list", "watch", "cancel", "approve", "reject", "withdraw"}

# These belong to no application: data.organisation gives them and nothing else does. Of them, hold and release touch an
# environment of an application.
organisation_actions := {"read_audit", "review", "explain", "who_can", "replay", "read_policy", "hold", "release"}

actions := application_actions | organisation_actions

kinds := {"code", "person", "machine", "agent"}

# In the order of the week.
weekdays := {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}

# In hours.
longest_exception := 72

tiers := [tier | is_array(scopes.tiers); some tier in scopes.tiers; is_string(tier)]

regions := [region | is_array(scopes.regions); some region in scopes.regions; is_string(region)]

tier_names := {tier | some tier in tiers}

region_names := {region | some region in regions}

places := (({"all"} | tier_names) | region_names) | object.keys(environments)

# An environment may bear its own tier's name, which then means the tier.
environments_of := {place: found_there |
	some place in places
	found_there := {environment | some environment, entry in environments; within(place, environment, entry)}
}

within("all", _, _)

within(place, _, entry) if entry.tier == place

within(place, _, entry) if entry.region == place

within(place, environment, _) if {
	place == environment
	not place in tier_names
}

code_names := {name | some application in applications; some name, _ in application.code}

team_principals := {concat("", ["team:", name]) | some name, _ in teams}

person_principals := {concat("", ["person:", name]) | some name, _ in people}

robot_principals := {concat("", ["robot:", name]) | some name, _ in robots}

shared_principals := ((team_principals | person_principals) | robot_principals) | {"code", "owner"}

names := {
	"issuer": object.keys(issuers),
	"kind": kinds,
	"place": places,
	"tier": tier_names,
	"region": region_names,
	"environment": object.keys(environments),
	"role": object.keys(roles),
	"action": actions,
	"application": object.keys(applications),
	"class": object.keys(classes),
	"class of an application": object.keys(classes) - {"all"},
	"team": object.keys(teams),
	"person": object.keys(people),
	"purpose": {"pull", "observe", "apply", "publish"},
	"weekday": object.keys(weekdays),
	"approver": ((team_principals | person_principals) | {"owner"}),
	"reviewer": ((team_principals | person_principals) | {"owner"}),
	"principal": (shared_principals | {concat("", ["code:", name]) | some name in code_names}),
	"guarded": (shared_principals | {concat("", ["code:", name]) | some name in code_names}),
	"target": {"directory"},
	"true": {true},
	"false": {false},
}

wanted := {
	"issuer": "the name of an issuer in issuers/data.yaml",
	"kind": "a kind of caller: agent, code, machine or person",
	"place": "a place: all, a tier, a region or an environment",
	"tier": "a tier of scopes.tiers",
	"region": "a region of scopes.regions",
	"environment": "the name of an environment in environments/data.yaml",
	"role": "the name of a role in roles/data.yaml",
	"action": "an action",
	"application": "the name of an application, which has applications/NAME/data.yaml",
	"class": "the name of a class, which has classes/NAME/data.yaml",
	"class of an application": "the name of a class, which has classes/NAME/data.yaml, and not all, which every application has",
	"team": "the name of a team, which has teams/NAME/data.yaml",
	"person": "the name of a person in people/data.yaml",
	"purpose": "a purpose: apply, observe, publish or pull",
	"weekday": "a day: mon, tue, wed, thu, fri, sat or sun",
	"approver": "owner, or team:NAME or person:NAME that is defined",
	"reviewer": "owner, or team:NAME or person:NAME that is defined",
	"principal": "code, code:NAME, owner, team:NAME, person:NAME or robot:NAME that is defined, or person:ISSUER/ID",
	"guarded": "code, owner, team:NAME, person:NAME or robot:NAME that is defined, or person:ISSUER/ID",
	"target": "a kind of target: directory",
	"true": "true, or not there at all",
	"false": "false, or not there at all",
	"text": "a text that is not empty",
	"line": "a text of one line that is not empty",
	"identifier": "a text that is not empty, without blanks at its ends or characters that cannot be seen",
	"name": "a name: small letters, digits and inner hyphens, at most 63",
	"expectation": "the name of a document, or applications/NAME, teams/NAME or classes/NAME",
	"url": "a URL as the tokens have it, such as https://issuer.example",
	"zone": "a time zone of the IANA database, such as Europe/Berlin",
	"time": "a time with its zone, such as 2026-12-01T09:00:00Z, in the years 1678 to 2261",
	"day": "a day of the year as MM-DD, such as 12-27",
	"hour": "a time of day as HH:MM, 00:00 to 23:59",
	"hour or midnight": "a time of day as HH:MM, 00:00 to 24:00",
	"duration": "a duration in h, m and s above zero, such as 24h or 15m, at most 8784h",
	"count": "a whole number from 1 on",
	"approvers": sprintf("a whole number from 1 to %d", [most_approvers]),
	"reason length": sprintf("a whole number of characters from 1 to %d", [longest_reason]),
	"version": "a semantic version as a text, such as 1.2.0",
	"expression": "a regular expression that can be read and that the empty text does not match",
	"path": "an absolute path without ., .. and empty parts; {application} and {environment} are filled in",
	"file": "a path in the release, without ., .. and empty parts; {application} and {environment} are filled in",
	"address": "an http or https URL without user, query and fragment; {application} and {environment} are filled in",
	"wait": "a duration in h, m and s above zero, such as 30s, at most 6h",
	"kept": sprintf("a whole number from 1 to %d", [most_kept]),
}
