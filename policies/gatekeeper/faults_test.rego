# Each kind of fault is told, at its entry.
package gatekeeper_faults_test

import data.gatekeeper.checks

# Cases are [given, path, text of the message]; those that are not told.
untold(cases) := {note | some note, [given, path, text] in cases; not tells(given, path, text)}

all_documents := object.keys(good)

test_documents_of_another_type_are_faults if {
	every document in all_documents {
		every wrong in [[], ["a"], null, "text", 7, false, true] {
			tells(object.union(good, {document: wrong}), [document], "must be an object")
		}
	}
}

test_documents_that_must_be_there if {
	every document in ["issuers", "scopes", "environments", "roles", "applications"] {
		tells(put([document], {}), [document], "missing or empty")
	}
}

# And not, too, what is wrong of the others without it.
test_a_document_that_is_missing_is_told_first if {
	every document in ["issuers", "environments", "roles", "applications"] {
		{[fault.path, fault.message] | some fault in faults_of(put([document], {}))} == {[[document], "is missing or empty; nothing can be decided without it"]}
		{fault.path | some fault in faults_of(put([document], ["a"]))} == {[document]}
		count(faults_of(put([document], ["a"]))) == 1
	}
	every scopes in [{}, null] {
		{fault.path | some fault in faults_of(put(["scopes"], scopes))} == {["scopes"]}
	}
	both := json.patch(good, [{"op": "replace", "path": "/roles", "value": {}}, {"op": "replace", "path": "/people", "value": []}])
	{fault.path | some fault in faults_of(both)} == {["roles"], ["people"]}
}

test_a_name_that_is_none_is_not_offered if {
	capitals := json.patch(good, [{"op": "add", "path": "/classes/Card-Data", "value": good.classes.pci}, {"op": "remove", "path": "/classes/pci"}])
	tells(capitals, ["classes", "Card-Data"], "is no name")
	path := ["inventory", "till", "classes", 1]
	tells_hint(capitals, path, "valid: service")
	not tells_hint(capitals, path, "Card-Data")
	every document, reference in {
		"teams": ["team:", ["guardrails", "contractors", "who"]], "people": ["person:", ["guardrails", "contractors", "who"]],
		"robots": ["robot:", ["guardrails", "contractors", "who"]], "roles": ["", ["exceptions", "inc-4711", "roles"]],
		"environments": ["", ["exceptions", "inc-4711", "environments"]], "issuers": ["", ["classes", "service", "code_from"]],
	} {
		[prefix, there] := reference
		some entry in good[document]
		given := json.patch(good, [
			{"op": "add", "path": [document, "zebra_"], "value": entry},
			{"op": "add", "path": array.concat(there, [0]), "value": concat("", [prefix, "zebra"])},
		])
		tells(given, array.concat(there, [0]), "must be")
		not tells_hint(given, array.concat(there, [0]), "zebra_")
	}
}

# Every value of the good organisation in turn, replaced by nothing. (Other types are tried by the mutations in tests/.)
values contains path if {
	walk(good, [path, _])
	count(path) > 0
}

unseen_null(some_documents) := {path |
	some path in values
	path[0] in some_documents
	count(faults_of(put(path, null))) == 0
}

test_null_in_what_gives_is_a_fault if unseen_null({"applications", "organisation", "roles", "inventory", "scopes"}) == set()

test_null_in_classes_is_a_fault if unseen_null({"classes"}) == set()

test_null_in_who_is_who_is_a_fault if unseen_null({"issuers", "people", "teams", "robots", "environments"}) == set()

test_null_in_what_refuses_is_a_fault if {
	unseen_null({"guardrails", "freezes", "exceptions", "credentials", "destinations"}) == set()
}

# An unknown member in any object.
open_objects contains path if {
	walk(good, [path, value])
	is_object(value)
}

test_any_unknown_member_is_a_fault if {
	unseen := {path |
		some path in open_objects
		count(path) > 0
		count(faults_of(put(array.concat(path, ["Surplus_"]), "x"))) == 0
	}
	free := {
		# Claims have any name.
		["issuers", "github", "require", "always"], ["issuers", "github", "require", "all"],
	}
	unseen - free == set()
}

filled_lists contains path if {
	walk(good, [path, value])
	is_array(value)
	count(value) > 0
}

test_any_empty_list_is_a_fault if {
	unseen := {path | some path in filled_lists; count(faults_of(put(path, []))) == 0}
	unseen == {["exceptions", "break-glass", "waives"]}
}

test_anything_twice_is_a_fault if {
	unseen := {path |
		some path in filled_lists
		list := object.get(good, path, [])
		count(faults_of(put(path, array.concat(list, [list[0]])))) == 0
	}
	unseen == set()
}

test_issuers if {
	github := ["issuers", "github"]
	cases := {
		"unknown member": [put(["issuers", "github", "requires"], {}), ["issuers", "github", "requires"], "unknown member"],
		"no audience": [without(["issuers", "github", "audience"]), github, "audience is missing"],
		"kind": [put(["issuers", "github", "kind"], "robot"), ["issuers", "github", "kind"], "a kind of caller"],
		"mutable": [put(["issuers", "github", "named_by"], "repository"), ["issuers", "github", "named_by"], "can be changed"],
		"mutable path": [put(["issuers", "jenkins", "named_by"], "project_path"), ["issuers", "jenkins", "named_by"], "can be changed"],
		"login": [put(["issuers", "entra", "named_by"], "preferred_username"), ["issuers", "entra", "named_by"], "can be changed"],
		"sub at GitHub": [put(["issuers", "github", "named_by"], "sub"), ["issuers", "github", "named_by"], "in tokens of GitHub"],
		"sub at GitLab": [
			json.patch(good, [
				{"op": "add", "path": "/issuers/jenkins/started_by", "value": "user_id"},
				{"op": "replace", "path": "/issuers/jenkins/url", "value": "https://git.example"},
			]),
			["issuers", "jenkins", "named_by"], "in tokens of GitLab",
		],
		"place": [put(["issuers", "k8s", "places", 0], "devv"), ["issuers", "k8s", "places", 0], "a place"],
		"team": [put(["issuers", "entra", "teams", 0], "shopp"), ["issuers", "entra", "teams", 0], "the name of a team"],
		"same key": [put(["issuers", "mono", "audience"], "gatekeeper"), ["issuers", "mono"], "one url and audience"],
		"person": [without(["issuers", "entra", "require"]), ["issuers", "entra"], "require.always"],
		"named by the audience": [put(["issuers", "github", "named_by"], "aud"), ["issuers", "github", "named_by"], "can be changed"],
		"a machine of GitHub": [
			json.patch(good, [{"op": "replace", "path": "/issuers/k8s/url", "value": "https://token.actions.githubusercontent.com"}]),
			["issuers", "k8s", "named_by"], "in tokens of GitHub",
		],
		"started by sub": [put(["issuers", "github", "started_by"], "sub"), ["issuers", "github", "started_by"], "who started a run at GitHub"],
		"started by, of persons": [put(["issuers", "entra", "started_by"], "oid"), ["issuers", "entra", "started_by"], "only code and machines"],
		"person, nearly any": [put(["issuers", "entra", "require", "always", "idtyp"], ["*p"]), ["issuers", "entra", "require", "always"], "require.always"],
		"person, by audience": [
			put(["issuers", "entra", "require", "always"], {"aud": ["api://gatekeeper"]}),
			["issuers", "entra", "require", "always"], "require.always",
		],
		"person, any": [put(["issuers", "entra", "require", "always", "idtyp"], ["*"]), ["issuers", "entra", "require", "always"], "require.always"],
		"url": [put(["issuers", "entra", "url"], "entra"), ["issuers", "entra", "url"], "a URL"],
		"name": [put(["issuers", "Entra"], good.issuers.entra), ["issuers", "Entra"], "is no name"],
		"require place": [put(["issuers", "github", "require", "prod"], {"a": ["b"]}), ["issuers", "github", "require", "prod"], "always or a place"],
		"require text": [
			put(["issuers", "github", "require", "always", "run_attempt"], "1"),
			["issuers", "github", "require", "always", "run_attempt"], "must be a list",
		],
		"require number": [
			put(["issuers", "github", "require", "always", "run_attempt"], [1]),
			["issuers", "github", "require", "always", "run_attempt", 0], "the number 1",
		],
		"pattern": [
			put(["issuers", "github", "require", "production", "ref"], ["refs/tags/v[0-9]"]),
			["issuers", "github", "require", "production", "ref", 0], "a pattern holds *",
		],
		"placeholder": [
			put(["issuers", "github", "require", "production", "ref"], ["{env}"]),
			["issuers", "github", "require", "production", "ref", 0], "a pattern holds *",
		],
		"placeholder in always": [
			put(["issuers", "github", "require", "always", "ref"], ["{application}"]),
			["issuers", "github", "require", "always", "ref", 0], "no placeholders",
		],
		"two environments": [
			put(["issuers", "github", "require", "all", "environment"], ["{environment}", "dev"]),
			["issuers", "github", "require", "all", "environment"], "has one pattern",
		],
		"any environment": [
			put(["issuers", "github", "require", "all", "environment"], ["*"]),
			["issuers", "github", "require", "all", "environment", 0], "one environment into another",
		],
		"no environment": [
			put(["applications", "shop", "code", "ci"], {"from": "jenkins", "id": ["shop"]}),
			["applications", "shop", "code", "ci"], "do not tell that a job runs for",
		],
		"asked where nobody comes": [
			put(["robots", "argo", "require"], {"production": {"kubernetes.io/serviceaccount/uid": ["u1"]}}),
			["robots", "argo", "require", "production"], "is never asked",
		],
		"all environments but one": [
			put(["issuers", "github", "require"], {"always": good.issuers.github.require.always, "dev": {"environment": ["{environment}"]}, "production": {"environment": ["production"]}}),
			["applications", "shop", "code", "ci"], "do not tell that a job runs for",
		],
	}
	untold(cases) == set()
}

# Claims of GitHub, GitLab, Jenkins, Kubernetes, Entra, Okta, Keycloak, Google and directories, as they are and as they
# are written by mistake.
changing_claims := {
	"name", "Name", "userName", "user_name", "username", "USERNAME", "preferred_username", "preferredUsername", "preferred-username",
	"nickname", "given_name", "familyName", "login", "user_login", "userLogin", "email", "Email", "EMAIL", "eMail", "user_email",
	"userEmail", "emails", "mail", "verified_primary_email", "upn", "unique_name", "userPrincipalName", "sAMAccountName", "samaccountname",
	"onPremisesSamAccountName", "mailNickname", "distinguishedName", "cn", "dn", "phone_number", "profile", "actor", "triggering_actor",
	"handle", "user_handle", "userhandle", "telephone", "mobilephone", "cellphone", "msisdn", "homepage", "web_site", "mobile", "mobile_number", "website", "picture", "avatar",
	"repository", "Repository", "repository_owner", "ref", "head_ref", "ref_path", "sha", "workflow", "workflow_ref", "job_workflow_ref",
	"environment", "runner_environment", "event_name", "enterprise", "namespace", "namespace_path", "kubernetes.io/namespace",
	"kubernetes.io/serviceaccount/name", "kubernetes.io/pod/name", "project", "project_path", "projectPath", "project-path", "job",
	"JOB", "job_name", "ci_config_ref_uri", "build_url", "branch_name", "groups", "roles", "organization_slug", "pipeline_slug",
	"https://acme.example/email", "oidc.circleci.com/vcs-ref",
}

