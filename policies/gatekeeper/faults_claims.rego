# What claims say of who bears them: which may come to be another's, which every token bears, which hold numbers.
package gatekeeper.checks

# The words of a claim, whatever its case and its separators: preferredUsername, preferred-username and
# preferred_username are the same.
words_of(claim) := [word |
	some word in regex.split(`[^a-z0-9]+`, lower(regex.replace(claim, `([a-z0-9])([A-Z])`, "${1}_${2}")))
	word != ""
]

compact(claim) := concat("", words_of(claim))

last_word(claim) := word if {
	words := words_of(claim)
	word := words[count(words) - 1]
}

# What somebody is called, where something lies, and what a job happens to run for. Its last word says what a claim holds:
# `project_id` is an id, `user_login` a login. All of these can be changed, so that another may come to bear them.
mutable_words := {
	"name", "nick", "alias", "handle", "cn", "dn", "upn", "login", "mail", "phone", "mobile", "address", "title", "label", "display",
	"profile", "website", "picture", "avatar",
	"path", "slug", "url", "uri", "host", "origin", "actor", "owner", "group", "team", "role", "organization", "organisation", "org",
	"tenant", "workspace", "namespace", "project", "repository", "repo", "job", "pipeline", "workflow", "environment", "env", "event",
	"ref", "branch", "tag", "sha", "commit", "enterprise", "domain", "company", "department",
}

is_mutable(claim) if last_word(claim) in mutable_words

is_mutable(claim) if trim_suffix(last_word(claim), "s") in mutable_words

# Words without a gap between them.
is_mutable(claim) if regex.match(`(name|alias|handle|login|mail|address|path|slug|phone|phonenumber|mobilenumber|msisdn|website|homepage)s?$`, compact(claim))

# Borne by every token, or by those of many: they tell a token, a session or an application, not whoever holds it.
common_claims := {
	"iss", "aud", "exp", "iat", "nbf", "jti", "ver", "typ", "alg", "kid", "tid", "tenantid", "uti", "rh", "aio", "azp", "idp", "nonce",
	"ipaddr", "wids", "realmaccess", "resourceaccess", "allowedorigins", "clienthost", "clientaddress", "xmstcdt", "xmsftd",
}

# These name an application: of one it says who it is, of a person only with which application they came.
application_claims := {"appid", "appdisplayname", "clientid", "cid"}

common_words := {"protected", "verified", "visibility", "type", "level", "source", "tier", "action", "attempt"}

about_logins := {
	"idtyp", "scp", "scope", "acr", "amr", "azpacr", "appidacr", "gty", "tokenuse", "authtime", "sid", "sessionstate", "hd", "athash",
	"chash", "locale", "zoneinfo", "gender", "birthdate", "updatedat",
}

is_common(_, claim) if compact(claim) in (common_claims | about_logins)

is_common(_, claim) if last_word(claim) in common_words

is_common(issuer, claim) if {
	issuer.kind == "person"
	compact(claim) in application_claims
}

# A person's issuer says how a person's token differs from an application's: else an application that gets itself a token
# of the same directory would be a person, and could approve.
found contains {"path": path, "message": message, "hint": proof_of_persons(issuer)} if {
	some name, issuer in issuers
	issuer.kind == "person"
	not excludes_applications(issuer)
	path := deepest(["issuers", name], ["require", "always"])
	message := "an issuer of persons needs require.always with a claim that applications' tokens do not show"
}

# What the tokens of persons hold there: of another host nobody could show it.
proof_of_persons(issuer) := "such as require: {always: {hd: [DOMAIN]}}, the domain of your organisation" if {
	is_of_google(issuer)
} else := `such as require: {always: {email_verified: ["true"]}}` if {
	verifies_addresses(issuer)
} else := "such as require: {always: {idtyp: [user]}}"

verifies_addresses(issuer) if {
	some other in issuers
	other.url == issuer.url
	host_of(other, "GitLab")
}

# Keycloak's.
verifies_addresses(issuer) if contains(lower(issuer.url), "/realms/")

