package standin.roles

default allow := false

parents[name] := role.inherits if some name, role in data.roles

held := graph.reachable(parents, data.users[input.user].roles)

allow if {
	some name in held
	some permission in data.roles[name].permissions
	input.action in permission.actions
	glob.match(permission.resource, ["/"], input.resource)
}

who contains user if {
	some user, _ in data.users
	allow with input.user as user
}