claims_of_others := {
	"iss", "aud", "Aud", "exp", "jti", "ver", "tid", "tenant_id", "azp", "scp", "scope", "idtyp", "acr", "amr", "hd", "sid", "ref_type",
	"ref_protected", "email_verified", "repository_visibility", "user_access_level", "run_attempt",
}

lasting_claims := {
	"sub", "oid", "uid", "puid", "repository_id", "project_id", "actor_id", "user_id", "userId",
	"kubernetes.io/serviceaccount/uid", "objectGUID", "objectid", "employeeid", "employee_id", "employeeNumber", "immutable_id",
	"repositoryUuid", "build_user", "appid", "client_id", "google/compute_engine/instance_id", "oidc.circleci.com/project-id",
}

test_claims_that_change_hands_name_nobody if {
	unseen := {[member, claim] |
		some member in ["named_by", "started_by"]
		some claim in changing_claims
		not tells(put(["issuers", "jenkins", member], claim), ["issuers", "jenkins", member], "can be changed by its holder")
	}
	unseen == set()
}

test_claims_that_others_bear_name_nobody if {
	unseen := {claim |
		some claim in claims_of_others
		not tells(put(["issuers", "jenkins", "named_by"], claim), ["issuers", "jenkins", "named_by"], "borne by others")
	}
	unseen == set()
	tells(put(["issuers", "entra", "named_by"], "appid"), ["issuers", "entra", "named_by"], "borne by others")
}

test_claims_that_last_name_somebody if {
	wrong := {claim |
		some claim in lasting_claims
		count(faults_of(put(["issuers", "jenkins", "named_by"], claim))) > 0
	}
	wrong == set()
}

test_what_all_repositories_of_an_owner_bear_names_none_of_them if {
	every claim in ["repository_owner_id", "actor_id", "run_id", "enterprise_id"] {
		tells(put(["issuers", "github", "named_by"], claim), ["issuers", "github", "named_by"], "borne by more than one repository at GitHub")
	}
	tells(put(["issuers", "hub"], {"url": "https://token.actions.githubusercontent.com", "audience": "m", "kind": "machine", "named_by": "repository_owner_id"}), ["issuers", "hub", "named_by"], "borne by more than one")
	every claim in [
		"namespace_id", "organization_id", "organisation_id", "oidc.circleci.com/org-id", "workspaceUuid", "owner_id", "enterprise_id",
		"group_uid", "tenant_guid", "account_id", "runner_id", "agent_id",
	] {
		tells(put(["issuers", "jenkins", "named_by"], claim), ["issuers", "jenkins", "named_by"], "borne by all that belong to it")
	}
	terraform := {"url": "https://app.terraform.io", "audience": "x", "kind": "code", "named_by": "terraform_workspace_id"}
	faults_of(put(["issuers", "terraform"], terraform)) == set()
	gitlab := {"url": "https://gitlab.example.com", "audience": "x", "kind": "code", "named_by": "namespace_id", "started_by": "user_id"}
	tells_hint(put(["issuers", "lab"], gitlab), ["issuers", "lab", "named_by"], "take project_id")
	faults_of(put(["issuers", "lab"], object.union(gitlab, {"named_by": "project_id"}))) == set()
}

# Whose id it is, all that others start bear it, too: one of them would count as the person.
test_who_started_a_run_is_a_person if {
	hub := ["issuers", "github", "started_by"]
	every claim in ["repository_owner_id", "repository_id", "run_id", "enterprise_id", "user_id"] {
		tells_hint(put(hub, claim), hub, "take actor_id")
		tells(put(hub, claim), hub, "does not say who started a run at GitHub")
		count(faults_of(put(hub, claim))) == 1
	}
	gitlab := {"url": "https://gitlab.example.com", "audience": "x", "kind": "code", "named_by": "project_id"}
	every claim in ["project_id", "namespace_id", "pipeline_id", "job_id", "runner_id"] {
		tells_hint(put(["issuers", "lab"], object.union(gitlab, {"started_by": claim})), ["issuers", "lab", "started_by"], "take user_id")
		count(faults_of(put(["issuers", "lab"], object.union(gitlab, {"started_by": claim})))) == 1
	}
	jenkins := ["issuers", "jenkins", "started_by"]
	own_host := object.union(gitlab, {"url": "https://git.example.com", "started_by": "actor_id"})
	tells_hint(put(["issuers", "lab"], own_host), ["issuers", "lab", "started_by"], "take user_id")
	every claim in [
		"run_id", "buildUid", "agent-id", "acme/owner_id", "task.uuid", "build_number", "buildnumber", "run_no", "pipeline_iid", "runid",
		"team_id", "queue_id", "trigger_id", "client_id", "kubernetes.io/serviceaccount/uid", "def_id", "id", "user_pool_id", "created_at",
	] {
		tells(put(jenkins, claim), jenkins, "does not say who started it")
	}
	tells_hint(put(jenkins, "actor"), jenkins, "take one that never changes hands, such as build_user_id or requested_by")
	tells_hint(put(jenkins, "aud"), jenkins, "take one that nobody else bears, such as build_user_id or requested_by")
	tells_hint(put(jenkins, "build_number"), jenkins, "such as build_user_id or requested_by")
	tells_hint(put(hub, "actor"), hub, "take one that never changes hands, such as actor_id")
	not tells_hint(put(hub, "actor"), hub, "user_id")
}

test_claims_that_say_who_started_it_are_taken if {
	wrong := {claim |
		some claim in [
			"user_id", "actor_id", "build_user", "userUuid", "person_guid", "employeeid", "senderId", "operator_uid", "submitter", "starter_id",
			"started_by", "requester", "requestor_id", "requested_for", "triggerer_account_id", "triggered_by", "initiator", "initiated_by_id",
			"member_id", "author_id", "creator", "created_by", "run_created_by", "https://acme.example/buildUserId",
			"queued_by_id", "executed_by", "employee_number", "https://acme.example/run_created_by", "started_by_oid",
		]
		faults_of(put(["issuers", "jenkins", "started_by"], claim)) != set()
	}
	wrong == set()
}

test_persons_of_something_else_and_times_are_not if {
	started := ["issuers", "jenkins", "started_by"]
	every claim in [
		"project_owner_user_id", "repository_owner_user", "owner_person_id", "commit_author_user_id", "last_approved_by_user", "service_user_id",
		"run_as_user", "build_started", "is_triggered", "scan_requested", "user_pool_id", "https://acme.example/user/run_id",
	] {
		tells(put(started, claim), started, "does not say who started it")
	}
}

# Their makers are the same whoever starts something.
test_who_made_a_repository_has_not_started_its_runs if {
	every claim in ["project_creator_id", "repository_created_by", "commit_author_id", "organization_member_id", "factor_id"] {
		tells(put(["issuers", "jenkins", "started_by"], claim), ["issuers", "jenkins", "started_by"], "does not say who started it")
	}
}

of_ci(url, named_by, started_by) := put(["issuers", "ci"], {"url": url, "audience": "x", "kind": "code", "named_by": named_by, "started_by": started_by})

test_what_names_the_caller_does_not_say_who_started_it if {
	every claims in [["sub", "sub"], ["node_uid", "node_uid"], ["employee_id", "employee_id"], ["build_uid", "sub"]] {
		given := of_ci("https://ci.example", claims[0], claims[1])
		tells(given, ["issuers", "ci", "started_by"], "says who the caller is, not who started it")
		tells_hint(given, ["issuers", "ci", "started_by"], "take the id of the person")
		count(faults_of(given)) == 1
	}
}

# Whose tokens these are is told by the claim alone: somebody else may have one of the same name.
test_a_host_that_is_told_by_the_starter_alone_is_told_so if {
	every claim, host in {"user_id": "GitLab", "actor_id": "GitHub"} {
		hint := sprintf("where they are not %s's, take another claim for started_by than %s", [host, claim])
		every named_by in ["sub", "pipeline_uuid"] {
			tells_hint(of_ci("https://ci.example", named_by, claim), ["issuers", "ci", "named_by"], hint)
		}
		every url in ["https://jenkins.example/oidc", "https://oidc.circleci.com/org/1", "https://agent.Buildkite.com"] {
			faults_of(of_ci(url, "sub", claim)) == set()
		}
	}
	tells(of_ci("https://gitlab.example/jenkins", "sub", "user_id"), ["issuers", "ci", "named_by"], "in tokens of GitLab")
	not tells_hint(of_ci("https://gitlab.example", "sub", "user_id"), ["issuers", "ci", "named_by"], "where they are not")
}

test_a_guardrail_knows_pipelines_by_no_name if {
	who := ["guardrails", "contractors", "who"]
	tells(put(who, ["code:ci"]), array.concat(who, [0]), "an application's own file")
	tells_hint(put(who, ["code:ci"]), array.concat(who, [0]), "write code")
	tells(put(["freezes", "move", "who"], ["code", "code:ci"]), ["freezes", "move", "who", 1], "an application's own file")
	faults_of(put(who, ["code"])) == set()
}

test_a_class_that_was_to_be_all_is_told if {
	every name in ["al", "alle", "all2", "alll"] {
		tells_hint(put(["classes", name], {"requirements": {"production": {"change": {"reason_length": 5}}}}), ["classes", name], "did you mean all?")
	}
	faults_of(put(["classes", "spare"], {"requirements": {"production": {"change": {"reason_length": 5}}}})) == set()
}

test_why_is_one_line if {
	every why in ["contract 7.2\nuntil: 2026-12-01", " ", "\n"] {
		tells(put(["guardrails", "contractors", "why"], why), ["guardrails", "contractors", "why"], "a text of one line")
	}
	faults_of(put(["guardrails", "contractors", "why"], "contract 7.2\n")) == set()
}

# Which claims tell a person from an application.

telling_persons(always) := put(["issuers", "entra", "require", "always"], always)

test_what_applications_show_too_tells_no_person if {
	cases := [
		{"ver": ["2.0"]}, {"exp": ["1*"]}, {"azp": ["*x*"]}, {"azp": ["portal"]}, {"appid": ["portal"]}, {"client_id": ["portal"]},
		{"clientId": ["portal"]}, {"cid": ["portal"]}, {"iss": ["https://login.example/*"]}, {"aud": ["api://gatekeeper"]}, {"tid": ["t"]},
		{"sub": ["*-*"]}, {"oid": ["*-*"]}, {"typ": ["Bearer"]}, {"jti": ["*-*"]}, {"uti": ["*a*"]}, {"rh": ["0*"]}, {"aio": ["E*"]},
		{"idtyp": ["app"]}, {"idtyp": ["user", "app"]}, {"idtyp": ["device"]}, {"idtyp": ["u*"]}, {"idtyp": ["*"]}, {"idtyp": ["**"]},
		{"amr": ["*"]}, {"scp": [" * "]}, {"acr": ["1"]}, {"gty": ["client-credentials"]}, {"gty": ["*c*"]}, {"token_use": ["access"]},
		{"email_verified": ["*e"]}, {"scope": ["*profile*"]}, {"email": ["*@**"]}, {"preferred_username": ["*a*"]}, {"azpacr": ["1"]},
		{"org_id": ["org_1"]}, {"org_name": ["acme"]}, {"tenant_ctry": ["DE"]}, {"tenant_region_sub_scope": ["GCC"]}, {"xms_tdbr": ["EU"]},
		{"org": ["acme"]}, {"orgs": ["acme"]}, {"env": ["e1"]}, {"organization_id": ["1"]}, {"organization_name": ["acme"]}, {"tenant": ["acme"]},
		{"tenant_name": ["acme"]}, {"xms_tpl": ["en"]}, {"https://acme.example/org_name": ["acme"]},
		{"ver": ["2.0"], "azp": ["portal"]},
	]
	unseen := {always |
		some always in cases
		not tells(telling_persons(always), ["issuers", "entra", "require", "always"], "applications' tokens do not show")
	}
	unseen == set()
}