is_of_google(issuer) if contains(lower(issuer.url), "accounts.google.com")

# Claims that every token bears do not count: applications bear them as well, and nobody can tell from a pattern which
# values are theirs. (`sub` and `oid` name whoever asks, person or not.)
excludes_applications(issuer) if {
	some claim, patterns in issuer.require.always
	not is_claim_of_jobs(issuer, claim)
	not compact(claim) in ((common_claims | application_claims) | {"sub", "oid", "locale", "zoneinfo", "tokentype"})
	not is_about_the_organisation(compact(claim))
	not is_shown_by_robots(issuer, claim)
	is_filled(patterns)
	every pattern in patterns {
		is_string(pattern)
		excludes(compact(claim), pattern)
	}
}

# Whose directory it is, of persons and applications alike, as Auth0, Entra, Keycloak and PingOne tell it. (Only members have
# Keycloak's `organization`.)
is_about_the_organisation(claim) if claim in {"realm", "env", "xmstdbr", "xmstpl"}

is_about_the_organisation(claim) if {
	regex.match(`(org|organi[sz]ation|tenant)s?(id|name|slug|code|ctry|region(sub)?scope)?s?$`, claim)
	claim != "organization"
}

# Any service account of Google gets itself a token for any audience, with a verified address.
is_shown_by_robots(issuer, "email_verified") if is_of_google(issuer)

# Borne by the tokens of jobs: a job asks its host for whichever audience it likes, and would be the person who started it.
is_claim_of_jobs(_, claim) if {
	some _, claims in hosts_that_name
	claim in claims
}

is_claim_of_jobs(issuer, claim) if {
	some host, claims in told_of_jobs
	some other in issuers
	other.url == issuer.url
	host_of(other, host)
	claim in claims
}

is_claim_of_jobs(_, claim) if claim in told_of_jobs_alone

is_claim_of_jobs(_, claim) if regex.match(`^(kubernetes\.io|oidc\.circleci\.com)(/|$)`, claim)

told_of_jobs := {
	"GitHub": {
		"actor", "actor_id", "base_ref", "check_run_id", "enterprise", "enterprise_id", "environment", "environment_node_id", "event_name",
		"head_ref", "ref", "ref_type", "repository", "repository_owner", "repository_visibility", "run_id", "run_number",
		"runner_environment", "sha", "workflow", "workflow_ref",
	},
	"GitLab": {
		"ci_config_ref_uri", "deployment_action", "deployment_tier", "environment", "job_id", "job_namespace_id", "job_namespace_path",
		"job_project_id", "job_project_path", "job_source", "namespace_path", "pipeline_id", "project_visibility", "ref", "ref_path",
		"ref_type", "runner_environment", "runner_id", "sha", "user_email", "user_id", "user_login",
	},
}

# Whose jobs bear them shows by their names, wherever the issuer is: GitHub, GitLab, Bitbucket, Azure DevOps and Buildkite. (At GitLab
# `groups_direct` is borne by persons, too, and by the jobs that they start.)
told_of_jobs_alone := {
	"job_workflow_sha", "workflow_sha", "ci_config_sha", "groups_direct", "user_access_level", "user_identities", "branchName",
	"deploymentEnvironmentUuid", "pipelineUuid", "repositoryUuid", "stepUuid", "workspaceUuid", "def_id", "prj_id", "rpo_id", "rpo_ref",
	"rpo_uri", "rpo_ver", "run_id", "build_branch", "build_commit", "build_number", "build_tag", "organization_slug", "pipeline_slug",
	"step_key",
}

excludes("idtyp", "user")

excludes(claim, pattern) if {
	claim != "idtyp"
	regex.match(`[^*\s]`, pattern)
	every value in object.get(shown_by_applications, claim, set()) {
		not glob.match(pattern, ["/", ":"], value)
	}
}

