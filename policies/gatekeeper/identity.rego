# METADATA
# title: Which client the caller is
# description: |
#   A client is code, a machine or a person. data.clients holds, by issuer, the claim that names the client
#   (identified_by), and by that claim's value the clients it may be, each with the kind and the further claims that it
#   must show. Everything is looked up by key: the number of clients does not matter.
package gatekeeper.identity

issuer := data.clients[input.caller.issuer]

identifier := input.caller.subject if issuer.identified_by == "sub"

identifier := input.caller.claims[issuer.identified_by] if issuer.identified_by != "sub"

matching contains name if {
	some name, entry in issuer.clients[identifier]
	entry.kind == input.caller.kind
	shows(object.get(entry, "require", {}))
}

# Every claim that is required must match one of its patterns; `*` stops at a slash and at a colon.
shows(required) if {
	every claim, patterns in required {
		some pattern in patterns
		glob.match(pattern, ["/", ":"], input.caller.claims[claim])
	}
}

client := name if {
	count(matching) == 1
	some name in matching
}

problems contains "the caller is not a registered client; ask the owners of the policy to register it" if {
	count(matching) == 0
}

problems contains "the caller matches more than one registered client; ask the owners of the policy to tell them apart" if {
	count(matching) > 1
}