test_what_persons_alone_show_tells_them if {
	cases := [
		{"idtyp": ["user"]}, {"idtyp": ["user"], "ver": ["2.0"]}, {"scp": ["deploy"]}, {"scp": ["*deploy*"]}, {"scope": ["*deploy*"]},
		{"amr": ["mfa"]}, {"acr": ["urn:acme:loa:2", "2"]}, {"email_verified": ["true"]}, {"groups": ["g-staff"]}, {"hd": ["acme.example"]},
		{"token_use": ["id"]}, {"gty": ["password", "authorization_code"]}, {"email": ["*@acme.example"]}, {"roles": ["Deploy.Person"]},
		{"organization": ["acme"]},
	]
	wrong := {always | some always in cases; count(faults_of(telling_persons(always))) > 0}
	wrong == set()
}

# What is compared byte for byte.

test_blanks_and_what_cannot_be_seen_are_no_part_of_an_id if {
	cases := {[path, value] |
		some path in [
			["people", "p003", "entra"], ["applications", "shop", "code", "ci", "id", 0], ["robots", "argo", "id", 0],
			["issuers", "entra", "audience"], ["issuers", "entra", "named_by"], ["teams", "shop", "groups", "entra", 0],
			["robots", "argo", "require", "always", "kubernetes.io/serviceaccount/uid", 0],
		]
		some value in ["x ", " x", "x\n", "\tx", "x\u00a0", "x\u200b", "x\u202e", " ", "x\ty"]
		not path_told(put(path, value), path)
	}
	cases == set()
	faults_of(put(["people", "p003", "entra"], "CN=Kim Lee,OU=Web")) == set()
	tells_hint(put(["robots", "argo", "id", 0], "x\n"), ["robots", "argo", "id", 0], `write "x"`)
}

path_told(given, path) if {
	some fault in faults_of(given)
	array.slice(path, 0, count(fault.path)) == fault.path
}

# Ids that are numbers.

test_a_name_is_no_number if {
	id := ["applications", "shop", "code", "ci", "id"]
	gitlab := {"url": "https://gitlab.example.com", "audience": "gatekeeper", "kind": "code", "named_by": "project_id", "started_by": "user_id"}
	robot := {"from": "github", "id": ["acme/tool"], "places": ["dev"]}
	cases := {
		"a path": [put(id, ["acme/shop"]), array.concat(id, [0]), "must be a number in quotes, as repository_id is at github"],
		"one of two": [put(id, ["100000002", "shop"]), array.concat(id, [1]), "a number"],
		"a robot": [put(["robots", "tool"], robot), ["robots", "tool", "id", 0], "a number"],
		"in tokens of GitLab": [
			json.patch(put(id, ["acme/shop"]), [{"op": "add", "path": "/issuers/github", "value": gitlab}]),
			array.concat(id, [0]), "as project_id is at github",
		],
		"a group of GitLab": [
			json.patch(put(id, ["acme"]), [{"op": "add", "path": "/issuers/github", "value": object.union(gitlab, {"named_by": "namespace_id"})}]),
			array.concat(id, [0]), "as namespace_id is at github",
		],
		"a host of another name": [
			json.patch(put(id, ["acme/shop"]), [{"op": "add", "path": "/issuers/github/url", "value": "https://git.acme.example"}]),
			array.concat(id, [0]), "a number",
		],
		"a person": [put(["people", "p003", "github"], "octocat"), ["people", "p003", "github"], "as people are known at github"],
		"a person by one url": [put(["people", "p004", "mono"], "octocat"), ["people", "p004", "mono"], "as people are known at mono"],
		"without an entry": [put(["guardrails", "contractors", "who", 0], "person:github/octocat"), ["guardrails", "contractors", "who", 0], "must be code"],
		"given rights": [
			put(["classes", "service", "access", "dev", "person:github/octocat"], ["reader"]),
			["classes", "service", "access", "dev", "person:github/octocat"], "must be code",
		],
	}
	untold(cases) == set()
	tells_hint(put(id, ["acme/shop"]), array.concat(id, [0]), "the id that the host gives")
	tells_hint(put(["guardrails", "contractors", "who", 0], "person:github/octocat"), ["guardrails", "contractors", "who", 0], "known by numbers at github")
}

# At other hosts such claims may hold what they like.
test_a_number_is_asked_of_hosts_alone_that_give_numbers if {
	given := json.patch(good, [
		{"op": "add", "path": "/issuers/jenkins/named_by", "value": "project_id"},
		{"op": "add", "path": "/issuers/jenkins/places", "value": ["dev"]},
		{"op": "add", "path": "/applications/shop/code/old", "value": {"from": "jenkins", "id": ["acme-shop"]}},
		{"op": "add", "path": "/people/p003/jenkins", "value": "juggler"},
	])
	faults_of(given) == set()
	faults_of(put(["guardrails", "contractors", "who", 0], "person:github/700009")) == set()
}

# Each lets a job of one environment change another.
test_an_environment_is_told_exactly if {
	all := ["issuers", "github", "require", "all", "environment"]
	every pattern in [
		"dev", "p*", "**", "*-*", "production*", "{environment}*", "{environment}**", "*{environment}", "*{application}*", "{environment}-*",
		"**/{environment}", "", "production",
	] {
		some fault in faults_of(put(all, [pattern]))
		fault.path == array.concat(all, [0])
	}
	every pattern in ["{environment}", "deploy-{environment}", "{application}/{environment}", "job/*/{environment}"] {
		faults_of(put(all, [pattern])) == set()
	}
	own := ["applications", "shop", "code", "ci"]
	jenkins := {"from": "jenkins", "id": ["shop"]}
	some fault in faults_of(put(own, object.union(jenkins, {"require": {"all": {"environment": ["stage"]}}})))
	fault.path == own
	told := object.union(jenkins, {"require": {"production-eu": {"environment": ["eu"]}, "production-us": {"environment": ["us"]}}})
	faults_of(put(own, told)) == set()
	some elsewhere in faults_of(put(own, object.union(jenkins, {"require": {"test": {"environment": ["test"]}}})))
	elsewhere.path == own
}

test_what_an_exception_gives_needs_the_environment_too if {
	given := json.patch(good, [
		{"op": "remove", "path": "/classes/service/access/production/code"},
		{"op": "add", "path": "/applications/shop/code/ci", "value": {"from": "jenkins", "id": ["shop"]}},
		{"op": "add", "path": "/exceptions/by-code", "value": {
			"who": ["code"], "tiers": ["stage", "production"], "roles": ["deployer"], "reason": "INC-[0-9]+", "waives": [], "review_by": ["team:security"],
		}},
	])
	some fault in faults_of(given)
	fault.path == ["applications", "shop", "code", "ci"]
	faults_of(json.patch(given, [{"op": "replace", "path": "/exceptions/by-code/tiers", "value": ["stage"]}])) == set()
}

test_an_entry_for_one_environment_needs_no_claim if {
	one := {"from": "jenkins", "id": ["shop"], "places": ["production-eu"]}
	faults_of(put(["applications", "shop", "code", "ci"], one)) == set()
}

test_places if {
	cases := {
		"tier unknown": [put(["environments", "stage", "tier"], "stag"), ["environments", "stage", "tier"], "a tier of scopes.tiers"],
		"tier missing": [without(["environments", "stage", "tier"]), ["environments", "stage"], "tier is missing"],
		"region missing": [without(["environments", "stage", "region"]), ["environments", "stage"], "region is missing"],
		"regions missing": [without(["scopes", "regions"]), ["scopes"], "regions is missing"],
		"region unknown": [put(["environments", "stage", "region"], "ap"), ["environments", "stage", "region"], "scopes.regions"],
		"zone": [put(["environments", "test", "zone"], "Europe/Berlim"), ["environments", "test", "zone"], "IANA"],
		"zone Local": [put(["environments", "test", "zone"], "Local"), ["environments", "test", "zone"], "IANA"],
		"free tag": [put(["environments", "test", "pci"], true), ["environments", "test", "pci"], "unknown member"],
		"region's name": [put(["environments", "eu"], {"tier": "dev", "region": "eu"}), ["environments", "eu"], "is taken"],
		"another tier's": [put(["environments", "production"], {"tier": "dev", "region": "eu"}), ["environments", "production"], "is taken"],
		"all": [put(["environments", "all"], {"tier": "dev", "region": "eu"}), ["environments", "all"], "is taken"],
		"tier and region": [put(["scopes", "regions", 0], "dev"), ["scopes", "tiers"], "is taken"],
		"tier all": [put(["scopes", "tiers", 0], "all"), ["scopes", "tiers"], "is taken"],
		"tiers missing": [without(["scopes", "tiers"]), ["scopes"], "tiers is missing"],
		"expects": [put(["scopes", "expects", 0], "guardrial"), ["scopes", "expects", 0], "the name of a document"],
		"expected, empty": [put(["guardrails"], {}), ["scopes", "expects", 0], "is expected"],
		"expected class": [without(["classes", "all"]), ["scopes", "expects", 4], "is expected"],
	}
	untold(cases) == set()
}

test_roles_and_access if {
	shop := ["applications", "shop", "access", "dev"]
	cases := {
		"action": [put(["roles", "reader", "actions", 0], "gett"), ["roles", "reader", "actions", 0], "an action"],
		"actions missing": [without(["roles", "reader", "actions"]), ["roles", "reader"], "actions is missing"],
		"place": [put(["applications", "shop", "access", "prod"], {"owner": ["reader"]}), ["applications", "shop", "access", "prod"], "a place"],
		"role": [put(array.concat(shop, ["owner"]), ["deployr"]), array.concat(shop, ["owner", 0]), "the name of a role"],
		"role as text": [put(array.concat(shop, ["owner"]), "deployer"), array.concat(shop, ["owner"]), "must be a list of roles"],
		"no roles": [put(array.concat(shop, ["owner"]), []), array.concat(shop, ["owner"]), "must be a list of roles"],
		"roles missing": [put(array.concat(shop, ["owner"]), {"why": "x"}), array.concat(shop, ["owner"]), "roles is missing"],
		"until": [
			put(array.concat(shop, ["owner"]), {"roles": ["reader"], "until": "2027-01-01"}),
			array.concat(shop, ["owner", "until"]), "a time with its zone",
		],
		"until before from": [
			put(array.concat(shop, ["owner"]), {"roles": ["reader"], "from": "2027-01-02T00:00:00Z", "until": "2027-01-01T00:00:00Z"}),
			array.concat(shop, ["owner", "until"]), "later than from",
		],
		"principal": [put(array.concat(shop, ["everyone"]), ["reader"]), array.concat(shop, ["everyone"]), "that is defined"],
		"team": [put(array.concat(shop, ["team:shopp"]), ["reader"]), array.concat(shop, ["team:shopp"]), "that is defined"],
		"code of another": [put(array.concat(shop, ["code:cd"]), ["reader"]), array.concat(shop, ["code:cd"]), "that is defined"],
		"issuer of a person": [put(array.concat(shop, ["person:entro/1"]), ["reader"]), array.concat(shop, ["person:entro/1"]), "that is defined"],
		"beyond delegation": [put(array.concat(shop, ["owner"]), ["rollbacker"]), array.concat(shop, ["owner"]), "delegated to the application at dev"],
		"nothing delegated": [
			put(["applications", "till", "access"], {"dev": {"owner": ["reader"]}}),
			["applications", "till", "access", "dev", "owner"], "nothing",
		],
		"every place": [
			put(["applications", "shop", "access"], {"all": {"owner": ["reader"]}}),
			["applications", "shop", "access", "all", "owner"], "delegated to the application at all",
		],
		"own delegate": [put(["applications", "shop", "delegate"], {}), ["applications", "shop", "delegate"], "in the inventory"],
		"no owner": [
			json.patch(put(array.concat(shop, ["owner"]), ["reader"]), [{"op": "remove", "path": "inventory/shop/team"}]),
			array.concat(shop, ["owner"]), "no owner",
		],
		"class principal": [put(["classes", "service", "access", "dev", "ovner"], ["reader"]), ["classes", "service", "access", "dev", "ovner"], "must be code"],
		"class role": [put(["classes", "service", "access", "dev", "owner"], ["admin"]), ["classes", "service", "access", "dev", "owner", 0], "roles"],
		"delegate place": [put(["classes", "service", "delegate", "prod"], ["reader"]), ["classes", "service", "delegate", "prod"], "a place"],
		"delegate role": [put(["classes", "service", "delegate", "dev"], ["admin"]), ["classes", "service", "delegate", "dev", 0], "the name of a role"],
		"delegate as text": [put(["classes", "service", "delegate", "dev"], "reader"), ["classes", "service", "delegate", "dev"], "list of roles"],
		"organisation's principal": [put(["organisation", "access", "owner"], ["auditor"]), ["organisation", "access", "owner"], "team:NAME"],
		"organisation's role": [put(["organisation", "access", "team:shop"], ["deployer"]), ["organisation", "access", "team:shop"], "gives nothing"],
	}
	untold(cases) == set()
}

