# METADATA
# title: Why a call is refused, in words
# description: |
#   Built only when a call is refused, each so that the caller knows what to change. Nothing here refuses: where a text
#   can't be built, only the text is lost. Claims are not told to the caller.
package gatekeeper.refusals

import data.gatekeeper.call
import data.gatekeeper.everywhere
import data.gatekeeper.exceptions
import data.gatekeeper.guardrails
import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.principals
import data.gatekeeper.requirements
import data.gatekeeper.reviews
import data.gatekeeper.roles
import data.gatekeeper.tables
import data.gatekeeper.verdict
import data.gatekeeper.visibility

reasons := sort(problems) if {
	count(problems) > 0
} else := ["nothing in the policies allows this"]

problems contains text if {
	some fault in data.gatekeeper.faults
	text := sprintf("the data of the policies has a fault: %v: %v", [path_text(fault.path), fault.message])
}

path_text(path) := concat("/", [part | some element in path; part := sprintf("%v", [element])])

problems contains "the faults of the policies' data are not known" if not faults_known

faults_known if type_name(data.gatekeeper.faults)

# What is asked about.

problems contains unknown_text("application", named_in_call("application")) if {
	not call.known_application
	not unreadable_application
	not touches_no_application
}

# Of what can't be read nothing can be shown.
problems contains text if {
	unreadable_application
	text := sprintf("the entry of the application %v cannot be read", [input.application])
}

unreadable_application if input.application in tables.unreadable_applications

problems contains text if {
	input.application in tables.unreadable_inventory
	text := sprintf("the inventory's entry of the application %v cannot be read", [input.application])
}

problems contains text if {
	some class in call.classes
	class in tables.unreadable_classes
	text := sprintf("the class %v cannot be read", [class])
}

problems contains text if {
	some name in tables.unreadable_issuers
	data.issuers[name].url == input.caller.issuer
	text := sprintf("the issuer %v cannot be read", [name])
}

problems contains unknown_text("environment", named_in_call("environment")) if {
	not call.known_environment
	not touches_no_environment
}

named_in_call(member) := input[member] if {
	is_string(input[member])
} else := ""

unknown_text(sort_name, "") := concat(" ", ["the call names no", sort_name])

unknown_text(sort_name, "-") := concat(" ", ["the call must name one", sort_name])

unknown_text(sort_name, name) := sprintf("there is no %v %v", [sort_name, name]) if not name in {"", "-"}

problems contains "the application has no entry in the inventory" if {
	call.known_application
	not call.record
	not input.application in tables.unreadable_inventory
}

problems contains unknown_text("action", named_in_call("action")) if not known_action

problems contains "the time of the call is not known" if not call.now

known_action if input.action in tables.actions

touches_no_application if {
	input.application == "-"
	may_touch_nothing
}

touches_no_environment if {
	input.environment == "-"
	may_touch_nothing
}

may_touch_nothing if visibility.asked

may_touch_nothing if everywhere.asked

may_touch_nothing if input.action in tables.other_actions

# Who asks.

problems contains "the caller's token is of no issuer and audience that the policies know" if count(identity.named) == 0

problems contains "the caller's token is for more than one issuer that the policies know" if count(identity.named) > 1

problems contains text if {
	identity.settings
	not identity.kind_shown
	text := sprintf("the issuer vouches for callers of kind %v; this one came as %v", [identity.kind, kind_told])
}

kind_told := input.caller.kind if {
	is_string(input.caller.kind)
} else := "none"

problems contains sprintf("the caller is not known to the policies%v; ask their owners to enter it", [as_what]) if {
	identity.settings
	call.known_application_or_none
	count(identity.hits) == 0
	not visibility.asked
}

# A pipeline is known to its own application alone.
as_what := sprintf(" as a pipeline of %v, nor as a robot", [input.application]) if {
	identity.kind == "code"
	call.known_application
} else := ""

problems contains "the caller is more than one of those that the policies know; ask their owners to tell them apart" if {
	count(identity.hits) > 1
	count(identity.fitting) > 1
}

problems contains "a required claim of the caller's token does not match" if claims_lacking

# None of those that the caller may be.
claims_lacking if {
	count(identity.hits) > 1
	count(identity.fitting) == 0
}

