# Forty questions about the organisation, each with its answer; README.md beside the data tells them in words. They are
# asked here of the rules, and by tests/Gatekeeper.Tests through a gate's door, with a token of the claims that stand here.
package gatekeeper_organisation_test

import data.gatekeeper

# A question is a list of calls, each with what its answer must show. Most have a call that is allowed beside one that
# differs in a single point and is refused: so that it is refused for that point.
answered(number) if {
	count(questions[number]) > 0
	every question in questions[number] {
		shows(decide(question.call), question.answer)
	}
}

decide(document) := result if result := gatekeeper.decision with input as document

shows(result, expected) if {
	is_boolean(expected.allow)
	every member, value in expected {
		shown(member, value, result)
	}
}

shown("allow", value, result) if result.allow == value

shown("client", value, result) if result.client == value

shown("persons", value, result) if sort(result.persons) == value

shown("exceptions", value, result) if sort(result.exceptions) == value

shown("counts_as", value, result) if value in result.principals

shown("because", value, result) if {
	some reason in result.reasons
	contains(reason, value)
}

shown("approvals", value, result) if ruled(value) == ruled(object.get(result.obligations, ["approvals", "rules"], []))

ruled(rules) := {[rule.count, {principal | some principal in rule.from}] | some rule in rules}

# The calls.

tuesday := "2026-12-01T10:00:00Z"

digest := "sha256:0000000000000000000000000000000000000000000000000000000000000000"

requests := {
	"deploy": {"version": "2.1.0", "digest": digest, "reason": "the release of this week"},
	"rollback": {"reason": "the release of this week fails"},
	"approve": {"review_digest": digest},
}

call(caller, action, application, environment) := {
	"caller": caller,
	"action": action,
	"application": application,
	"environment": environment,
	"request": object.get(requests, action, {}),
	"context": {"phase": "request", "time": tuesday, "channel": "rest"},
}

at(time, document) := json.patch(document, [{"op": "replace", "path": "/context/time", "value": time}])

asking(member, value, document) := json.patch(document, [{"op": "add", "path": concat("/", ["/request", member]), "value": value}])

leaving_out(member, document) := json.remove(document, [concat("/", ["request", member])])

claiming(claim, value, caller) := object.union(caller, {"claims": {claim: value}})

yes(document) := {"call": document, "answer": {"allow": true}}

no(document, because) := {"call": document, "answer": {"allow": false, "because": because}}

showing(document, answer) := {"call": document, "answer": object.union({"allow": true}, answer)}

# What refusals say.

# To the caller; the record has which claim, what was expected and what was found.
unshown := "a required claim of the caller's token does not match"

unknown_caller := "the caller is not known to the policies"

no_role := "it has no role there"

# The callers, each with the claims that its issuer's tokens have.

caller_of(issuer, claims) := {
	"kind": data.issuers[issuer].kind,
	"issuer": data.issuers[issuer].url,
	"subject": claims.sub,
	"claims": object.union({"iss": data.issuers[issuer].url, "aud": data.issuers[issuer].audience}, claims),
	"groups": object.get(claims, "groups", []),
	"groups_complete": "groups" in object.keys(claims),
	"authenticated_by": "jwt",
}

id_of(application) := data.applications[application].code.ci.id[0]

# Started by p005, from the tag of a version, by the workflow of releases.
github(application, environment) := caller_of("github", github_claims(application, environment))

monorepo(application, environment) := caller_of("github-monorepo", github_claims(application, sprintf("%s-%s", [application, environment])))

github_claims(application, environment) := {
	"sub": sprintf("repo:acme/%s:environment:%s", [application, environment]),
	"repository_id": id_of(application),
	"repository_owner_id": "4242",
	"run_attempt": "1",
	"actor_id": data.people.p005.github,
	"environment": environment,
	"ref": "refs/tags/v2.1.0",
	"job_workflow_ref": "acme/deploy/.github/workflows/release.yml@refs/tags/v7",
}