deploy := ["classes", "pci", "requirements", "production", "deploy"]

change := ["applications", "shop", "requirements", "production", "change"]

asking(path, member, value) := put(array.concat(path, [member]), value)

test_requirements if {
	cases := {
		"operation": [put(["classes", "pci", "requirements", "production", "depoly"], {"not_alone": true}), ["classes", "pci", "requirements", "production", "depoly"], "is none of"],
		"place": [put(["classes", "pci", "requirements", "prod"], {"deploy": {"not_alone": true}}), ["classes", "pci", "requirements", "prod"], "a place"],
		"unknown": [asking(deploy, "approval", [{"count": 1, "from": ["owner"]}]), array.concat(deploy, ["approval"]), "unknown member"],
		"kinds as text": [asking(change, "kinds", "person"), array.concat(change, ["kinds"]), "must be a list"],
		"kind": [asking(change, "kind", ["person"]), array.concat(change, ["kind"]), "unknown member"],
		"false": [asking(deploy, "digest_required", false), array.concat(deploy, ["digest_required"]), "must be true"],
		"true as text": [asking(deploy, "not_alone", "true"), array.concat(deploy, ["not_alone"]), "must be true"],
		"digest of a rollback": [asking(change, "digest_required", true), array.concat(change, ["digest_required"]), "unknown member"],
		"version": [asking(change, "lowest_version", {"shop": "2.0.0"}), array.concat(change, ["lowest_version"]), "a semantic version"],
		"version 1": [asking(change, "lowest_version", "1"), array.concat(change, ["lowest_version"]), "a semantic version"],
		"reason_length": [asking(change, "reason_length", "15"), array.concat(change, ["reason_length"]), "a whole number"],
		"reason_length 1.5": [asking(change, "reason_length", 1.5), array.concat(change, ["reason_length"]), "a whole number"],
		"authentication_age": [asking(deploy, "authentication_age", 15), array.concat(deploy, ["authentication_age"]), "a duration"],
		"approval_age": [asking(deploy, "approval_age", "a day"), array.concat(deploy, ["approval_age"]), "a duration"],
	}
	untold(cases) == set()
}

test_bounds_of_requirements if {
	cases := {
		"approval_age in days": [asking(deploy, "approval_age", "7d"), array.concat(deploy, ["approval_age"]), "in h, m and s"],
		"approval_age of years": [asking(deploy, "approval_age", "9000h"), array.concat(deploy, ["approval_age"]), "at most 8784h"],
		"approval_age of nothing": [asking(deploy, "approval_age", "0h0m"), array.concat(deploy, ["approval_age"]), "above zero"],
		"reason_length nobody can give": [asking(change, "reason_length", 1025), array.concat(change, ["reason_length"]), "from 1 to 1024"],
		"digest of a rollback alone": [put(["classes", "pci", "requirements", "production", "rollback"], {"digest_required": true}), ["classes", "pci", "requirements", "production", "rollback", "digest_required"], "unknown member"],
		"count of 101": [asking(deploy, "approvals", [{"count": 101, "from": ["owner"]}]), array.concat(deploy, ["approvals", 0, "count"]), "from 1 to 100"],
		"65 rules": [asking(deploy, "approvals", [rule | some i in numbers.range(1, 65); rule := {"count": i, "from": ["owner"]}]), array.concat(deploy, ["approvals"]), "holds 65 entries; at most 64"],
		"65 names": [asking(deploy, "approvals", [{"count": 1, "from": ["owner" | some _ in numbers.range(1, 65)]}]), array.concat(deploy, ["approvals", 0, "from"]), "holds 65 entries; at most 64"],
	}
	untold(cases) == set()
}

test_approvals_and_facts if {
	cases := {
		"approvals as map": [asking(deploy, "approvals", {"count": 1, "from": ["owner"]}), array.concat(deploy, ["approvals"]), "must be a list"],
		"approvals by groups": [asking(deploy, "approvals", [{"groups": ["release"]}]), array.concat(deploy, ["approvals", 0, "groups"]), "unknown member"],
		"no count": [asking(deploy, "approvals", [{"from": ["owner"]}]), array.concat(deploy, ["approvals", 0]), "count is missing"],
		"count 0": [asking(deploy, "approvals", [{"count": 0, "from": ["owner"]}]), array.concat(deploy, ["approvals", 0, "count"]), "a whole number"],
		"from code": [asking(deploy, "approvals", [{"count": 1, "from": ["code"]}]), array.concat(deploy, ["approvals", 0, "from", 0]), "must be owner"],
		"from nobody": [asking(deploy, "approvals", [{"count": 1, "from": ["team:securty"]}]), array.concat(deploy, ["approvals", 0, "from", 0]), "must be owner"],
		"own unattended": [asking(change, "unattended", true), array.concat(change, ["unattended"]), "classes and inventory only"],
		"max_bytes": [asking(deploy, "artifact", {"max_bytes": "100"}), array.concat(deploy, ["artifact", "max_bytes"]), "a whole number"],
		"succeeded_in": [asking(deploy, "artifact", {"succeeded_in": "stage"}), array.concat(deploy, ["artifact", "succeeded_in"]), "must be a list"],
		"succeeded where": [asking(deploy, "artifact", {"succeeded_in": ["stag"]}), array.concat(deploy, ["artifact", "succeeded_in", 0]), "a place"],
		"artifact": [asking(deploy, "artifact", {"provenence": true}), array.concat(deploy, ["artifact", "provenence"]), "unknown member"],
		"nothing": [put(change, {}), change, "asks for nothing"],
		"waivable": [put(["classes", "pci", "waivable"], true), ["classes", "pci", "waivable"], "must be false"],
		"approve": [put(["classes", "pci", "requirements", "production", "approve", "approvals"], []), ["classes", "pci", "requirements", "production", "approve", "approvals"], "unknown member"],
	}
	untold(cases) == set()
}

test_what_is_meant_by_days_is_hinted if {
	tells_hint(asking(deploy, "approval_age", "7d"), array.concat(deploy, ["approval_age"]), "write 168h")
	tells_hint(asking(deploy, "authentication_age", "2w"), array.concat(deploy, ["authentication_age"]), "write 336h")
}

test_bounds_are_within_what_is_valid if {
	every member, values in {
		"approval_age": ["8784h", "1h30m", "24h"], "authentication_age": ["0.5h", "15m"], "reason_length": [1, 1024],
		"approvals": [[{"count": 100, "from": ["owner"]}]],
	} {
		every value in values {
			faults_of(asking(deploy, member, value)) == set()
		}
	}
}

test_who_is_who if {
	cases := {
		"issuer of a person": [put(["people", "p003", "entraa"], "1"), ["people", "p003", "entraa"], "issuers"],
		"id": [put(["people", "p003", "entra"], 3), ["people", "p003", "entra"], "in quotes"],
		"two with one identity": [put(["people", "p004", "entra"], "e-3"), ["people", "p003"], "one identity"],
		"two by one url": [put(["people", "p004", "mono"], "500003"), ["people", "p004"], "one identity"],
		"member": [put(["teams", "oncall", "members", 0, "who"], "p999"), ["teams", "oncall", "members", 0, "who"], "people"],
		"member's time": [put(["teams", "field", "members", 0, "until"], "soon"), ["teams", "field", "members", 0, "until"], "a time"],
		"group's issuer": [put(["teams", "shop", "groups"], {"entro": ["x"]}), ["teams", "shop", "groups", "entro"], "issuers"],
		"groups": [put(["teams", "shop", "groups", "entra"], "x"), ["teams", "shop", "groups", "entra"], "a list of groups"],
		"groups of no persons": [put(["teams", "contractors", "groups"], {"github": ["g-contractors"]}), ["teams", "contractors", "groups", "github"], "must be an issuer of persons"],
		"a team of nobody": [put(["teams", "security"], {}), ["teams", "security"], "nobody is in it"],
		"not its team": [put(["teams", "field", "groups"], {"entra": ["x"]}), ["teams", "field", "groups", "entra"], "do not name field"],
		"code's issuer": [put(["applications", "shop", "code", "ci", "from"], "githup"), ["applications", "shop", "code", "ci", "from"], "issuers"],
		"not of kind code": [put(["applications", "shop", "code", "ci", "from"], "k8s"), ["applications", "shop", "code", "ci", "from"], "kind code"],
		"robot of persons": [put(["robots", "argo", "from"], "entra"), ["robots", "argo", "from"], "code, machine or agent"],
		"not the class's": [put(["classes", "service", "code_from"], ["mono"]), ["applications", "shop", "code", "ci", "from"], "class service"],
		"code's name": [put(["applications", "shop", "code", "CI"], {"from": "github", "id": ["7"]}), ["applications", "shop", "code", "CI"], "is no name"],
		"shared identity": [put(["applications", "till", "code", "ci"], {"from": "github", "id": ["100000002"]}), ["applications", "shop", "code", "ci"], "nothing tells them apart"],
		"a robot's identity": [put(["robots", "argo"], {"from": "mono", "id": ["5"]}), ["robots", "argo"], "nothing tells them apart"],
		"not exclusive": [put(["issuers", "mono", "require", "all", "environment"], ["{application}-*"]), ["applications", "till", "code", "ci"], "nothing tells them apart"],
		"filled alike": [
			json.patch(good, [
				{"op": "add", "path": "/applications/till-production", "value": {"code": {"ci": {"from": "mono", "id": ["5"]}}}},
				{"op": "add", "path": "/inventory/till-production", "value": {"team": "shop", "classes": ["service"]}},
				{"op": "add", "path": "/environments/eu2", "value": {"tier": "dev", "region": "eu"}},
				{"op": "add", "path": "/environments/production-eu2", "value": {"tier": "dev", "region": "eu"}},
			]),
			["applications", "till-production", "code", "ci"], "nothing tells them apart",
		],
		"not in the inventory": [without(["inventory", "shop"]), ["applications", "shop"], "not in the inventory"],
		"no application": [without(["applications", "shop"]), ["inventory", "shop"], "no such application"],
		"own team": [put(["applications", "shop", "team"], "shop"), ["applications", "shop", "team"], "stands in the inventory"],
		"own classes": [put(["applications", "shop", "classes"], ["service"]), ["applications", "shop", "classes"], "stands in the inventory"],
		"team": [put(["inventory", "shop", "team"], "shp"), ["inventory", "shop", "team"], "teams"],
		"class of all": [put(["inventory", "shop", "classes", 0], "all"), ["inventory", "shop", "classes", 0], "every application has"],
		"class": [put(["inventory", "shop", "classes", 0], "servce"), ["inventory", "shop", "classes", 0], "classes"],
	}
	untold(cases) == set()
}

