# Mistakes as people make them: each is told as a fault at its entry, and refuses where the faults are not known, too.
# A row is [data with the mistake, call, path of the fault]; the call is one that the data without the mistake refuses, or
# that the entry alone allows.
package gatekeeper_mistakes_test

import data.gatekeeper
import data.gatekeeper_faults_test as f

good := f.good

put(path, value) := json.patch(good, [{"op": "add", "path": path, "value": value}])

without(path) := json.patch(good, [{"op": "remove", "path": path}])

asked(caller, action, application, environment, at) := {
	"caller": caller, "action": action, "application": application, "environment": environment,
	"request": {"version": "1.0.0", "reason": "weekly"},
	"context": {"time": at, "channel": "rest", "remote_ip": "127.0.0.1", "decision_id": "d", "phase": "execute"},
}

code(environment) := {
	"kind": "code", "issuer": "https://token.actions.githubusercontent.com", "subject": "repo", "groups": [],
	"claims": {
		"aud": "gatekeeper", "repository_id": "100000002", "repository_owner_id": "4242", "run_attempt": "1", "actor_id": "500003",
		"environment": environment,
	},
	"authenticated_by": "jwt",
}

person(oid, groups) := {
	"kind": "person", "issuer": "https://login.example/T/v2.0", "subject": oid, "groups": groups, "groups_complete": true,
	"claims": {"aud": "api://gatekeeper", "oid": oid, "idtyp": "user"}, "authenticated_by": "jwt",
}

quiet := "2026-11-24T12:00:00Z"

deploying := asked(code("dev"), "deploy", "shop", "dev", quiet)

owner := asked(person("e-3", ["g-shop"]), "deploy", "shop", "dev", quiet)

rolling_back := asked(person("e-3", ["g-shop"]), "rollback", "till", "production-eu", quiet)

decide(call, given) := result if {
	result := gatekeeper.decision with input as call
		with data.gatekeeper.faults as set()
		with data.issuers as given.issuers
		with data.scopes as given.scopes
		with data.organisation as given.organisation
		with data.environments as given.environments
		with data.roles as given.roles
		with data.applications as given.applications
		with data.teams as given.teams
		with data.people as given.people
		with data.robots as given.robots
		with data.classes as given.classes
		with data.inventory as given.inventory
		with data.guardrails as given.guardrails
		with data.freezes as given.freezes
		with data.exceptions as given.exceptions
}

# What goes unseen, or is allowed.
wrong_in(rows) := {[note, "is no fault"] | some note, [given, _, path] in rows; not told(given, path)} | ({[note, "is not refused"] |
	some note, [given, call, _] in rows
	not decide(call, given).allow == false
} | {[note, "is refused without a reason"] |
	some note, [given, call, _] in rows
	count(decide(call, given).reasons) == 0
})

told(given, path) if {
	some fault in f.faults_of(given)
	fault.path == path
}

test_requirements_with_members_misspelt if wrong_in(member_rows) == set()

test_requirements_with_values_of_another_form if wrong_in(value_rows) == set()

test_requirements_with_elements_of_another_form if wrong_in(element_rows) == set()

test_what_refuses if wrong_in(refusing) == set()

test_identities if wrong_in(identities) == set()

test_rights if wrong_in(rights) == set()

test_exceptions if wrong_in(exceptions) == set()

test_there_are_enough_of_them if {
	counts := [count(rows) | some rows in [member_rows, value_rows, element_rows, refusing, identities, rights, exceptions]]
	sum(counts) >= 180
}

test_without_a_mistake_the_calls_are_allowed if {
	every call in [deploying, owner, rolling_back, with_leave] {
		decide(call, good).allow == true
	}
}

# 02, 03: what is asked of a change. The right form refuses the call.

change := ["applications", "shop", "requirements", "dev"]

requiring(operation, members) := put(change, {operation: members})

member_rows[name] := [requiring("change", {name: value}), deploying, array.concat(change, ["change", name])] if {
	some name, value in {
		"kind": ["person"], "Kinds": ["person"], "approval": [{"count": 1, "from": ["owner"]}], "reason_lenght": 15, "lowest-version": "2.0.0",
		"digest_requird": true, "notalone": true, "artefact": {"provenance": true}, "authentication": "15m", "approvals_age": "24h", "": 1,
	}
}