# Started by p012.
gitlab(application, environment) := caller_of("gitlab", gitlab_claims(application, environment, data.people.p012.gitlab))

# Started by p240.
bolt_gitlab(application, environment) := caller_of("bolt-gitlab", gitlab_claims(application, environment, data.people.p240["bolt-gitlab"]))

gitlab_claims(application, environment, user) := {
	"sub": sprintf("project_path:group/%s:ref_type:tag:ref:v2.1.0", [application]),
	"project_id": id_of(application),
	"user_id": user,
	"environment": environment,
	"environment_protected": "true",
	"ref_protected": "true",
}

# Started by p016.
jenkins(application, environment) := caller_of("jenkins", {
	"sub": sprintf("https://jenkins.acme.example/job/%s/job/deploy-%s/", [application, environment]),
	"build_user": data.people.p016.jenkins,
})

acme(who, teams) := employee(data.people[who].entra, teams)

employee(oid, teams) := caller_of("entra", {
	"sub": concat("-", ["pairwise", oid]),
	"oid": oid,
	"idtyp": "user",
	"groups": [group | some team in teams; some group in data.teams[team].groups.entra],
})

bolt(who, teams) := caller_of("bolt-people", {
	"sub": concat("-", ["pairwise", who]),
	"oid": data.people[who]["bolt-people"],
	"idtyp": "user",
	"groups": [group | some team in teams; some group in data.teams[team].groups["bolt-people"]],
})

argo(cluster) := caller_of(cluster, {
	"sub": "system:serviceaccount:gitops:argo",
	"kubernetes.io": {"namespace": "gitops", "serviceaccount": {"name": "argo", "uid": "5d0e6a4c-0000-4000-8000-000000000001"}},
})

# An assistant that acts for a person.
helper_of(who) := caller_of("agents", {"sub": data.people[who].agents, "act": {"sub": "helper-1"}})

# Pipelines.

test_01_a_pipeline_brings_its_application_to_every_environment_below_production if answered("01")

questions["01"] := [showing(
	call(github("cart-web", environment), "deploy", "cart-web", environment),
	{"client": "code:cart-web/ci", "counts_as": "code", "persons": ["person:p005"], "approvals": []},
) |
	some environment in ["dev", "test", "preprod"]
]

test_02_a_job_of_dev_does_not_deploy_to_preprod if answered("02")

questions["02"] := [
	no(call(github("cart-web", "dev"), "deploy", "cart-web", "preprod"), unshown),
	yes(call(github("cart-web", "dev"), "deploy", "cart-web", "dev")),
	no(call(gitlab("data-api", "dev"), "deploy", "data-api", "preprod"), unshown),
	no(call(bolt_gitlab("bolt-maps-api", "dev"), "deploy", "bolt-maps-api", "preprod"), unshown),
]

test_03_a_pipeline_does_not_deploy_another_application if answered("03")

questions["03"] := [
	no(call(github("cart-web", "test"), "deploy", "cart-api", "test"), unknown_caller),
	no(call(github("cart-web", "test"), "deploy", "cart-moon", "test"), "cart-moon"),
	no(call(github("cart-web", "test"), "deploy", "cart-web", "moon"), "moon"),
]

test_04_production_asks_the_team_or_who_is_on_call if answered("04")

questions["04"] := [showing(
	call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu"),
	{"persons": ["person:p005"], "approvals": [{"count": 1, "from": ["owner", "team:oncall"]}]},
)]

test_05_production_takes_no_branch if answered("05")