claims_lacking if {
	identity.hit
	not identity.always_shown
}

claims_lacking if {
	identity.hit
	call.places
	not identity.places_shown
}

# A pipeline that lists more than one application is none of them yet.
claims_lacking if {
	visibility.asked
	tables.pipelines[identity.issuer][identity.id]
	not identity.issuer_shows(tables.always[identity.issuer])
}

problems contains text if {
	identity.hit
	not identity.within_reach
	call.known_environment_or_none
	text := sprintf("%v may do nothing in %v: that is not among the places of %v", [identity.client, input.environment, bounded_by])
}

bounded_by := "its issuer" if {
	not input.environment in tables.reach[identity.issuer]
} else := "its own entry"

problems contains "the application's classes do not take pipelines from this issuer" if {
	identity.hit
	call.record
	not identity.origin_shown
}

# What it may do.

problems contains text if {
	applicable
	known_action
	not verdict.entitled
	text := unentitled_text
}

# Asked of all, and refused for some: of one of them it is said, so that it can be asked about by itself.
problems contains text if {
	identity.hit
	call.now
	call.known_application_or_none
	call.known_environment_or_none
	count(everywhere.lacking) > 0
	text := sprintf("%v may not %v all that the call stands for%v", [identity.client, input.action, one_lacking])
}

one_lacking := sprintf(": not %v in %v%v", [application, environment, obstacle(application, environment)]) if {
	some [application, environment] in array.slice(sort(everywhere.told), 0, 1)
} else := ""

# Else it would read as a right that is missing.
obstacle(application, environment) := sprintf(", which is frozen by %v: %v", [frozen[0].name, frozen[0].why]) if {
	frozen := sort(guardrails.frozen) with input.application as application with input.environment as environment
	count(frozen) > 0
} else := sprintf(", where the guardrail %v refuses it: %v", [standing[0].name, standing[0].why]) if {
	standing := sort(guardrails.standing) with input.application as application with input.environment as environment
	count(standing) > 0
} else := ""

unentitled_text := sprintf("%v may not %v%v: %v", [identity.client, input.action, where, roles_text]) if {
	input.action != "review"
} else := sprintf("%v may not review this%v: %v", [identity.client, where, apart_lack]) if {
	reviews.reviewer
} else := sprintf("%v may not review this%v: it is no use of an exception, or none of those that the caller reviews", [identity.client, where])

apart_lack := "whoever stands behind the use of an exception does not review it" if {
	reviews.behind
} else := "no person is known behind the use, so that whoever reviews it needs the action review in the organisation, too" if {
	input.request.decision.persons == []
} else := "it cannot be shown that the caller is none of those who stand behind the use; whoever reviews, and whoever is reviewed, needs an entry in people"

where := "" if {
	input.application == "-"
} else := sprintf(" %v", [input.application]) if {
	input.environment == "-"
} else := sprintf(" %v in %v", [input.application, input.environment])

applicable if {
	identity.hit
	call.asked_about
	call.now
}

roles_text := sprintf("its roles %v are %v", [whence, concat(", ", roles_there)]) if {
	count(roles_there) > 1
} else := sprintf("its only role %v is %v", [whence, roles_there[0]]) if {
	count(roles_there) == 1
} else := sprintf("it has no role %v", [whence])

# What belongs to no application is given by the organisation alone, whatever roles the caller has in applications.
whence := "in the organisation" if {
	input.action in tables.organisation_actions
} else := "there"

roles_there := sort({role | some role in held_roles; is_string(role)})

held_roles contains role if {
	input.action in tables.application_actions
	some place in call.places
	some principal in principals.all
	some role in roles.held(call.own.access[place][principal])
}

held_roles contains role if {
	input.action in tables.application_actions
	some class in call.classes
	some place in call.places
	some principal in principals.all
	some role in roles.held(tables.class_documents[class].access[place][principal])
}

held_roles contains role if {
	input.action in tables.organisation_actions
	some principal in principals.all
	some role in roles.held(data.organisation.access[principal])
}

problems contains text if {
	applicable
	input.request.exception
	not exceptions.serving
	text := exception_text(input.request.exception)
}