value_rows[concat(" ", [name, json.marshal(value)])] := [requiring("change", {name: value}), deploying, array.concat(change, ["change", name])] if {
	some name, values in {
		"kinds": ["person", {"person": true}, [], null, true],
		"reason_length": ["15", 0, -1, 1.5, [15], null, {"min": 15}, 1025],
		"lowest_version": ["1.2", 1.2, "1.2.x", "", ["1.2.0"], {"shop": "1.2.0"}, null],
		"not_alone": [false, "true", 1, [], "yes", null],
		"approvals": [1, true, "owner", {"count": 1, "from": ["owner"]}, [], {"rules": [{"count": 1, "from": ["owner"]}]}, null],
		"approval_age": ["24", 24, "1 day", "1d", "9000h", "-1h", "0s", ["24h"], null],
		"authentication_age": ["15", 15, "15 min", null, ["15m"]],
		"artifact": [true, "provenance", [], ["provenance"], null],
	}
	some value in values
}

element_rows := {
	"kinds with another": [requiring("change", {"kinds": ["person", "robot"]}), deploying, array.concat(change, ["change", "kinds", 1])],
	"kinds with null": [requiring("change", {"kinds": ["person", null]}), deploying, array.concat(change, ["change", "kinds", 1])],
	"count as a text": [requiring("change", {"approvals": [{"count": "1", "from": ["owner"]}]}), deploying, array.concat(change, ["change", "approvals", 0, "count"])],
	"count of none": [requiring("change", {"approvals": [{"count": 0, "from": ["owner"]}]}), deploying, array.concat(change, ["change", "approvals", 0, "count"])],
	"count of too many": [requiring("change", {"approvals": [{"count": 101, "from": ["owner"]}]}), deploying, array.concat(change, ["change", "approvals", 0, "count"])],
	"too many rules": [requiring("change", {"approvals": [rule | some i in numbers.range(1, 65); rule := {"count": i, "from": ["owner"]}]}), deploying, array.concat(change, ["change", "approvals"])],
	"from one text": [requiring("change", {"approvals": [{"count": 1, "from": "owner"}]}), deploying, array.concat(change, ["change", "approvals", 0, "from"])],
	"from a robot": [requiring("change", {"approvals": [{"count": 1, "from": ["robot:argo"]}]}), deploying, array.concat(change, ["change", "approvals", 0, "from", 0])],
	"from without a count": [requiring("change", {"approvals": [{"from": ["owner"]}]}), deploying, array.concat(change, ["change", "approvals", 0])],
	"groups of the first form": [requiring("change", {"approvals": [{"count": 1, "groups": ["g-shop"]}]}), deploying, array.concat(change, ["change", "approvals", 0, "groups"])],
	"max_bytes as a text": [requiring("change", {"artifact": {"max_bytes": "100"}}), deploying, array.concat(change, ["change", "artifact", "max_bytes"])],
	"succeeded_in a text": [requiring("change", {"artifact": {"succeeded_in": "stage"}}), deploying, array.concat(change, ["change", "artifact", "succeeded_in"])],
	"succeeded_in nowhere": [requiring("change", {"artifact": {"succeeded_in": ["staging"]}}), deploying, array.concat(change, ["change", "artifact", "succeeded_in", 0])],
	"succeded_in": [requiring("change", {"artifact": {"succeded_in": ["stage"]}}), deploying, array.concat(change, ["change", "artifact", "succeded_in"])],
	"provenance: yes": [requiring("change", {"artifact": {"provenance": "yes"}}), deploying, array.concat(change, ["change", "artifact", "provenance"])],
	"signed_by a text": [requiring("change", {"artifact": {"signed_by": "release"}}), deploying, array.concat(change, ["change", "artifact", "signed_by"])],
	"digest of a change": [requiring("change", {"digest_required": true}), deploying, array.concat(change, ["change", "digest_required"])],
	"an operation": [requiring("deployment", {"kinds": ["person"]}), deploying, array.concat(change, ["deployment"])],
	"no operation": [put(change, {"kinds": ["person"]}), deploying, array.concat(change, ["kinds"])],
	"a place": [put(["applications", "shop", "requirements", "prod"], {"change": {"kinds": ["person"]}}), deploying, ["applications", "shop", "requirements", "prod"]],
	"nothing of a change": [requiring("change", {}), deploying, array.concat(change, ["change"])],
	"a list of operations": [put(change, [{"change": {"kinds": ["person"]}}]), deploying, change],
	"requirements as a list": [put(["applications", "shop", "requirements"], [1]), deploying, ["applications", "shop", "requirements"]],
	"requirement": [put(["applications", "shop", "requirement"], {"dev": {"change": {"kinds": ["person"]}}}), deploying, ["applications", "shop", "requirement"]],
	"a class's requirement": [put(["classes", "service", "requirement"], {}), deploying, ["classes", "service", "requirement"]],
	"the inventory's requirement": [put(["inventory", "shop", "requirement"], {}), deploying, ["inventory", "shop", "requirement"]],
	# 05: what a rollback goes to.
	"a rollback's version": [put(["classes", "service", "requirements", "production", "rollback"], {"lowest_version": "1.2"}), rolling_back, ["classes", "service", "requirements", "production", "rollback", "lowest_version"]],
	"a class that is none": [put(["inventory", "shop", "classes"], ["servce"]), deploying, ["inventory", "shop", "classes", 0]],
	"a class as a text": [put(["inventory", "shop", "classes"], "service"), deploying, ["inventory", "shop", "classes"]],
}