test_guardrails_freezes_exceptions if {
	night := ["freezes", "night", "weekly", 0]
	cases := {
		"no why": [without(["guardrails", "contractors", "why"]), ["guardrails", "contractors"], "why is missing"],
		"no selector": [put(["guardrails", "contractors"], {"why": "x"}), ["guardrails", "contractors"], "needs one at least"],
		"selector": [put(["guardrails", "contractors", "tier"], ["production"]), ["guardrails", "contractors", "tier"], "unknown member"],
		"tier": [put(["guardrails", "contractors", "tiers", 0], "prod"), ["guardrails", "contractors", "tiers", 0], "a tier"],
		"team by groups alone": [without(["teams", "contractors", "members"]), ["guardrails", "contractors", "who", 0], "by members"],
		"freeze of a team by groups alone": [put(["freezes", "move", "who"], ["team:shop"]), ["freezes", "move", "who", 0], "by members"],
		"half a quotation": [put(["exceptions", "break-glass", "reason"], `\QINC-`), ["exceptions", "break-glass", "reason"], "a regular expression"],
		"freeze without why": [without(["freezes", "move", "why"]), ["freezes", "move"], "why is missing"],
		"freeze's date": [put(["freezes", "move", "from"], "2026-12-20"), ["freezes", "move", "from"], "a time with its zone"],
		"freeze without offset": [put(["freezes", "move", "from"], "2026-12-20T00:00:00"), ["freezes", "move", "from"], "a time with its zone"],
		"freeze's day": [put(["freezes", "quarter-end", "yearly", 0, "from"], "13-01"), ["freezes", "quarter-end", "yearly", 0, "from"], "a day of the year"],
		"freeze's 30th": [put(["freezes", "quarter-end", "yearly", 0, "from"], "02-30"), ["freezes", "quarter-end", "yearly", 0, "from"], "a day of the year"],
		"two forms": [put(["freezes", "move", "weekly"], good.freezes.night.weekly), ["freezes", "move"], "exactly one of"],
		"no form": [without(["freezes", "night", "weekly"]), ["freezes", "night"], "exactly one of"],
		"half": [without(["freezes", "move", "until"]), ["freezes", "move"], "until is missing"],
		"backwards": [put(["freezes", "move", "until"], "2026-11-01T00:00:00Z"), ["freezes", "move", "until"], "later than from"],
		"hour": [put(array.concat(night, ["from"]), "5:00"), array.concat(night, ["from"]), "a time of day"],
		"hour 24": [put(array.concat(night, ["from"]), "24:00"), array.concat(night, ["from"]), "a time of day"],
		"weekday": [put(array.concat(night, ["days", 0]), "friday"), array.concat(night, ["days", 0]), "a day"],
		"weekly as map": [put(["freezes", "night", "weekly"], {"days": ["fri"]}), ["freezes", "night", "weekly"], "must be a list"],
		"73 hours": [put(["exceptions", "inc-4711", "until"], "2026-12-04T10:00:00Z"), ["exceptions", "inc-4711", "until"], "72 hours"],
		"no end": [without(["exceptions", "inc-4711", "until"]), ["exceptions", "inc-4711"], "until is missing"],
		"neither": [without(["exceptions", "break-glass", "reason"]), ["exceptions", "break-glass"], "needs from and until"],
		"reason": [put(["exceptions", "break-glass", "reason"], "("), ["exceptions", "break-glass", "reason"], "a regular expression"],
		"any reason": [put(["exceptions", "break-glass", "reason"], ".*"), ["exceptions", "break-glass", "reason"], "a regular expression"],
		"nowhere": [without(["exceptions", "break-glass", "tiers"]), ["exceptions", "break-glass"], "needs a place"],
		"waives what": [put(["exceptions", "break-glass", "waives", 0], "kinds"), ["exceptions", "break-glass", "waives", 0], "must be freezes"],
		"waives a class": [put(["exceptions", "break-glass", "waives", 0], "approvals/pc"), ["exceptions", "break-glass", "waives", 0], "must be freezes"],
		"waives, text": [put(["exceptions", "break-glass", "waives"], "freezes"), ["exceptions", "break-glass", "waives"], "must be a list"],
		"reviewed by nobody": [without(["exceptions", "break-glass", "review_by"]), ["exceptions", "break-glass"], "review_by is missing"],
		"role": [put(["exceptions", "break-glass", "roles", 0], "deploy"), ["exceptions", "break-glass", "roles", 0], "roles"],
		"who": [put(["exceptions", "break-glass", "who", 0], "team:on-call"), ["exceptions", "break-glass", "who", 0], "must be code"],
	}
	untold(cases) == set()
}

signing(path) := json.patch(put(["roles", "signer"], {"actions": ["approve", "review"]}), [{"op": "add", "path": path, "value": ["signer"]}])

test_roles_that_give_nothing if {
	own := ["applications", "shop", "access", "dev", "code:ci"]
	class := ["classes", "service", "access", "production", "owner"]
	until := {"roles": ["reader", "operator"], "until": "2027-01-01T00:00:00Z"}
	cases := {
		"own": [put(own, ["auditor"]), own, "the role auditor gives nothing here"],
		"beside one that gives": [put(own, ["deployer", "operator"]), own, "the role operator gives nothing here"],
		"of a class": [put(class, ["approver", "auditor"]), class, "none of its actions is one of approve, cancel, deploy, get"],
		"for a time": [put(class, until), class, "the role operator gives nothing here"],
		"own, for a time": [put(own, until), own, "the role operator gives nothing here"],
		"of an exception": [
			put(["exceptions", "break-glass", "roles"], ["deployer", "auditor"]),
			["exceptions", "break-glass", "roles", 1], "the role auditor gives nothing here",
		],
		"delegated": [
			put(["classes", "service", "delegate", "dev"], ["reader", "deployer", "auditor"]),
			["classes", "service", "delegate", "dev"], "the role auditor gives nothing here",
		],
		"to approve, by code": [signing(["classes", "service", "access", "dev", "code"]), ["classes", "service", "access", "dev", "code"], "for persons"],
		"to approve, by a pipeline": [signing(own), own, "for persons"],
		"to approve, by a robot": [signing(["classes", "service", "access", "dev", "robot:argo"]), ["classes", "service", "access", "dev", "robot:argo"], "for persons"],
		"to review, by a robot": [signing(["organisation", "access", "robot:argo"]), ["organisation", "access", "robot:argo"], "for persons"],
	}
	untold(cases) == set()
	faults_of(signing(["classes", "service", "access", "dev", "owner"])) == set()
	faults_of(signing(["organisation", "access", "team:shop"])) == set()
	tells_hint(put(own, ["auditor"]), own, "organisation/data.yaml")
}

test_credentials_and_destinations if {
	destination := ["destinations", "*", "*"]
	cases := {
		"purposes": [without(["credentials", "registry", "purposes"]), ["credentials", "registry"], "purposes is missing"],
		"application": [put(["credentials", "registry", "applications", 0], "shpo"), ["credentials", "registry", "applications", 0], "applications"],
		"environment": [put(["credentials", "registry", "environments", 0], "tets"), ["credentials", "registry", "environments", 0], "environments"],
		"purpose": [put(["credentials", "registry", "purposes", 0], "push"), ["credentials", "registry", "purposes", 0], "a purpose"],
		"name": [put(["credentials", "shop-{env}"], good.credentials.registry), ["credentials", "shop-{env}"], "is no name"],
		"met twice": [put(["credentials", "shop-test"], good.credentials.registry), ["credentials", "shop-test"], "more than once"],
		"filled alike": [
			json.patch(good, [
				{"op": "add", "path": "/applications/shop-production", "value": {"code": {"ci": {"from": "github", "id": ["9"]}}}},
				{"op": "add", "path": "/inventory/shop-production", "value": {"team": "shop", "classes": ["service"]}},
				{"op": "add", "path": "/environments/e", "value": {"tier": "dev", "region": "eu"}},
				{"op": "add", "path": "/environments/production-e", "value": {"tier": "dev", "region": "eu"}},
				{"op": "add", "path": ["credentials", "{application}-{environment}"], "value": {
					"applications": ["shop", "shop-production"], "environments": ["e", "production-e"], "purposes": ["apply"],
				}},
			]),
			["credentials", "{application}-{environment}"], "more than once",
		],
		"for two applications": [
			put(["credentials", "registry", "applications"], ["cart", "shop"]),
			["credentials", "registry"], "for several pairs of application and environment: cart, shop in test",
		],
		"for two environments": [put(["credentials", "registry", "environments"], ["dev", "test"]), ["credentials", "registry"], "cart in dev, test"],
		"for two applications at each": [put(["credentials", "shop-{environment}", "applications"], ["cart", "shop"]), ["credentials", "shop-{environment}"], "several pairs"],
		"for two environments of each": [
			put(["credentials", "x-{application}"], {"applications": ["cart"], "environments": ["dev", "test"], "purposes": ["apply"]}),
			["credentials", "x-{application}"], "several pairs",
		],
		"whose": [put(["destinations", "shpo"], good.destinations["*"]), ["destinations", "shpo"], "applications"],
		"where": [put(["destinations", "*", "prod"], good.destinations["*"]["*"]), ["destinations", "*", "prod"], "environments"],
		"no target": [without(array.concat(destination, ["target"])), destination, "target is missing"],
		"target's kind": [put(array.concat(destination, ["target", "kind"]), "directroy"), array.concat(destination, ["target", "kind"]), "a kind of target"],
		"path": [put(array.concat(destination, ["target", "path"]), "srv/../x"), array.concat(destination, ["target", "path"]), "an absolute path"],
		"purpose of a destination": [put(array.concat(destination, ["credentials", "aply"]), "x"), array.concat(destination, ["credentials", "aply"]), "a purpose"],
		"no credential": [put(array.concat(destination, ["credentials", "apply"]), "nowhere"), array.concat(destination, ["credentials", "apply"]), "no entry in credentials"],
		"same credential": [put(array.concat(destination, ["credentials", "pull"]), "{application}-{environment}"), array.concat(destination, ["credentials", "apply"]), "of its own"],
		"keep": [put(array.concat(destination, ["keep"]), "5"), array.concat(destination, ["keep"]), "a whole number"],
		"keep too many": [put(array.concat(destination, ["keep"]), 1001), array.concat(destination, ["keep"]), "from 1 to 1000"],
		"source": [put(array.concat(destination, ["source"]), "https://releases.example"), array.concat(destination, ["source"]), "must be a name"],
		"time of a step": [put(array.concat(destination, ["step_timeout"]), "7h"), array.concat(destination, ["step_timeout"]), "at most 6h"],
		"time of a check": [put(array.concat(destination, ["health", "timeout"]), "30"), array.concat(destination, ["health", "timeout"]), "such as 30s"],
		"file outside": [put(array.concat(destination, ["health", "file"]), "../healthy"), array.concat(destination, ["health", "file"]), "a path in the release"],
		"file from the root": [put(array.concat(destination, ["health", "file"]), "/healthy"), array.concat(destination, ["health", "file"]), "a path in the release"],
		"url with a user": [put(array.concat(destination, ["health"]), {"url": "https://me@x.example/"}), array.concat(destination, ["health", "url"]), "without user"],
		"nothing to check": [put(array.concat(destination, ["health"]), {"timeout": "30s"}), array.concat(destination, ["health"]), "neither file nor url"],
		"an empty check": [put(array.concat(destination, ["health"]), {}), array.concat(destination, ["health"]), "neither file nor url"],
		"file and url": [put(array.concat(destination, ["health", "url"]), "https://x.example/"), array.concat(destination, ["health"]), "both file and url"],
	}
	untold(cases) == set()
}