questions["05"] := [
	no(call(claiming("ref", "refs/heads/main", github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), unshown),
	yes(call(claiming("ref", "refs/heads/main", github("cart-web", "preprod")), "deploy", "cart-web", "preprod")),
	no(call(claiming("ref", "refs/heads/main", monorepo("growth-web", "production-eu")), "deploy", "growth-web", "production-eu"), unshown),
]

test_06_production_takes_only_the_workflow_of_releases if answered("06")

questions["06"] := [
no(call(claiming("job_workflow_ref", workflow, github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), unshown) |
	some workflow in [
		"acme/cart-web/.github/workflows/release.yml@refs/tags/v7",
		"acme/deploy/.github/workflows/release.yml@refs/heads/main",
		"acme/deploy/.github/workflows/release.yml@refs/tags/v7/x",
	]
]

test_07_neither_a_second_attempt_nor_another_owners_repository_counts if answered("07")

questions["07"] := [
	no(call(claiming("run_attempt", "2", github("cart-web", "test")), "deploy", "cart-web", "test"), unshown),
	no(call(claiming("run_attempt", "2", github("cart-web", "test")), "get", "cart-web", "test"), unshown),
	no(call(claiming("repository_owner_id", "666", github("cart-web", "test")), "deploy", "cart-web", "test"), unshown),
	no(call(claiming("run_attempt", "2", monorepo("growth-web", "test")), "deploy", "growth-web", "test"), unshown),
	no(call(claiming("repository_owner_id", "666", monorepo("growth-web", "test")), "deploy", "growth-web", "test"), unshown),
]

test_08_an_application_may_set_its_lowest_version if answered("08")

questions["08"] := [
	no(asking("version", "1.9.9", call(github("cart-api", "production-eu"), "deploy", "cart-api", "production-eu")), "2.0.0"),
	no(asking("version", "latest", call(github("cart-api", "production-eu"), "deploy", "cart-api", "production-eu")), "2.0.0"),
	yes(asking("version", "2.0.0", call(github("cart-api", "production-eu"), "deploy", "cart-api", "production-eu"))),
]

test_09_production_needs_the_digest if answered("09")

questions["09"] := [
	no(leaving_out("digest", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "digest"),
	yes(leaving_out("digest", call(github("cart-web", "preprod"), "deploy", "cart-web", "preprod"))),
]

test_10_reasons_have_a_length_and_the_longest_counts if answered("10")

questions["10"] := [
	yes(asking("reason", "weekly release", call(github("cart-worker", "production-eu"), "deploy", "cart-worker", "production-eu"))),
	no(asking("reason", "weekly release", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "15"),
	no(asking("reason", "release         ", call(github("cart-worker", "production-eu"), "deploy", "cart-worker", "production-eu")), "10"),
	no(leaving_out("reason", call(github("cart-worker", "production-eu"), "deploy", "cart-worker", "production-eu")), "10"),
]

test_11_a_job_of_the_monorepo_deploys_the_application_that_it_names if answered("11")

questions["11"] := [
	showing(call(monorepo("growth-web", "test"), "deploy", "growth-web", "test"), {"client": "code:growth-web/ci"}),
	no(call(monorepo("growth-web", "test"), "deploy", "growth-api", "test"), unshown),
	no(call(monorepo("growth-web", "test"), "deploy", "growth-web", "preprod"), unshown),
	no(call(github("growth-web", "test"), "deploy", "growth-web", "test"), unknown_caller),
	no(call(claiming("job_workflow_ref", "acme/mono/.github/workflows/release.yml@refs/tags/v7", monorepo("growth-web", "production-eu")), "deploy", "growth-web", "production-eu"), unshown),
	showing(call(monorepo("growth-web", "production-eu"), "deploy", "growth-web", "production-eu"), {"persons": ["person:p005"]}),
]

test_12_a_token_for_another_audience_is_nobodys if answered("12")

questions["12"] := [
	no(call(claiming("aud", "gatekeeper-monorepo", github("cart-web", "test")), "deploy", "cart-web", "test"), unknown_caller),
	no(call(claiming("aud", "https://acme.example", github("cart-web", "test")), "deploy", "cart-web", "test"), "of no issuer and audience"),
	no(call(claiming("aud", ["gatekeeper", "gatekeeper-monorepo"], github("cart-web", "test")), "deploy", "cart-web", "test"), "more than one issuer"),
]

test_13_gitlab_counts_only_with_protected_environments if answered("13")

questions["13"] := [
	showing(call(gitlab("data-api", "test"), "deploy", "data-api", "test"), {"client": "code:data-api/ci", "persons": ["person:p012"]}),
	no(call(claiming("environment_protected", "false", gitlab("data-api", "test")), "deploy", "data-api", "test"), unshown),
	no(call(claiming("ref_protected", "false", gitlab("data-api", "production-eu")), "deploy", "data-api", "production-eu"), unshown),
	no(call(claiming("environment_protected", "false", bolt_gitlab("bolt-maps-api", "test")), "deploy", "bolt-maps-api", "test"), unshown),
	no(call(claiming("ref_protected", "false", bolt_gitlab("bolt-maps-api", "production-eu")), "deploy", "bolt-maps-api", "production-eu"), unshown),
]

test_14_a_jenkins_job_counts_for_the_application_and_environment_in_its_address if answered("14")

questions["14"] := [
	showing(call(jenkins("stock-api", "test"), "deploy", "stock-api", "test"), {"client": "code:stock-api/ci", "persons": ["person:p016"]}),
	no(call(jenkins("stock-api", "test"), "deploy", "stock-api", "production-eu"), unshown),
	no(call(jenkins("stock-web", "test"), "deploy", "stock-api", "test"), unknown_caller),
	showing(
		call(jenkins("stock-api", "production-eu"), "deploy", "stock-api", "production-eu"),
		{"approvals": [{"count": 1, "from": ["owner", "team:oncall"]}]},
	),
]

# People.

test_15_a_developer_deploys_the_teams_applications_to_dev_and_test_and_rolls_back_production if answered("15")

questions["15"] := [
	showing(call(acme("p005", ["cart"]), "deploy", "cart-web", "dev"), {"client": "person:p005", "counts_as": "owner", "approvals": []}),
	yes(call(acme("p005", ["cart"]), "deploy", "cart-web", "test")),
	no(call(acme("p005", ["cart"]), "deploy", "cart-web", "preprod"), "deploy"),
	no(call(acme("p005", ["cart"]), "deploy", "cart-web", "production-eu"), "deploy"),
	showing(call(acme("p005", ["cart"]), "rollback", "cart-web", "production-eu"), {"approvals": []}),
]

test_16_a_developer_of_another_team_neither_deploys_nor_reads if answered("16")

questions["16"] := [
	no(call(acme("p006", ["orders"]), "deploy", "cart-web", "dev"), no_role),
	no(call(acme("p006", ["orders"]), "get", "cart-web", "dev"), no_role),
	yes(call(acme("p006", ["orders"]), "get", "orders-web", "dev")),
	yes(call(acme("p006", ["release"]), "get", "cart-web", "production-us")),
]

test_17_an_application_lets_another_team_in_as_far_as_its_class_allows if answered("17")

questions["17"] := [
	yes(call(acme("p007", ["partners"]), "deploy", "pricing-api", "dev")),
	no(call(acme("p007", ["partners"]), "deploy", "pricing-api", "test"), no_role),
	no(call(acme("p007", ["partners"]), "deploy", "pricing-web", "dev"), no_role),
]

test_18_the_owner_and_who_is_on_call_approve_others_do_not if answered("18")

questions["18"] := [
	showing(call(acme("p006", ["cart"]), "approve", "cart-web", "production-eu"), {"client": "person:p006", "counts_as": "owner"}),
	showing(call(acme("p010", ["search"]), "approve", "cart-web", "production-eu"), {"client": "person:p010", "counts_as": "team:oncall"}),
	no(call(acme("p006", ["orders"]), "approve", "cart-web", "production-eu"), "approve"),
	no(call(github("cart-web", "production-eu"), "approve", "cart-web", "production-eu"), "only a person may approve"),
]

test_19_the_rota_changes_on_monday_morning if answered("19")

questions["19"] := [
	yes(at("2026-11-30T07:59:59Z", call(acme("p009", []), "approve", "cart-web", "production-eu"))),
	no(at("2026-11-30T07:59:59Z", call(acme("p010", []), "approve", "cart-web", "production-eu")), no_role),
	no(at("2026-11-30T08:00:00Z", call(acme("p009", []), "approve", "cart-web", "production-eu")), no_role),
	yes(at("2026-11-30T08:00:00Z", call(acme("p010", []), "approve", "cart-web", "production-eu"))),
]

test_20_a_right_with_an_end_ends if answered("20")

questions["20"] := [
	yes(at("2026-12-31T23:59:59Z", call(acme("p200", ["field"]), "get", "cart-web", "production-eu"))),
	no(at("2027-01-01T00:00:00Z", call(acme("p200", ["field"]), "get", "cart-web", "production-eu")), no_role),
]

test_21_a_contractor_works_below_production_only if answered("21")

questions["21"] := [
	yes(call(acme("p281", ["cart", "contractors"]), "deploy", "cart-web", "test")),
	no(call(acme("p281", ["cart", "contractors"]), "approve", "cart-web", "production-eu"), "contractors"),
	no(call(acme("p281", ["cart", "contractors"]), "rollback", "cart-web", "production-eu"), "contractors"),
	no(call(acme("p281", ["cart"]), "rollback", "cart-web", "production-eu"), "contractors"),
	no(call(acme("p005", ["cart", "contractors"]), "rollback", "cart-web", "production-eu"), "contractors"),
]

test_22_a_contractor_does_not_release_through_a_pipeline_either if answered("22")

questions["22"] := [
	no(call(claiming("actor_id", data.people.p281.github, github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), "contractors"),
	yes(call(claiming("actor_id", data.people.p281.github, github("cart-web", "preprod")), "deploy", "cart-web", "preprod")),
]

test_23_a_release_that_nobody_known_started_is_refused if answered("23")

questions["23"] := [
	no(call(claiming("actor_id", "999999", github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), "no known person is behind the call"),
	no(call(claiming("actor_id", 500005, github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), "no known person is behind the call"),
	showing(call(claiming("actor_id", "999999", github("cart-web", "test")), "deploy", "cart-web", "test"), {"persons": []}),
]

test_24_who_left_is_nobody if answered("24")

questions["24"] := [
	no(at("2026-12-08T10:00:00Z", call(employee("00000001-0000-4000-8000-000000000031", []), "approve", "cart-web", "production-eu")), no_role),
	no(call(claiming("actor_id", "500031", github("cart-web", "production-eu")), "deploy", "cart-web", "production-eu"), "no known person is behind the call"),
	yes(at("2026-12-15T10:00:00Z", call(acme("p044", []), "approve", "cart-web", "production-eu"))),
]

test_25_whose_groups_are_not_all_known_counts_as_a_contractor if answered("25")

questions["25"] := [
	no(
		object.union(
			call(acme("p005", ["cart"]), "rollback", "cart-web", "production-eu"),
			{"caller": {"groups_complete": false, "claims": {"_claim_names": {"groups": "src1"}}}},
		),
		"groups",
	),
	yes(call(acme("p005", ["cart"]), "rollback", "cart-web", "production-eu")),
]

test_26_an_applications_token_from_the_issuer_of_people_is_no_person if answered("26")

questions["26"] := [
	no(call(claiming("idtyp", "app", acme("p005", ["cart"])), "deploy", "cart-web", "dev"), unshown),
	no(call(json.remove(acme("p005", ["cart"]), ["claims/idtyp"]), "deploy", "cart-web", "dev"), unshown),
	no(call(claiming("idtyp", "app", bolt("p241", ["bolt-maps"])), "deploy", "bolt-maps-api", "dev"), unshown),
]

# The company that was bought.

test_27_bolts_people_and_pipelines_work_on_bolts_applications if answered("27")

questions["27"] := [
	showing(call(bolt("p241", ["bolt-maps"]), "deploy", "bolt-maps-api", "dev"), {"client": "person:p241", "counts_as": "owner"}),
	showing(call(bolt_gitlab("bolt-maps-api", "test"), "deploy", "bolt-maps-api", "test"), {"client": "code:bolt-maps-api/ci", "persons": ["person:p240"]}),
	no(call(bolt("p241", ["bolt-maps"]), "deploy", "bolt-fleet-api", "dev"), no_role),
	no(call(bolt("p241", ["bolt-maps"]), "deploy", "cart-web", "dev"), no_role),
]

test_28_a_group_counts_only_from_the_issuer_that_its_team_names if answered("28")

questions["28"] := [
	no(call(grouped(bolt("p241", []), data.teams.cart.groups.entra), "deploy", "cart-web", "dev"), no_role),
	no(call(grouped(bolt("p241", []), ["cart", "oncall", "security"]), "deploy", "cart-web", "dev"), no_role),
	no(call(grouped(acme("p005", []), data.teams["bolt-maps"].groups["bolt-people"]), "deploy", "bolt-maps-api", "dev"), no_role),
]

grouped(caller, groups) := object.union(caller, {"groups": groups, "claims": {"groups": groups}})

test_29_a_project_of_bolts_gitlab_is_not_acmes_of_the_same_number if answered("29")

questions["29"] := [
	no(call(caller_of("bolt-gitlab", gitlab_claims("ledger-api", "test", "7240")), "deploy", "ledger-api", "test"), unknown_caller),
	no(call(caller_of("gitlab", gitlab_claims("bolt-maps-api", "test", "3012")), "deploy", "bolt-maps-api", "test"), unknown_caller),
	yes(call(gitlab("ledger-api", "test"), "deploy", "ledger-api", "test")),
]

test_30_bolts_production_asks_two_of_its_own if answered("30")

questions["30"] := [
	showing(
		call(bolt_gitlab("bolt-maps-api", "production-eu"), "deploy", "bolt-maps-api", "production-eu"),
		{"approvals": [{"count": 2, "from": ["owner", "team:bolt-ops"]}]},
	),
	no(call(acme("p010", []), "approve", "bolt-maps-api", "production-eu"), no_role),
	showing(call(bolt("p242", ["bolt-ops"]), "approve", "bolt-maps-api", "production-eu"), {"counts_as": "team:bolt-ops"}),
]

# Card data.

test_31_card_data_asks_two_further_teams if answered("31")

questions["31"] := [
	showing(call(gitlab("payments-api", "production-eu"), "deploy", "payments-api", "production-eu"), {"approvals": array.concat(
		[{"count": 1, "from": ["owner", "team:oncall"]}],
		card_data_approvals,
	)}),
	showing(call(bolt_gitlab("bolt-pay-api", "production-eu"), "deploy", "bolt-pay-api", "production-eu"), {"approvals": array.concat(
		[{"count": 2, "from": ["owner", "team:bolt-ops"]}],
		card_data_approvals,
	)}),
	showing(call(acme("p100", ["compliance"]), "approve", "payments-api", "production-eu"), {"counts_as": "team:compliance"}),
	no(call(acme("p100", ["compliance"]), "approve", "cart-web", "production-eu"), "approve"),
]

card_data_approvals := [{"count": 1, "from": ["team:compliance"]}, {"count": 1, "from": ["team:security"]}]

test_32_card_data_stays_in_europe if answered("32")

questions["32"] := [
	no(call(gitlab("payments-api", "production-us"), "deploy", "payments-api", "production-us"), "card data stays in Europe"),
	yes(call(gitlab("data-api", "production-us"), "deploy", "data-api", "production-us")),
]

# Times.

test_33_quarter_ends_are_frozen_but_for_rolling_back if answered("33")

questions["33"] := [
	no(at("2026-12-29T10:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "the books are closed"),
	yes(at("2026-12-29T10:00:00Z", call(github("cart-web", "preprod"), "deploy", "cart-web", "preprod"))),
	yes(at("2026-12-29T10:00:00Z", call(acme("p005", ["cart"]), "rollback", "cart-web", "production-eu"))),
	no(at("2027-04-02T14:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "the books are closed"),
	yes(at("2027-04-05T08:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu"))),
	no(at("2027-06-29T10:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "the books are closed"),
]

test_34_a_freeze_begins_in_each_environments_own_time if answered("34")

questions["34"] := [
	no(at("2027-09-27T22:30:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "the books are closed"),
	yes(at("2027-09-27T22:30:00Z", call(github("cart-web", "production-us"), "deploy", "cart-web", "production-us"))),
	no(at("2027-09-28T04:00:00Z", call(github("cart-web", "production-us"), "deploy", "cart-web", "production-us")), "the books are closed"),
]

test_35_nothing_is_released_from_friday_evening_to_monday if answered("35")

questions["35"] := [
	yes(at("2026-12-04T15:59:59Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu"))),
	no(at("2026-12-04T16:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "nobody is there"),
	no(at("2026-12-06T22:59:59Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")), "nobody is there"),
	yes(at("2026-12-06T23:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu"))),
	no(at("2026-12-11T15:00:00Z", call(github("cart-web", "production-us"), "deploy", "cart-web", "production-us")), "the data centre moves"),
	yes(at("2026-12-05T12:00:00Z", call(github("cart-web", "preprod"), "deploy", "cart-web", "preprod"))),
	yes(at("2026-12-05T12:00:00Z", call(acme("p005", ["cart"]), "rollback", "cart-web", "production-eu"))),
	yes(at("2026-12-10T15:00:00Z", call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu"))),
	yes(at("2026-12-10T15:00:00Z", call(acme("p005", ["cart"]), "rollback", "cart-web", "production-us"))),
]

# Exceptions.

incident := "INC-4712 the cart shows errors"

saturday := "2026-12-05T12:00:00Z"

test_36_who_is_on_call_breaks_the_glass_by_name_and_with_an_incident if answered("36")

questions["36"] := [
	showing(
		at(saturday, asking("exception", "break-glass", asking("reason", incident, call(acme("p010", []), "deploy", "cart-web", "production-eu")))),
		{"client": "person:p010", "exceptions": ["break-glass"], "approvals": [], "persons": ["person:p010"]},
	),
	no(at(saturday, asking("reason", incident, call(acme("p010", []), "deploy", "cart-web", "production-eu"))), "nobody is there"),
	no(at(saturday, asking("exception", "break-glass", call(acme("p010", []), "deploy", "cart-web", "production-eu"))), "the exception break-glass does not serve this call"),
	no(at(saturday, asking("exception", "break-glass", asking("reason", incident, call(acme("p005", ["cart"]), "deploy", "cart-web", "production-eu")))), "the exception break-glass does not serve this call"),
	no(at(saturday, asking("exception", "break-glass", asking("reason", incident, call(github("cart-web", "production-eu"), "deploy", "cart-web", "production-eu")))), "the exception break-glass does not serve this call"),
]

test_37_breaking_the_glass_does_not_waive_the_approvals_of_card_data if answered("37")

questions["37"] := [showing(
	at(saturday, asking("exception", "break-glass", asking("reason", incident, call(acme("p010", []), "deploy", "payments-api", "production-eu")))),
	{"exceptions": ["break-glass"], "approvals": card_data_approvals},
)]

test_38_a_single_exception_serves_one_application_in_one_place_for_a_day if answered("38")

questions["38"] := [
	showing(helping(call(acme("p200", ["field"]), "deploy", "cart-web", "production-eu")), {
		"exceptions": ["inc-4711"],
		"approvals": [{"count": 1, "from": ["owner", "team:oncall"]}],
	}),
	no(helping(call(acme("p200", ["field"]), "deploy", "cart-api", "production-eu")), "the exception inc-4711 does not serve this call"),
	no(helping(call(acme("p200", ["field"]), "deploy", "cart-web", "production-us")), "the exception inc-4711 does not serve this call"),
	no(at("2026-12-02T09:00:00Z", helping(call(acme("p200", ["field"]), "deploy", "cart-web", "production-eu"))), "the exception inc-4711 does not serve this call"),
	no(call(acme("p200", ["field"]), "deploy", "cart-web", "production-eu"), "may not deploy"),
]

helping(document) := asking("exception", "inc-4711", document)

# Robots and assistants; and what belongs to no application.

test_39_a_robot_counts_in_its_cluster_and_an_assistant_in_dev if answered("39")

questions["39"] := [
	showing(call(argo("k8s-test"), "deploy", "catalog-api", "test"), {"client": "robot:argo-test", "counts_as": "robot:argo-test", "persons": []}),
	no(call(argo("k8s-test"), "deploy", "cart-web", "test"), no_role),
	no(call(argo("k8s-dev"), "deploy", "catalog-api", "test"), "may do nothing in test"),
	no(call(object.union(argo("k8s-test"), {"claims": {"kubernetes.io": {"serviceaccount": {"uid": "another"}}}}), "deploy", "catalog-api", "test"), unshown),
	no(call(argo("k8s-production-eu"), "deploy", "catalog-api", "production-eu"), "may not deploy"),
	yes(call(argo("k8s-production-eu"), "get", "catalog-api", "production-eu")),
	showing(call(helper_of("p005"), "deploy", "cart-web", "dev"), {"client": "robot:helper", "counts_as": "robot:helper", "persons": ["person:p005"]}),
	no(call(helper_of("p005"), "deploy", "cart-web", "test"), "may not deploy"),
	no(call(helper_of("p010"), "approve", "cart-web", "production-eu"), "only a person may approve"),
	yes(call(argo("k8s-preprod"), "deploy", "catalog-api", "preprod")),
	yes(call(argo("k8s-dev"), "deploy", "catalog-api", "dev")),
]

test_40_security_reads_the_policies_and_who_is_on_call_holds if answered("40")

questions["40"] := [
	yes(call(acme("p101", ["security"]), "read_policy", "-", "-")),
	yes(call(acme("p101", ["security"]), "review", "-", "-")),
	yes(call(acme("p100", ["compliance"]), "read_audit", "-", "-")),
	no(call(acme("p100", ["compliance"]), "review", "-", "-"), "may not review"),
	no(call(acme("p005", ["cart"]), "read_policy", "-", "-"), "may not read_policy"),
	yes(call(acme("p010", []), "hold", "cart-web", "production-eu")),
	no(call(acme("p005", ["cart"]), "hold", "cart-web", "production-eu"), "may not hold"),
	no(call(bolt("p241", ["bolt-maps"]), "read_audit", "-", "-"), "may not read_audit"),
]

# What the worker asks, which has no door.

artifact_for(application, facts) := {
	"deployment": {"application": application, "environment": "production-eu", "version": "2.1.0", "action": "deploy"},
	"artifact": object.union({"digest": digest}, facts),
}

test_the_worker_takes_card_data_only_with_provenance_and_after_preprod if {
	proven := {"provenance": [{"builder": "ci"}], "succeeded_in": ["test", "preprod"]}
	worker_takes(artifact_for("payments-api", proven))
	not worker_takes(artifact_for("payments-api", object.union(proven, {"succeeded_in": ["test"]})))
	not worker_takes(artifact_for("payments-api", object.union(proven, {"provenance": []})))
	worker_takes(artifact_for("data-api", {}))
}

worker_takes(document) if {
	answer := data.deployer.artifact with input as document
	answer.allow == true
}

test_a_deployment_reads_the_credential_of_its_own_application_and_environment if {
	worker_reads("cart-web-production-eu", "cart-web", "production-eu", "apply")
	not worker_reads("cart-web-production-eu", "cart-web", "production-us", "apply")
	not worker_reads("cart-web-production-eu", "cart-api", "production-eu", "apply")
	not worker_reads("cart-web-production-eu", "cart-web", "production-eu", "pull")
	not worker_reads("{application}-{environment}", "cart-web", "production-eu", "apply")
}

worker_reads(name, application, environment, purpose) if {
	answer := data.deployer.credentials with input as {
		"deployment": {"application": application, "environment": environment, "version": "2.1.0"},
		"credential": {"name": name, "environment": environment, "purpose": purpose},
	}
	answer.allow == true
}