# 01: freezes; guardrails.

holidays := {"from": "2026-11-20T00:00:00Z", "until": "2026-12-31T00:00:00Z", "why": "holidays"}

freeze_rows[note] := [put(["freezes", "holidays"], freeze), deploying, array.concat(["freezes", "holidays"], path)] if {
	some note, [freeze, path] in {
		"no why": [object.remove(holidays, ["why"]), []],
		"a date": [object.union(holidays, {"from": "2026-11-20"}), ["from"]],
		"a 13th month": [object.union(holidays, {"until": "2026-13-01T00:00:00Z"}), ["until"]],
		"an hour": [object.union(holidays, {"until": "2026-12-31T24:00:00Z"}), ["until"]],
		"a space": [object.union(holidays, {"until": "2026-12-31 00:00:00Z"}), ["until"]],
		"small letters": [object.union(holidays, {"until": "2026-12-31t00:00:00z"}), ["until"]],
		"no colon": [object.union(holidays, {"until": "2026-12-31T00:00:00+0100"}), ["until"]],
		"a number": [object.union(holidays, {"until": 20261231}), ["until"]],
		"tiers, a text": [object.union(holidays, {"tiers": "dev"}), ["tiers"]],
		"tier": [object.union(holidays, {"tier": ["dev"]}), ["tier"]],
		"a tier": [object.union(holidays, {"tiers": ["development"]}), ["tiers", 0]],
		"actions, a text": [object.union(holidays, {"actions": "deploy"}), ["actions"]],
		"an action": [object.union(holidays, {"actions": ["deployment"]}), ["actions", 0]],
		"who, nobody": [object.union(holidays, {"who": []}), ["who"]],
		"a team": [object.union(holidays, {"who": ["team:shopp"]}), ["who", 0]],
		"a yearly text": [{"why": "books", "yearly": "11-24"}, ["yearly"]],
		"a yearly object": [{"why": "books", "yearly": {"from": "11-01", "until": "11-30"}}, ["yearly"]],
		"a yearly 31st": [{"why": "books", "yearly": [{"from": "11-01", "until": "11-31"}]}, ["yearly", 0, "until"]],
		"a yearly day first": [{"why": "books", "yearly": [{"from": "24-11", "until": "12-01"}]}, ["yearly", 0, "from"]],
		"a yearly end": [{"why": "books", "yearly": [{"from": "11-01", "till": "12-01"}]}, ["yearly", 0, "till"]],
		"weekly, no days": [{"why": "night", "weekly": [{"from": "00:00", "until": "24:00"}]}, ["weekly", 0]],
		"weekly, a day": [{"why": "night", "weekly": [{"days": ["tuesday"], "from": "00:00", "until": "24:00"}]}, ["weekly", 0, "days", 0]],
		"weekly, days, a text": [{"why": "night", "weekly": [{"days": "tue", "from": "00:00", "until": "24:00"}]}, ["weekly", 0, "days"]],
		"weekly, one digit": [{"why": "night", "weekly": [{"days": ["tue"], "from": "9:00", "until": "24:00"}]}, ["weekly", 0, "from"]],
		"weekly, a number of 60": [{"why": "night", "weekly": [{"days": ["tue"], "from": 540, "until": "24:00"}]}, ["weekly", 0, "from"]],
		"two forms": [object.union(holidays, {"weekly": [{"days": ["mon"], "from": "00:00", "until": "24:00"}]}), []],
	}
}