exception_text(name) := sprintf("the exception %v does not serve this call: %v", [name, exception_lack]) if {
	exceptions.named
} else := sprintf("there is no exception %v", [name])

# What would refuse by itself comes first: it alone may be why a call is refused.
exception_lack := "it gives no role for this action" if {
	not input.action in exceptions.named.actions
} else := "it is for other environments, applications or classes" if {
	not exceptions.here
} else := "it is for others than the caller" if {
	not exceptions.theirs
} else := "the reason is not of the form that it asks for" if {
	not exceptions.reason_given
} else := "it is not its time" if {
	not exceptions.in_time
} else := "nobody is left to review it who does not stand behind the call" if {
	not exceptions.reviewable
} else := "the caller's authentication is too old for it"

# What is asked of it.

problems contains text if {
	applicable
	some item in unmet
	text := sprintf("%v asks for %v", [source_text(item.source), wanted(item.name, item.value)])
}

unmet contains item if {
	some class in call.classes
	some item in tables.requirements[class][input.environment][input.action]
	not requirements.shown(item.name, item.value, item.source)
}

unmet contains item if {
	some item in requirements.own
	not requirements.shown(item.name, item.value, item.source)
}

source_text(source) := "the application" if {
	source == "/application"
} else := "the inventory" if {
	source == "/inventory"
} else := sprintf("the class %v", [source])

wanted(name, value) := sprintf("a caller of kind %v", [concat(" or ", texts(value))]) if {
	name == "kinds"
} else := sprintf("a reason of at least %v characters", [value]) if {
	name == "reason_length"
} else := "the artifact's digest: name it in the request, as sha256: and 64 digits 0-9a-f" if {
	name == "digest_required"
} else := sprintf("version %v or a later one", [value]) if {
	name == "lowest_version"
} else := "approval by somebody else, where whoever asks and whoever approves have an entry in people" if {
	name == "not_alone"
} else := "a person who has an entry in people" if {
	name == "linked"
} else := "approvals, and for them a known person behind the request" if {
	name == "approvals"
} else := sprintf("an authentication that is no older than %v", [value]) if {
	name == "authentication_age"
} else := "facts about the artifact that its check has not shown" if {
	name == "artifact"
} else := sprintf("something that the rules cannot read: %v", [value])

texts(values) := sort([text | some value in values; text := sprintf("%v", [value])])

problems contains "the application's classes cannot be read" if {
	applicable
	not call.classes
}

problems contains text if {
	applicable
	some class in call.classes
	not tables.class_documents[class]
	text := sprintf("there is no class %v", [class])
}

problems contains text if {
	applicable
	not requirements.of_persons
	text := sprintf("only a person may %v", [input.action])
}

problems contains approvers_text if {
	applicable
	not requirements.of_approvers
}

approvers_text := "the caller is none of those whose approval is asked for" if {
	some action in tables.changing
	count(requirements.approval_rules_for(action)) > 0
} else := "nobody's approval is asked for there"

# What stands against it.

problems contains text if {
	applicable
	some guardrail in guardrails.standing
	text := sprintf("the guardrail %v refuses this: %v%v", [guardrail.name, guardrail.why, doubt(guardrail)])
}

problems contains text if {
	applicable
	some freeze in guardrails.frozen
	text := sprintf("%v is frozen by %v: %v%v", [input.environment, freeze.name, freeze.why, doubt(freeze)])
}

# Why it concerns a call of which that is not certain.
doubt(entry) := "" if {
	not "who" in object.keys(entry)
} else := "" if {
	some principal in entry.who
	persons.certain(principal)
} else := " (no known person is behind the call)" if {
	count(persons.names) == 0
} else := " (the caller has no entry in people, and may be one of those)" if {
	not persons.linked
} else := " (the caller's groups are not known in full)" if {
	persons.groups_unknown
	some principal in entry.who
	persons.meant(principal) in tables.teams_by_groups
} else := sprintf(" (nobody in people has the id of %s, who may be the person behind the call)", [unknown]) if {
	unknown := min([principal | some principal in entry.who; tables.strangers[principal]; persons.may_be(principal)])
} else := ""

problems contains "there is nothing that the caller may list" if {
	visibility.asked
	identity.settings
	not visibility.allowed
}