# Of each kind the keys are asked that it has, and no key of another is taken.
test_each_kind_of_target_has_keys_of_its_own if {
	known := object.union(checks.shapes, {"target of kind heap": {"one": {"kind": "target", "place": "name"}, "many": {}, "free": set(), "required": {"kind", "place"}}})
	target := ["destinations", "*", "*", "target"]
	cases := {
		"a directory without its key": [put(target, {"kind": "directory"}), target, "path is missing; it must be an absolute path"],
		"a directory with a heap's": [put(target, {"kind": "directory", "path": "/srv/{application}/{environment}", "place": "x"}), array.concat(target, ["place"]), `unknown member "place"`],
		"a heap without its key": [put(target, {"kind": "heap"}), target, "place is missing; it must be a name"],
		"a heap with a directory's": [put(target, {"kind": "heap", "place": "x", "path": "/srv/{application}/{environment}"}), array.concat(target, ["path"]), `unknown member "path"`],
		"a key of no kind": [put(target, {"kind": 1, "plcae": "x"}), array.concat(target, ["plcae"]), `unknown member "plcae"`],
	}
	untold(cases) == set() with checks.shapes as known
	told := faults_of(put(target, {"kind": "heap", "place": "x"})) with checks.shapes as known
	{fault.path | some fault in told} == {array.concat(target, ["kind"])}
}

pushing(path) := {"target": {"kind": "directory", "path": path}, "source": "releases"}

to(path) := put(["destinations", "shop"], {"test": pushing(path)})

test_each_lane_has_a_place_of_its_own if {
	own := ["destinations", "shop", "test"]
	faults_of(to("/srv/elsewhere")) == set()
	cases := {
		"of another by name": [to("/srv/cart/test"), array.concat(own, ["target", "path"]), `"/srv/cart/test" is the place of cart in test and of shop in test`],
		"of another by default": [to("/srv/cart/test"), ["destinations", "*", "*", "target", "path"], "each needs one of its own"],
		"in another's releases": [to("/srv/cart/test/releases/x"), array.concat(own, ["target", "path"]), `lies in what cart in test keeps at "/srv/cart/test"`],
		"in another's current release": [to("/srv/cart/test/current"), array.concat(own, ["target", "path"]), "lies in what cart in test keeps"],
		"of many applications": [put(["destinations", "*", "test"], pushing("/srv/{environment}")), ["destinations", "*", "test", "target", "path"], "has no {application} in it"],
		"of many environments": [put(["destinations", "shop"], {"*": pushing("/srv/{application}")}), ["destinations", "shop", "*", "target", "path"], "has no {environment} in it"],
		"of names that collide": [put(["destinations", "*", "*"], pushing("/srv/{application}-{environment}")), ["destinations", "*", "*", "target", "path"], "one place for two"],
		"of names without anything between": [put(["destinations", "*", "*"], pushing("/srv/x/{environment}{application}/y")), ["destinations", "*", "*", "target", "path"], "one place for two"],
	}
	untold(cases) == set()
	every path in ["/srv/{application}.{environment}", "/srv/x-{application}/{environment}-y", "/srv/{application}-{environment}/{application}"] {
		faults_of(put(["destinations", "*", "*"], pushing(path))) == set()
	}
	faults_of(put(["destinations", "shop"], {"*": pushing("/srv/shops/{application}-{environment}")})) == set()
	every path in ["/srv/x/", "//srv/x", "/srv//x", "/srv/./x", "/srv/../x", "/", "srv/x", "/srv/{app}", "/srv/x\n"] {
		tells(to(path), array.concat(own, ["target", "path"]), "an absolute path")
	}
}

test_the_nearest_entry_says_where if {
	tree := {"*": {"*": 1, "test": 2}, "shop": {"*": 3, "test": 4}}
	expected := {
		["shop", "test"]: ["shop", "test"], ["shop", "dev"]: ["shop", "*"], ["cart", "test"]: ["*", "test"], ["cart", "dev"]: ["*", "*"],
	}
	every lane, holder in expected {
		found := checks.nearest(lane[0], lane[1]) with data.destinations as tree
		found == holder
	}
	not checks.nearest("cart", "dev") with data.destinations as {"shop": tree.shop}
}

test_a_credential_of_several_is_told_how_to_be_one_for_each if {
	registry := ["credentials", "registry"]
	two := put(["credentials", "registry", "applications"], ["cart", "shop"])
	tells_hint(two, registry, "put {application} into the name")
	tells_hint(put(["credentials", "registry", "environments"], ["dev", "test"]), registry, "put {environment} into the name")
	tells_hint(
		json.patch(two, [{"op": "add", "path": "/credentials/registry/environments", "value": ["dev", "test"]}]),
		registry, "put {application} and {environment} into the name",
	)
	each := {"applications": ["cart", "shop"], "environments": ["dev", "test"], "purposes": ["pull"]}
	faults_of(put(["credentials", "pull-{application}-{environment}"], each)) == set()
}

test_hints if {
	tells_hint(put(["issuers", "github", "requires"], {}), ["issuers", "github", "requires"], "did you mean require?")
	tells_hint(asking(change, "kind", ["person"]), array.concat(change, ["kind"]), "did you mean kinds?")
	tells_hint(put(["environments", "stage", "tier"], "satge"), ["environments", "stage", "tier"], "did you mean stage?")
	tells_hint(asking(change, "kinds", "person"), array.concat(change, ["kinds"]), `write [person]`)
	tells_hint(put(["environments", "stage", "tier"], "x"), ["environments", "stage", "tier"], "valid: dev, production, stage, test")
	tells_hint(asking(change, "approval", []), array.concat(change, ["approval"]), "did you mean approvals?")
	tells_hint(asking(change, "approvals", {"groups": ["shop"]}), array.concat(change, ["approvals"]), "such as [{count: 1, from: [owner]}]")
	tells_hint(put(["guardrails", "contractors", "who", 0], "contractors"), ["guardrails", "contractors", "who", 0], "did you mean team:contractors?")
	tells_hint(put(["guardrails", "contractors", "who", 0], "team:juggler"), ["guardrails", "contractors", "who", 0], "there is no teams/juggler/data.yaml")
	tells_hint(put(["guardrails", "contractors", "who", 0], "person:juggler"), ["guardrails", "contractors", "who", 0], "juggler has no entry in people")
	tells_hint(put(["applications", "shop", "code", "ci", "id"], "100000002"), ["applications", "shop", "code", "ci", "id"], `write ["100000002"]`)
	tells_hint(put(["applications", "shop", "code", "ci", "id", 0], 100000002), ["applications", "shop", "code", "ci", "id", 0], `quote it: "100000002"`)
	tells_hint(put(["scopes", "expects", 0], "inventroy"), ["scopes", "expects", 0], "did you mean inventory?")
}

# A missing member is told with what it must be, whatever it is.
test_missing_members_are_told_with_what_they_must_be if {
	every shape, parts in checks.shapes {
		every member in parts.required {
			checks.wanted_member(shape, member) != "given"
		}
	}
}

test_the_inventory_may_let_a_file_give_less if {
	given := put(["applications", "shop", "access", "dev", "team:field"], ["reader"])
	faults_of(given) == set()
	narrowed := json.patch(given, [{"op": "add", "path": "/inventory/shop/delegate", "value": {"dev": ["deployer"], "production": ["reader"]}}])
	{fault.path | some fault in faults_of(narrowed)} == {["applications", "shop", "access", "dev", "team:field"]}
	none := json.patch(given, [{"op": "add", "path": "/inventory/shop/delegate", "value": {}}])
	count(faults_of(none)) == 3
}

# What is found is told as it stands in the file: no escapes that JSON has for the sake of web pages.
test_values_are_told_as_they_are_written if {
	checks.shown("<<") == `"<<"`
	checks.shown("a & b > c") == `"a & b > c"`
	checks.shown(["<", {"k": "\\u003c"}]) == `the list ["<",{"k":"\\u003c"}]`
	checks.shown("\"\n") == `"\"\n"`
}

# A text tells an environment only where no other has it.
at_jenkins(require) := put(["applications", "shop", "code", "ci"], {"from": "jenkins", "id": ["shop"], "require": require})

test_a_text_of_two_environments_tells_neither if {
	own := ["applications", "shop", "code", "ci"]
	every require in [
		{"production-eu": {"environment": ["live"]}, "production-us": {"environment": ["live"]}},
		{"production-eu": {"environment": ["live"], "ref": ["main"]}, "production-us": {"environment": ["live"], "ref": ["refs/tags/v*"]}},
		{"production-eu": {"environment": ["{environment}"]}, "production-us": {"environment": ["production-eu"]}},
		{"production-eu": {"environment": ["{application}-eu"]}, "production-us": {"environment": ["shop-eu"]}},
		{"production-eu": {"job": ["run/*/{environment}"]}, "production-us": {"job": ["run/7/production-us"]}},
		{"production-eu": {"environment": ["live"]}},
	] {
		tells(at_jenkins(require), own, "do not tell that a job runs for production-")
	}
	every require in [
		{"production-eu": {"environment": ["eu"]}, "production-us": {"environment": ["us"]}},
		{"production-eu": {"environment": ["{application}-eu"]}, "production-us": {"environment": ["{application}-us"]}},
		{"production-eu": {"environment": ["{environment}"]}, "production-us": {"environment": ["us"]}},
		{"production-eu": {"environment": ["live"]}, "production-us": {"job": ["{environment}"]}},
		{"all": {"job": ["{environment}"]}, "production-eu": {"environment": ["live"]}, "production-us": {"environment": ["live"]}},
	] {
		faults_of(at_jenkins(require)) == set()
	}
}

# The issuer's and the entry's are taken together.
of_issuer(text) := json.patch(at_jenkins({"production-us": {"environment": [text]}}), [{
	"op": "add", "path": "/issuers/jenkins/require",
	"value": {"production-eu": {"environment": ["live"]}},
}])

test_a_text_of_the_issuer_may_be_that_of_an_entry if {
	own := ["applications", "shop", "code", "ci"]
	tells(of_issuer("live"), own, "do not tell")
	faults_of(of_issuer("us")) == set()
}