guardrail_rows[concat(" ", ["a guardrail:", note])] := [put(["guardrails", "g"], guardrail), owner, array.concat(["guardrails", "g"], path)] if {
	some note, [guardrail, path] in {
		"whom": [{"whom": ["team:contractors"], "why": "x"}, ["whom"]],
		"who, a text": [{"who": "team:contractors", "why": "x"}, ["who"]],
		"who, an object": [{"who": {"team:contractors": true}, "why": "x"}, ["who"]],
		"a team that is none": [{"who": ["team:contractor"], "why": "x"}, ["who", 0]],
		"no prefix": [{"who": ["contractors"], "why": "x"}, ["who", 0]],
		"kinds": [{"kinds": ["humans"], "why": "x"}, ["kinds", 0]],
		"application": [{"application": ["till"], "why": "x"}, ["application"]],
		"an application that is none": [{"applications": ["tills"], "why": "x"}, ["applications", 0]],
		"a class that is none": [{"classes": ["pic"], "why": "x"}, ["classes", 0]],
		"a list": [["team:contractors"], []],
		"a text": ["contractors", []],
		"nothing": [null, []],
	}
}

place_rows := {
	"a zone": [zoned("Europe/Berln"), frozen_there, ["environments", "test", "zone"]],
	"no zone": [zoned(""), frozen_there, ["environments", "test", "zone"]],
	"the machine's zone": [zoned("Local"), frozen_there, ["environments", "test", "zone"]],
	"a timezone": [json.patch(zoned("Europe/Berlin"), [{"op": "move", "from": "/environments/test/zone", "path": "/environments/test/timezone"}]), frozen_there, ["environments", "test", "timezone"]],
	"a tier of an environment": [put(["environments", "dev", "tier"], "devel"), deploying, ["environments", "dev", "tier"]],
	"a region of an environment": [put(["environments", "dev", "region"], "europe"), deploying, ["environments", "dev", "region"]],
	"tags of an environment": [put(["environments", "dev", "tags"], {"tier": "dev"}), deploying, ["environments", "dev", "tags"]],
}

# Frozen by the clock of Berlin alone.
zoned(zone) := json.patch(put(["freezes", "night", "weekly", 0], {"days": ["tue"], "from": "12:30", "until": "14:00"}), [
	{"op": "add", "path": "/freezes/night/tiers", "value": ["test"]},
	{"op": "add", "path": "/environments/test/zone", "value": zone},
	{"op": "add", "path": "/classes/service/access/test", "value": {"owner": ["deployer"]}},
])

frozen_there := asked(person("e-3", ["g-shop"]), "deploy", "shop", "test", quiet)

test_the_clock_of_the_place_freezes if decide(frozen_there, zoned("Europe/Berlin")).allow == false

refusing := object.union(object.union(freeze_rows, guardrail_rows), place_rows)

# Who the callers are.

fork := json.patch(deploying, [{"op": "add", "path": "/caller/claims/fork", "value": "true"}])

pipeline := ["applications", "shop", "code", "ci"]