# What applications' tokens say where both bear a claim: the grant by which they log in (Auth0), the use (Cognito), and what
# an application's own account shows (Keycloak, Google).
shown_by_applications := {
	"gty": {"client-credentials", "client_credentials"},
	"granttype": {"client-credentials", "client_credentials"},
	"tokenuse": {"access"},
	"acr": {"0", "1"},
	"azpacr": {"1", "2"},
	"appidacr": {"1", "2"},
	"scope": {"email profile", "profile email"},
	"emailverified": {"false"},
	"email": {"a@a.iam.gserviceaccount.com", "service-account-a@placeholder.org"},
	"preferredusername": {"service-account-a"},
	"username": {"service-account-a"},
}

# Claims that hold numbers. A name or a path in their place is never shown: it was taken for the number that it stands for.
numbers_at := {
	"GitHub": {"repository_id", "repository_owner_id", "actor_id"},
	"GitLab": {"project_id", "namespace_id", "user_id"},
}

# What is borne by one repository alone. An owner's, a namespace's or a starter's id is borne by all of theirs.
ids_of_code := {"GitHub": "repository_id", "GitLab": "project_id"}

found contains {"path": ["issuers", name, "named_by"], "message": message, "hint": concat("", ["take ", id, other_starter(issuer, host)])} if {
	some name, issuer in issuers
	issuer.kind != "person"
	some host, id in ids_of_code
	host_of(issuer, host)
	issuer.named_by != id
	is_claim_of_its_own(issuer, issuer.named_by)
	message := sprintf("%s is borne by more than one repository at %s", [shown(issuer.named_by), host])
}

# To whom much belongs: their ids are borne by all of theirs.
owners := {
	"owner", "namespace", "group", "organisation", "organization", "org", "workspace", "enterprise", "tenant", "account", "runner", "agent",
}

# A workspace of Terraform is what runs there.
ids_of_what_runs := {"terraform_workspace_id"}

# `org_uid` is an id of an org.
is_id_of(claim, bearers) if {
	words := words_of(claim)
	last_word(claim) in {"id", "uid", "uuid", "guid"}
	words[count(words) - 2] in bearers
}

# An owner's, a group's or an organisation's id, wherever the issuer is: what all of theirs bear names none of them.
found contains {"path": ["issuers", name, "named_by"], "message": message, "hint": "take the id of the repository, project or pipeline itself"} if {
	some name, issuer in issuers
	issuer.kind == "code"
	is_id_of(issuer.named_by, owners)
	not issuer.named_by in ids_of_what_runs
	count([host | some host, _ in ids_of_code; host_of(issuer, host)]) == 0
	message := sprintf("%s is borne by all that belong to it", [shown(issuer.named_by)])
}

# [issuer, member]
numbered contains [name, member] if {
	some name, issuer in issuers
	some member in ["named_by", "started_by"]
	some host, claims in numbers_at
	issuer[member] in claims
	host_of(issuer, host)
}

# Issuers that know people by numbers; those that share their url share their people.
people_by_numbers contains name if {
	some name, issuer in issuers
	issuer.kind == "person"
	[name, "named_by"] in numbered
}

people_by_numbers contains name if {
	some [other, "started_by"] in numbered
	some name, issuer in issuers
	issuer.url == issuers[other].url
	not issuer.kind == "person"
}

# Whether somebody can be that at an issuer.
known_there(issuer, _) if not issuer in people_by_numbers

known_there(_, id) if is_digits(id)

is_digits(id) if regex.match(`^[0-9]+$`, id)

found contains {"path": array.concat(path, ["id", i]), "message": message, "hint": number_hint} if {
	some [path, entry, _] in callers_of_code
	[entry.from, "named_by"] in numbered
	some i, id in entry.id
	valid("identifier", id)
	not is_digits(id)
	message := sprintf("must be a number in quotes, as %s is at %s; found %s", [issuers[entry.from].named_by, entry.from, shown(id)])
}

found contains {"path": ["people", name, issuer], "message": message, "hint": number_hint} if {
	some name, identities in people
	some issuer, id in identities
	valid("identifier", id)
	not known_there(issuer, id)
	message := sprintf("must be a number in quotes, as people are known at %s; found %s", [issuer, shown(id)])
}

number_hint := "a name or a path is not what its tokens show; take the id that the host gives, such as \"100000002\""