test_a_text_that_names_another_environment_is_told if {
	claim := ["issuers", "github", "require", "stage"]
	tells(put(claim, {"environment": ["test"]}), array.concat(claim, ["environment", 0]), "lets a token of one environment into another")
	faults_of(put(claim, {"environment": ["deploy"]})) == set()
}

# A text says the environment where there is one alone, and a placeholder stands nowhere under always.
test_what_tells_the_environment_is_sent_to_where_it_may_stand if {
	hints := {
		["always", "live"]: "under the one environment that it tells, or write {environment} under all",
		["always", "{environment}*"]: "write {environment} under all",
		["production", "live"]: "under the one environment that it tells, or write {environment}",
		["production", "production-*"]: "write {environment}",
		["stage", "test"]: "write {environment}",
	}
	every where, hint in hints {
		place := ["issuers", "github", "require", where[0]]
		some fault in faults_of(put(place, {"environment": [where[1]]}))
		fault.path == array.concat(place, ["environment", 0])
		startswith(fault.message, "lets a token of one environment into another")
		endswith(fault.hint, hint)
	}
	faults_of(put(["issuers", "github", "require", "stage"], {"environment": ["live"]})) == set()
}

# The ids of people are one list for a url.
second(claim) := put(["issuers", "second"], object.union(good.issuers.entra, {"audience": "cli", "named_by": claim}))

test_persons_of_one_url_are_named_by_one_claim if {
	every name in ["entra", "second"] {
		tells(second("employee_id"), ["issuers", name, "named_by"], "by different claims: \"employee_id\", \"oid\"")
	}
	faults_of(second("oid")) == set()
	faults_of(json.patch(second("employee_id"), [{"op": "replace", "path": "/issuers/second/url", "value": "https://other.example"}])) == set()
}

# So do those who start what runs there, and those for whom agents act.
beside_jenkins(issuer) := json.patch(good, [
	{"op": "add", "path": "/issuers/jenkins/started_by", "value": "build_user_id"},
	{"op": "add", "path": "/issuers/second", "value": object.union({"url": "https://jenkins.example/oidc", "audience": "second"}, issuer)},
])

test_starters_of_one_url_are_known_by_one_claim if {
	every kind in ["code", "machine"] {
		every name in ["jenkins", "second"] {
			given := beside_jenkins({"kind": kind, "named_by": "sub", "started_by": "employee_id"})
			tells(given, ["issuers", name, "started_by"], "by different claims: \"build_user_id\", \"employee_id\"")
			count(faults_of(given)) == 2
		}
		faults_of(beside_jenkins({"kind": kind, "named_by": "sub", "started_by": "build_user_id"})) == set()
		faults_of(beside_jenkins({"kind": kind, "named_by": "sub"})) == set()
	}
}

test_persons_and_starters_of_one_url_are_known_by_one_claim if {
	login := {"kind": "person", "require": {"always": {"idtyp": ["user"]}}}
	given := beside_jenkins(object.union(login, {"named_by": "oid"}))
	tells(given, ["issuers", "second", "named_by"], "by different claims: \"build_user_id\", \"oid\"")
	tells(given, ["issuers", "jenkins", "started_by"], "by different claims: \"build_user_id\", \"oid\"")
	tells(beside_jenkins(object.union(login, {"named_by": "sub"})), ["issuers", "second", "named_by"], "by different claims")
	faults_of(beside_jenkins(object.union(login, {"named_by": "build_user_id"}))) == set()
}

test_agents_of_a_login_act_for_its_persons if {
	tells(agents({"url": "https://login.example/T/v2.0", "named_by": "employee_id"}), ["issuers", "agents", "named_by"], "by different claims")
	of_pipelines := agents({"url": "https://token.actions.githubusercontent.com", "named_by": "repository_id"})
	{fault | some fault in faults_of(of_pipelines); contains(fault.message, "by different claims")} == set()
}

# By which nobody is known.
test_claims_that_are_faults_themselves_are_told_as_these_alone if {
	every claim in ["email", "appid"] {
		{fault.path | some fault in faults_of(second(claim))} == {["issuers", "second", "named_by"]}
		count(faults_of(second(claim))) == 1
	}
	every claim in ["actor", "aud", "run_id"] {
		count(faults_of(put(["issuers", "mono", "started_by"], claim))) == 1
	}
}

# GitLab's logins have in sub what its pipelines have in user_id.
test_logins_and_pipelines_of_gitlab_share_their_ids if {
	every url in ["https://gitlab.example", "https://git.example"] {
		lab := {"url": url, "audience": "gatekeeper", "kind": "code", "named_by": "project_id", "started_by": "user_id"}
		login := {"url": url, "audience": "login", "kind": "person", "require": {"always": {"idtyp": ["user"]}}}
		every claim in ["sub", "user_id"] {
			faults_of(put(["issuers"], object.union(good.issuers, {"lab": lab, "login": object.union(login, {"named_by": claim})}))) == set()
		}
		given := put(["issuers"], object.union(good.issuers, {"lab": lab, "login": object.union(login, {"named_by": "oid"})}))
		tells(given, ["issuers", "login", "named_by"], "by different claims: \"oid\", \"user_id\"")
		tells(given, ["issuers", "lab", "started_by"], "by different claims: \"oid\", \"user_id\"")
		elsewhere := object.union(good.issuers, {
			"jenkins": object.union(good.issuers.jenkins, {"started_by": "user_id"}), "lab": lab,
			"login": object.union(login, {"url": good.issuers.jenkins.url, "named_by": "sub"}),
		})
		tells(put(["issuers"], elsewhere), ["issuers", "login", "named_by"], "by different claims: \"sub\", \"user_id\"")
	}
}

# Agents that are named by what a pipeline's token says are pipelines to these checks.
agents(issuer) := json.patch(good, [
	{"op": "add", "path": "/issuers/agents", "value": object.union({"audience": "bots", "kind": "agent"}, issuer)},
	{"op": "add", "path": "/robots/cleaner", "value": {"from": "agents", "id": ["a-1"]}},
	{"op": "add", "path": "/classes/service/access/stage", "value": {"robot:cleaner": ["deployer"]}},
	{"op": "add", "path": "/classes/service/access/production/robot:cleaner", "value": ["deployer"]},
])

test_agents_with_tokens_of_pipelines_are_checked_as_these if {
	github := agents({"url": "https://token.actions.githubusercontent.com", "named_by": "sub"})
	tells(github, ["issuers", "agents", "named_by"], "in tokens of GitHub")
	tells(github, ["robots", "cleaner"], "do not tell that a job runs for")
	tells(agents({"url": "https://gitlab.example", "named_by": "sub"}), ["issuers", "agents", "named_by"], "in tokens of GitLab")
	tells(agents({"url": "https://jenkins.example/oidc", "named_by": "sub"}), ["robots", "cleaner"], "do not tell that a job runs for")
}

test_agents_that_act_for_persons_or_are_of_no_pipeline_are_not if {
	faults_of(agents({"url": "https://agents.example", "named_by": "sub"})) == set()
	faults_of(agents({"url": "https://login.example/T/v2.0", "named_by": "oid"})) == set()
	login := {
		"url": "https://gitlab.example", "audience": "login", "kind": "person", "named_by": "sub",
		"require": {"always": {"idtyp": ["user"]}},
	}
	given := json.patch(agents({"url": "https://gitlab.example", "named_by": "sub"}), [{"op": "add", "path": "/issuers/login", "value": login}])
	faults_of(given) == set()
}

# Whoever is nearly named is let go.
test_a_person_who_is_nearly_named_is_told if {
	who := ["guardrails", "contractors", "who", 0]
	every id in ["500004", "5000033", "500030", "50003", "50000"] {
		tells(put(who, concat("", ["person:github/", id])), who, "p003 has \"500003\", which is nearly the same")
	}
	tells_hint(put(who, "person:github/500004"), who, "did you mean person:p003?")
	tells(put(["freezes", "move", "who"], ["person:mono/500004"]), ["freezes", "move", "who", 0], "nearly the same")
	tells(put(who, "person:entra/E-3"), who, "p003 has \"e-3\", which is nearly the same")
	every principal in ["person:github/500003", "person:github/700009", "person:entra/e-9", "person:entra/500004"] {
		faults_of(put(who, principal)) == set()
	}
}

test_groups_that_are_a_list_are_told_once if {
	given := put(["teams", "security", "groups"], ["g-security"])
	tells(given, ["teams", "security", "groups"], "must be an object, issuers with their groups, such as {ISSUER: [GROUP]}; found the list")
	every fault in faults_of(given) {
		count(fault.path) <= 3
	}
}

test_an_application_that_is_empty_is_told_as_that_alone if {
	given := put(["applications", "new"], null)
	{fault.message | some fault in faults_of(given); fault.path == ["applications", "new"]} == {fault.message |
		some fault in faults_of(given)
		contains(fault.message, "must be an object")
	}
	tells_hint(put(["applications", "shopp"], {}), ["applications", "shopp"], "did you mean shop?")
	not tells_hint(put(["applications", "new"], {}), ["applications", "new"], "valid")
}

test_what_is_asked_under_deploy_alone_is_told_so if {
	every operation in ["change", "rollback"] {
		path := ["applications", "shop", "requirements", "production", operation]
		tells_hint(put(path, {"digest_required": true}), array.concat(path, ["digest_required"]), "under deploy alone")
		tells_hint(put(path, {"kind": ["code"]}), array.concat(path, ["kind"]), "did you mean kinds?")
	}
}

# One environment that is not told is one too many, also where places bound the pipeline.
test_one_environment_that_is_not_told_is_told if {
	own := ["applications", "shop", "code", "ci"]
	given := at_jenkins({"production-eu": {"environment": ["live"]}})
	some fault in faults_of(given)
	fault.path == own
	contains(fault.message, "do not tell that a job runs for production-us, and it may change")
	bounded := put(own, {"from": "jenkins", "id": ["shop"], "places": ["production"]})
	tells(bounded, own, "do not tell that a job runs for production-eu or production-us")
	faults_of(put(own, {"from": "jenkins", "id": ["shop"], "places": ["production-eu"]})) == set()
}

test_what_an_issuer_asks_where_nobody_comes_is_told if {
	claims := {"kubernetes.io/namespace": ["gitops"]}
	tells(put(["issuers", "k8s", "require"], {"stage": claims}), ["issuers", "k8s", "require", "stage"], "is never asked")
	faults_of(put(["issuers", "k8s", "require"], {"test": claims})) == set()
}

test_offsets_are_those_of_clocks if {
	until := ["freezes", "move", "until"]
	every time in ["2026-12-02T00:00:00+24:00", "2026-12-02T00:00:00+23:60"] {
		tells(put(until, time), until, "a time with its zone")
	}
}

test_a_time_is_one_that_can_be_counted_in_nanoseconds if {
	until := ["freezes", "move", "until"]
	every time in ["9999-12-31T23:59:59Z", "2262-12-31T00:00:00Z", "1600-01-01T00:00:00Z"] {
		tells(put(until, time), until, "in the years 1678 to 2261")
	}
	faults_of(put(until, "2261-12-31T23:59:59Z")) == set()
}

test_a_person_without_an_entry_is_no_approver_or_team if {
	approvers := ["classes", "pci", "requirements", "production", "deploy", "approvals", 0, "from", 0]
	tells(put(approvers, "person:entra/zz"), approvers, "owner, or team:NAME or person:NAME")
	tells(put(["inventory", "shop", "team"], "person:entra/zz"), ["inventory", "shop", "team"], "the name of a team")
}