claim_rows[concat(" ", ["claims:", note])] := [put(array.concat(pipeline, path), value), fork, array.concat(pipeline, fault)] if {
	some note, [path, value, fault] in {
		"requires": [["requires"], {"always": {"fork": ["false"]}}, ["requires"]],
		"a list": [["require"], [{"fork": ["false"]}], ["require"]],
		"nothing": [["require"], null, ["require"]],
		"empty": [["require"], {}, ["require"]],
		"a text": [["require"], {"always": {"fork": "false"}}, ["require", "always", "fork"]],
		"a boolean": [["require"], {"always": {"fork": [false]}}, ["require", "always", "fork", 0]],
		"no pattern": [["require"], {"always": {"fork": []}}, ["require", "always", "fork"]],
		"no place": [["require"], {"fork": ["false"]}, ["require", "fork"]],
		"a place that is none": [["require"], {"alway": {"fork": ["false"]}}, ["require", "alway"]],
		"half a pattern": [["require"], {"always": {"fork": ["[f"]}}, ["require", "always", "fork", 0]],
		"places": [["place"], ["production"], ["place"]],
		"places, a text": [["places"], "production", ["places"]],
		"places, nowhere": [["places"], ["prodcution"], ["places", 0]],
	}
}

issuer_rows[concat(" ", ["an issuer:", note])] := [put(array.concat(["issuers", "github"], path), value), fork, array.concat(["issuers", "github"], path)] if {
	some note, [path, value] in {
		"requires": [["requires"], {"always": {"fork": ["false"]}}],
		"claims as a list": [["require", "always"], [{"fork": ["false"]}]],
		"claims as a text": [["require", "always"], "fork"],
		"a place": [["require", "devel"], {"fork": ["false"]}],
		"places": [["places"], "production"],
		"a kind": [["kind"], "pipeline"],
		"an audience": [["audience"], ["gatekeeper"]],
	}
}

# What names somebody else as well: the token shows it, and would be let in.
naming_rows[concat(" ", ["named by", claim])] := [put(["issuers", "github", "named_by"], claim), bearing(deploying, {claim: "100000002"}), ["issuers", "github", "named_by"]] if {
	some claim in [
		"repository", "Repository", "namespace", "namespace_path", "projectPath", "job", "userName", "preferredUsername", "Email", "cn",
		"samaccountname", "user_login", "jti", "azp",
	]
}

bearing(call, claims) := object.union(call, {"caller": {"claims": claims}})

# What an application shows as well, in the place of what it does not.
person_rows[concat(" ", ["persons by", claim])] := [put(["issuers", "entra", "require", "always"], {claim: [pattern]}), bearing(owner, {claim: shown}), ["issuers", "entra", "require", "always"]] if {
	some claim, [pattern, shown] in {
		"ver": ["2.0", "2.0"], "exp": ["1*", "1800000000"], "azp": ["*x*", "box"], "appid": ["portal", "portal"], "oid": ["e-*", "e-3"],
		"sub": ["*", "e-3"], "idtyp": ["app", "app"], "gty": ["client-*", "client-credentials"],
	}
}

number_rows := {
	"a path for a number": [put(["applications", "shop", "code", "ci", "id"], ["acme/shop"]), deploying, ["applications", "shop", "code", "ci", "id", 0]],
	"a guardrail of a login": [put(["guardrails", "g"], {"who": ["person:github/octocat"], "why": "x"}), deploying, ["guardrails", "g", "who", 0]],
	# Whoever comes by another issuer may be that person.
	"a member by login": [contracted(["people", "p004"], {"github": "octocat"}), contractor, ["people", "p004", "github"]],
}

# A contractor who is known by being a member of a team.
contractor := json.patch(asked(person("e-4", ["g-shop"]), "rollback", "shop", "production-eu", quiet), [
	{"op": "add", "path": "/request/reason", "value": "it does not sell a thing"},
	{"op": "add", "path": "/request/version", "value": "1.2.0"},
])

contracted(path, value) := json.patch(good, [
	{"op": "add", "path": "/teams/contractors/members", "value": [{"who": "p004"}]},
	{"op": "add", "path": path, "value": value},
])

