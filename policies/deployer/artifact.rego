# METADATA
# title: Whether an artifact is fit for its environment
# description: |
#   Asked by the deployer as data.deployer.artifact, with the facts that it has verified itself, before it takes any
#   credential. What is asked is what the classes, the inventory and the application's own file require of a change; of
#   that, the demands on the artifact and the lowest version. Where it is not told whether the deployment is a rollback,
#   the demands of both hold, and the lowest version that a rollback must have.
# schemas:
#   - input: schema.deployer.artifact
package deployer

import data.gatekeeper.tables

artifact := {"allow": true, "reasons": []} if {
	count(data.gatekeeper.faults) == 0
	application_known
	tables.places[input.deployment.environment]
	digest_verified
	digest_as_declared
	every action in actions {
		every class in classes {
			every item in tables.requirements[class][input.deployment.environment][action] {
				item_shown(item, action)
			}
		}
		every item in own_items(action) {
			item_shown(item, action)
		}
	}
} else := {"allow": false, "reasons": artifact_reasons}

action_told if input.deployment.action in tables.changing

actions := {input.deployment.action} if action_told

actions := tables.changing if not action_told

own := data.applications[input.deployment.application] if not input.deployment.application in tables.unreadable_applications

application_known if is_object(own)

record := own if not tables.inventoried

record := data.inventory[input.deployment.application] if {
	tables.inventoried
	not input.deployment.application in tables.unreadable_inventory
}

classes := array.concat(["all"], declared) if {
	declared := object.get(record, "classes", [])
	is_array(declared)
}

own_items(action) := array.concat(
	tables.items(own, "/application", input.deployment.environment, action),
	inventory_items(action),
)

inventory_items(_) := [] if not tables.inventoried

inventory_items(action) := tables.items(record, "/inventory", input.deployment.environment, action) if tables.inventoried

digest_verified if {
	is_string(input.artifact.digest)
	regex.match(`^sha256:[0-9a-f]{64}$`, input.artifact.digest)
}

digest_as_declared if not declared_digest

digest_as_declared if input.artifact.declared_digest == input.artifact.digest

declared_digest if type_name(input.artifact.declared_digest)

# What can't be read is met by nothing; what the door has asked for is not asked again.
item_shown(item, _) if not item.name in {"artifact", "lowest_version", "unreadable"}

item_shown(item, _) if {
	item.name == "artifact"
	every name, value in item.value {
		tables.fact_shown(name, value, input.artifact)
	}
}

item_shown(item, action) if {
	item.name == "lowest_version"
	judged_at_the_door(action)
}

item_shown(item, _) if {
	item.name == "lowest_version"
	is_string(input.deployment.version)
	semver.is_valid(input.deployment.version)
	semver.compare(input.deployment.version, item.value) >= 0
}

judged_at_the_door("deploy") if not action_told

# Texts are built apart: where one can't be built, only the text is lost.
artifact_reasons := sort(artifact_problems) if {
	count(artifact_problems) > 0
} else := ["nothing in the policies allows this artifact"]

artifact_problems contains "the data of the policies has faults" if {
	count(data.gatekeeper.faults) > 0
}

artifact_problems contains text if {
	not application_known
	text := sprintf("there is no application %v", [object.get(input, ["deployment", "application"], "(not told)")])
}

artifact_problems contains text if {
	not environment_known
	text := sprintf("there is no environment %v", [object.get(input, ["deployment", "environment"], "(not told)")])
}

environment_known if tables.places[input.deployment.environment]

artifact_problems contains "the artifact has no verified digest" if not digest_verified

artifact_problems contains "the artifact is not the one whose digest was asked for" if not digest_as_declared

artifact_problems contains text if {
	some item in unmet_items
	item.name == "lowest_version"
	text := sprintf("%v takes no version below %v", [input.deployment.environment, item.value])
}

artifact_problems contains text if {
	some item in unmet_items
	item.name == "unreadable"
	text := sprintf("a requirement cannot be read: %v", [item.value])
}

artifact_problems contains text if {
	some item in unmet_items
	item.name == "artifact"
	some name, value in item.value
	not tables.fact_shown(name, value, input.artifact)
	text := sprintf("%v asks for %v", [input.deployment.environment, wanted(name, value)])
}

unmet_items contains item if {
	some action in actions
	some class in classes
	some item in tables.requirements[class][input.deployment.environment][action]
	not item_shown(item, action)
}

unmet_items contains item if {
	some action in actions
	some item in own_items(action)
	not item_shown(item, action)
}

wanted(name, value) := sprintf("at most %v bytes", [value]) if {
	name == "max_bytes"
} else := sprintf("an artifact that has succeeded in %v%v", [concat(" and ", value), undone_text(value)]) if {
	name == "succeeded_in"
} else := sprintf("a signature of %v", [concat(" or ", value)]) if {
	name == "signed_by"
} else := "a verified statement of provenance"

# Whoever looks there finds the success, and not that it counts no more.
undone_text(wanted_places) := sprintf("; its success in %v was undone", [concat(" and ", gone)]) if {
	gone := sort({environment |
		some environment in input.artifact.undone
		some place in wanted_places
		place in tables.places[environment]
	})
	count(gone) > 0
} else := ""