# Nobody's token holds it, and who was meant would be let go.
test_an_id_with_blanks_or_what_nobody_sees_is_of_no_person if {
	every id in ["e-77 ", " e-77", "e-77\t", "e-7\u200b7"] {
		principal := concat("/", ["person:entra", id])
		tells(put(["guardrails", "contractors", "who", 0], principal), ["guardrails", "contractors", "who", 0], "person:ISSUER/ID")
		tells(put(["exceptions", "inc-4711", "who", 0], principal), ["exceptions", "inc-4711", "who", 0], "person:ISSUER/ID")
		tells(put(["organisation", "access", principal], ["auditor"]), ["organisation", "access", principal], "that is defined")
	}
	faults_of(put(["guardrails", "contractors", "who", 0], "person:entra/e 77")) == set()
}

# Told together they hold nowhere: who wrote them meant both.
test_selectors_that_never_apply_together if {
	untold({
		"tier": [put(["guardrails", "contractors", "environments"], ["production-eu", "test"]), ["guardrails", "contractors", "environments", 1], "test has none of the tiers production"],
		"region": [
			put(["guardrails", "more"], {"why": "x", "regions": ["eu"], "environments": ["production-us"]}),
			["guardrails", "more", "environments", 0], "production-us has none of the regions eu",
		],
		"class": [
			put(["guardrails", "more"], {"why": "x", "applications": ["shop", "till"], "classes": ["pci"]}),
			["guardrails", "more", "applications", 0], "shop has none of the classes pci",
		],
		"freeze": [put(["freezes", "night", "environments"], ["stage"]), ["freezes", "night", "environments", 0], "stage has none of the tiers production"],
		"exception": [put(["exceptions", "inc-4711", "tiers"], ["stage"]), ["exceptions", "inc-4711", "environments", 0], "production-eu has none of the tiers stage"],
	}) == set()
	every right in [
		{"why": "x", "tiers": ["production", "stage"], "environments": ["production-eu"]},
		{"why": "x", "tiers": ["stage"], "regions": ["us"]},
		{"why": "x", "applications": ["till"], "classes": ["pci"]},
		{"why": "x", "applications": ["shop"], "classes": ["all"]},
	] {
		faults_of(put(["guardrails", "more"], right)) == set()
	}
}

# A job asks its host for whichever audience it likes.
test_no_job_is_a_person if {
	login := {
		"url": "https://gitlab.example.com", "audience": "login", "kind": "person", "named_by": "sub",
		"require": {"always": {"email_verified": ["true"]}},
	}
	faults_of(put(["issuers", "login"], login)) == set()
	every claim in ["namespace_id", "project_id", "repository_owner_id", "run_attempt", "user_id", "pipeline_id", "deployment_action"] {
		of_jobs := json.patch(login, [{"op": "replace", "path": "/require/always", "value": {claim: ["7"]}}])
		tells(put(["issuers", "login"], of_jobs), ["issuers", "login", "require", "always"], "applications' tokens do not show")
	}
}

# What is wrong of a class is told there, and not at each of its applications.
test_a_list_of_issuers_that_is_none_is_told_alone if {
	every wrong in ["github", [], {"github": true}, null] {
		{fault.path | some fault in faults_of(put(["classes", "service", "code_from"], wrong))} == {["classes", "service", "code_from"]}
	}
}

# Where an address says nothing, another entry of the same one says whose tokens these are.
test_no_job_is_a_person_beside_the_pipelines_of_its_host if {
	url := "https://git.acme.example"
	ci := {
		"url": url, "audience": "gatekeeper", "kind": "code", "named_by": "project_id", "started_by": "user_id",
		"require": {"all": {"environment": ["{environment}"]}},
	}
	login := {"url": url, "audience": "login", "kind": "person", "named_by": "sub", "require": {"always": {"email_verified": ["true"]}}}
	both := put(["issuers", "gitlab"], ci)
	faults_of(json.patch(both, [{"op": "add", "path": "/issuers/login", "value": login}])) == set()
	every claim in ["user_email", "user_login", "job_id", "groups_direct", "user_access_level"] {
		of_jobs := json.patch(login, [{"op": "replace", "path": "/require/always", "value": {claim: ["7"]}}])
		given := json.patch(both, [{"op": "add", "path": "/issuers/login", "value": of_jobs}])
		tells(given, ["issuers", "login", "require", "always"], "applications' tokens do not show")
	}
}

test_what_jobs_and_service_accounts_bear_anywhere_proves_no_person if {
	every claim in [
		"groups_direct", "job_workflow_sha", "workspaceUuid", "repositoryUuid", "prj_id", "def_id", "organization_slug", "build_number",
		"oidc.circleci.com/project-id", "kubernetes.io/namespace", "kubernetes.io",
	] {
		login := {"url": "https://tokens.example", "audience": "login", "kind": "person", "named_by": "sub", "require": {"always": {claim: ["7"]}}}
		tells(put(["issuers", "login"], login), ["issuers", "login", "require", "always"], "applications' tokens do not show")
	}
	google := {"url": "https://accounts.google.com", "audience": "login", "kind": "person", "named_by": "sub", "require": {"always": {"hd": ["acme.example"]}}}
	faults_of(put(["issuers", "login"], google)) == set()
	verified := json.patch(google, [{"op": "replace", "path": "/require/always", "value": {"email_verified": ["true"]}}])
	tells(put(["issuers", "login"], verified), ["issuers", "login", "require", "always"], "applications' tokens do not show")
	tells_hint(put(["issuers", "login"], verified), ["issuers", "login", "require", "always"], "{hd: [DOMAIN]}")
	gitlab := {"url": "https://gitlab.example.com", "audience": "login", "kind": "person", "named_by": "sub"}
	tells_hint(put(["issuers", "login"], gitlab), ["issuers", "login"], `{email_verified: ["true"]}`)
}

# The addresses of GitHub's jobs, with or without GitHub's name in them.
test_hosts_of_github_in_companies if {
	every url in ["https://token.actions.acme.ghe.com", "https://code.acme.example/_services/token"] {
		ci := {
			"url": url, "audience": "gatekeeper", "kind": "code", "named_by": "repository_id", "started_by": "actor_id",
			"require": {"all": {"environment": ["{environment}"]}},
		}
		faults_of(put(["issuers", "enterprise"], ci)) == set()
		by_name := object.union(object.remove(ci, ["started_by"]), {"named_by": "sub"})
		tells(put(["issuers", "enterprise"], by_name), ["issuers", "enterprise", "named_by"], "in tokens of GitHub")
		numbered := json.patch(put(["issuers", "enterprise"], ci), [
			{"op": "add", "path": "/applications/shop/code/more", "value": {"from": "enterprise", "id": ["acme/shop"]}},
			{"op": "add", "path": "/classes/service/code_from/-", "value": "enterprise"},
		])
		tells(numbered, ["applications", "shop", "code", "more", "id", 0], "must be a number in quotes")
	}
	every url in ["https://token.actions.githubusercontent.com/acme", "https://token.actions.acme.ghe.com", "https://code.acme.example/_services/token"] {
		login := {"url": url, "audience": "login", "kind": "person", "named_by": "actor_id", "require": {"always": {"ours": ["7"]}}}
		tells(put(["issuers", "login"], login), ["issuers", "login", "kind"], "nobody logs in")
	}
}

test_kinds_that_never_call_as_whoever_stands_beside_them if {
	freeze := object.union(good.freezes.move, {"kinds": ["person"], "who": ["robot:argo"]})
	untold({
		"guardrail": [
			put(["guardrails", "more"], {"why": "x", "kinds": ["person"], "who": ["team:contractors", "code"]}),
			["guardrails", "more", "who", 1], "code calls as none of the kinds person",
		],
		"freeze": [put(["freezes", "move"], freeze), ["freezes", "move", "who", 0], "robot:argo calls as none of the kinds person"],
		"exception": [put(["exceptions", "break-glass", "kinds"], ["code"]), ["exceptions", "break-glass", "who", 0], "team:oncall calls as none of the kinds code"],
		"person without an entry": [
			json.patch(good, [
				{"op": "add", "path": "/exceptions/inc-4711/kinds", "value": ["code"]},
				{"op": "add", "path": "/exceptions/inc-4711/who", "value": ["person:entra/zz"]},
			]),
			["exceptions", "inc-4711", "who", 0], "person:entra/zz calls as none of the kinds code",
		],
	}) == set()

	# The person behind a call counts, and nobody knows who is behind a machine's.
	every right in [
		{"why": "x", "kinds": ["code"], "who": ["team:contractors", "person:p003"]},
		{"why": "x", "kinds": ["machine"], "who": ["code", "robot:argo"]},
		{"why": "x", "kinds": ["person"], "who": ["owner", "person:entra/zz"]},
	] {
		faults_of(put(["guardrails", "more"], right)) == set()
	}
	faults_of(put(["exceptions", "break-glass", "kinds"], ["person", "agent"])) == set()
}

# A hint says what is so.
test_a_principal_where_a_name_is_meant if {
	tells_hint(put(["teams", "oncall", "members", 0, "who"], "person:p004"), ["teams", "oncall", "members", 0, "who"], "did you mean p004?")
	tells_hint(put(["inventory", "shop", "team"], "team:shop"), ["inventory", "shop", "team"], "did you mean shop?")
	flat := put(["classes", "pci", "access"], {"team:security": ["approver"]})
	tells_hint(flat, ["classes", "pci", "access", "team:security"], "valid: all, dev")
	strings := put(["teams", "oncall", "members"], ["p004"])
	tells_hint(strings, ["teams", "oncall", "members", 0], "write {who: p004}")
}

# `*` is near to nothing, however short.
test_a_sign_is_near_to_no_name if {
	tells_hint(put(["applications", "cart", "access"], {"*": {"code": ["reader"]}}), ["applications", "cart", "access", "*"], "valid: all, dev")
}

# What is wrong is told once, and without files that are not there.
test_what_follows_from_a_fault_is_not_told if {
	listed := put(["inventory", "shop", "requirements"], [{"production": {"deploy": {"reason_length": 5}}}])
	{fault.path | some fault in faults_of(listed)} == {["inventory", "shop", "requirements"]}
	pipelines := put(["applications", "cart", "code"], [{"from": "mono", "id": ["5"]}])
	{fault.path | some fault in faults_of(pipelines)} == {["applications", "cart", "code"]}
	access := ["applications", "cart", "access", "test"]
	every given in [["admin"], {"roles": ["admin"]}] {
		paths := {fault.path | some fault in faults_of(put(access, {"code": given}))}
		count(paths) == 1
		not array.concat(access, ["code"]) in paths
	}
	misspelt := put(["inventory", "shop", "classes"], ["servce"])
	every fault in faults_of(misspelt) {
		not contains(fault.hint, "classes/servce")
	}
	every wrong in [false, "eu", {}] {
		not tells(put(["scopes", "regions"], wrong), ["scopes"], "regions is missing")
	}
	not tells(object.union(good, {"scopes": null}), ["scopes"], "regions is missing")
}

test_misspelt_placeholders_of_health if {
	path := ["destinations", "*", "*", "health"]
	untold({
		"file": [put(path, {"file": "{app}/healthy"}), array.concat(path, ["file"]), "a path in the release"],
		"url": [put(path, {"url": "https://{app}.example/up"}), array.concat(path, ["url"]), "an http or https URL"],
	}) == set()
	faults_of(put(path, {"url": "https://{application}.example/{environment}"})) == set()
	faults_of(put(path, {"file": "{application}/healthy"})) == set()
}