team_rows[concat(" ", ["a team:", note])] := [contracted(path, value), contractor, fault] if {
	some note, [path, value, fault] in {
		"members, a text": [["teams", "contractors", "members"], "p004", ["teams", "contractors", "members"]],
		"members, names": [["teams", "contractors", "members"], ["p004"], ["teams", "contractors", "members", 0]],
		"member": [["teams", "contractors"], {"groups": {"entra": ["g-contractors"]}, "member": [{"who": "p004"}]}, ["teams", "contractors", "member"]],
		"a person who is none": [["teams", "contractors", "members", 0, "who"], "p04", ["teams", "contractors", "members", 0, "who"]],
		"an end": [["teams", "contractors", "members", 0, "until"], "2027-13-01T00:00:00Z", ["teams", "contractors", "members", 0, "until"]],
		"a beginning": [["teams", "contractors", "members", 0, "from"], "2026-12", ["teams", "contractors", "members", 0, "from"]],
		"an issuer that is none": [["teams", "contractors", "groups"], {"entr": ["g-contractors"]}, ["teams", "contractors", "groups", "entr"]],
		"groups, a text": [["teams", "contractors", "groups", "entra"], "g-contractors", ["teams", "contractors", "groups", "entra"]],
		"nothing": [["teams", "contractors"], null, ["teams", "contractors"]],
		"the issuer's teams": [["issuers", "entra", "teams"], ["shop", "security", "field"], ["teams", "contractors", "groups", "entra"]],
		"a person's id": [["people", "p004", "entra"], 4, ["people", "p004", "entra"]],
		"a person's issuer": [["people", "p004"], {"entr": "e-4"}, ["people", "p004", "entr"]],
		"a person as a text": [["people", "p004"], "e-4", ["people", "p004"]],
	}
}

test_a_contractor_is_refused if {
	decide(contractor, contracted(["teams", "contractors", "members"], [{"who": "p004"}])).allow == false
	decide(contractor, good).allow == true
}

identities := object.union_n([claim_rows, issuer_rows, team_rows, naming_rows, person_rows, number_rows])

# Rights: what is not written rightly gives nothing.

dev := ["classes", "service", "access", "dev"]

rights := {
	"nobody's exception": [put(["exceptions", "break-glass", "who"], ["team:on-call"]), with_leave, ["exceptions", "break-glass", "who", 0]],
	"a role that is none": [put(array.concat(dev, ["owner"]), ["deploy"]), owner, array.concat(dev, ["owner", 0])],
	"a role, a text": [put(array.concat(dev, ["owner"]), "deployer"), owner, array.concat(dev, ["owner"])],
	"roles, an object": [put(array.concat(dev, ["owner"]), {"deployer": true}), owner, array.concat(dev, ["owner", "deployer"])],
	"a role of the organisation": [put(array.concat(dev, ["owner"]), ["auditor"]), owner, array.concat(dev, ["owner"])],
	"a role of the organisation in an exception": [put(["exceptions", "break-glass", "roles"], ["operator"]), with_leave, ["exceptions", "break-glass", "roles", 0]],
	"untill": [put(array.concat(dev, ["owner"]), {"roles": ["deployer"], "untill": "2026-01-01T00:00:00Z"}), owner, array.concat(dev, ["owner", "untill"])],
	"until": [put(array.concat(dev, ["owner"]), {"roles": ["deployer"], "until": "2026-13-01"}), owner, array.concat(dev, ["owner", "until"])],
	"an owner": [json.patch(good, [{"op": "move", "from": array.concat(dev, ["owner"]), "path": array.concat(dev, ["owners"])}]), owner, array.concat(dev, ["owners"])],
	"everybody": [json.patch(good, [{"op": "move", "from": array.concat(dev, ["owner"]), "path": array.concat(dev, ["*"])}]), owner, array.concat(dev, ["*"])],
	"a place of rights": [json.patch(good, [{"op": "move", "from": dev, "path": ["classes", "service", "access", "Dev"]}]), owner, ["classes", "service", "access", "Dev"]],
	"actions, a text": [put(["roles", "deployer", "actions"], "deploy"), owner, ["roles", "deployer", "actions"]],
	"an inventory's team": [put(["inventory", "shop", "team"], "shpo"), owner, ["inventory", "shop", "team"]],
	"an inventory without a team": [without(["inventory", "shop", "team"]), owner, ["inventory", "shop"]],
	"code_form": [put(["classes", "service", "code_form"], ["jenkins"]), deploying, ["classes", "service", "code_form"]],
	"code_from, a text": [put(["classes", "service", "code_from"], "github"), deploying, ["classes", "service", "code_from"]],
}

