# What changes ask for.
package gatekeeper.checks

operations := {"change", "deploy", "rollback", "approve"}

requirement_homes := [[document, name, place, by_operation] |
	some document in ["applications", "classes", "inventory"]
	some name, entry in documents[document]
	is_object(entry.requirements)
	some place, by_operation in entry.requirements
]

asked := [[operation, [document, name, "requirements", place, operation], value] |
	some [document, name, place, by_operation] in requirement_homes
	some operation, value in by_operation
	operation in operations
]

requirement_nodes := array.concat(asked, array.concat(
	[["approval", array.concat(path, ["approvals", i]), rule] |
		some [_, path, value] in asked
		is_array(value.approvals)
		some i, rule in value.approvals
	],
	[["artifact", array.concat(path, ["artifact"]), value.artifact] | some [_, path, value] in asked],
))

found contains {"path": [document, name, "requirements", place, operation], "message": message, "hint": hint(operation, operations)} if {
	some [document, name, place, by_operation] in requirement_homes
	is_object(by_operation)
	some operation in (object.keys(by_operation) - operations)
	message := sprintf("%s is none of %s", [shown(operation), listed(operations)])
}

found contains {"path": path, "message": "asks for nothing: leave it out", "hint": ""} if {
	some [_, path, value] in requirement_nodes
	value == {}
}

# What a requirement lets go is not for the application's own file to say.
found contains {"path": array.concat(path, ["unattended"]), "message": "stands in classes and inventory only", "hint": ""} if {
	some [_, path, value] in asked
	path[0] == "applications"
	"unattended" in object.keys(value)
}

found contains {"path": array.concat(path, ["approvals", i, "from", j]), "message": "there is no owner: the application has no team", "hint": ""} if {
	some [_, path, value] in asked
	path[0] == "applications"
	some i, rule in value.approvals
	some j, "owner" in rule.from
	not has_team(path[1])
}