# Exceptions serve nobody: without this one the call is refused.
with_leave := json.patch(asked(person("e-4", []), "rollback", "shop", "production-eu", quiet), [
	{"op": "add", "path": "/request/exception", "value": "break-glass"},
	{"op": "add", "path": "/request/reason", "value": "INC-4711 the shop does not sell"},
	{"op": "add", "path": "/request/version", "value": "2.0.0"},
])

exceptions[concat(" ", ["an exception:", note])] := [put(array.concat(["exceptions", "break-glass"], path), value), with_leave, array.concat(["exceptions", "break-glass"], path)] if {
	some note, [path, value] in {
		"who, a text": [["who"], "team:oncall"],
		"tiers, a text": [["tiers"], "production"],
		"a class that is all": [["classes"], "*"],
		"applications, an object": [["applications"], {"shop": true}],
		"roles, a text": [["roles"], "deployer"],
		"half an expression": [["reason"], "INC-["],
		"any reason": [["reason"], ".*"],
		"no reason": [["reason"], ""],
		"waives, a text": [["waives"], "freezes"],
		"kinds": [["kind"], ["person"]],
		"kinds, a text": [["kinds"], "person"],
		"an age": [["authentication_age"], "15"],
		"review_by, a text": [["review_by"], "team:security"],
		"an end": [["untill"], "2026-12-01T00:00:00Z"],
	}
}

# What a bare `approvals` does not waive stays asked, whatever `waivable` is by mistake. (The right form is `false`.)
test_what_is_not_to_be_waived_is_not if {
	path := ["classes", "service", "waivable"]
	waiving := put(["exceptions", "break-glass", "waives"], ["approvals"])
	asked_for := {value: answer |
		some value in [false, true, null, "true", 1, []]
		answer := decide(deploying_with_leave, json.patch(waiving, [{"op": "add", "path": path, "value": value}])).obligations
	}
	count(asked_for) == 6
	count({obligations | some obligations in asked_for}) == 1
	decide(deploying_with_leave, waiving).obligations != asked_for[false]
	every value in [true, null, "true", 1, []] {
		told(put(path, value), path)
	}
}

deploying_with_leave := json.patch(with_leave, [
	{"op": "replace", "path": "/action", "value": "deploy"},
	{"op": "add", "path": "/request/digest", "value": concat("", ["sha256:", "0000000000000000000000000000000000000000000000000000000000000000"])},
	{"op": "add", "path": "/context/phase", "value": "request"},
])

# 04: a rollback is pinned to bytes that succeeded before: a digest is asked of a deployment alone.
test_04_a_digest_is_asked_of_deployments_alone if {
	given := requiring("deploy", {"digest_required": true})
	f.faults_of(given) == set()
	decide(deploying, given).allow == false
	decide(json.patch(deploying, [{"op": "add", "path": "/action", "value": "rollback"}]), given).allow == true
}

# 05: at the door a rollback has no version; when it is carried out it has one.
test_05_a_rollback_below_the_lowest_version_is_refused if {
	given := requiring("rollback", {"lowest_version": "1.2.0"})
	rollback := json.patch(deploying, [{"op": "add", "path": "/action", "value": "rollback"}])
	f.faults_of(given) == set()
	decide(rollback, given).allow == false
	decide(json.patch(rollback, [{"op": "add", "path": "/request/version", "value": "1.2.0"}]), given).allow == true
	unversioned := json.patch(rollback, [{"op": "remove", "path": "/request/version"}])
	decide(unversioned, given).allow == false
	decide(json.patch(unversioned, [{"op": "add", "path": "/context/phase", "value": "request"}]), given).allow == true
}
