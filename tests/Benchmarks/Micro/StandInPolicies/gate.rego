package standin.gate

default decision := {"allow": false, "reasons": ["nobody knows the caller"]}

decision := {"allow": count(faults) == 0, "client": client, "reasons": sort(faults)} if client

client := name if {
	owner := split(input.caller.claims.repository, "/")[0]
	some name in data.owners[owner]
	every claim, globs in data.clients[name].match {
		some pattern in globs
		glob.match(pattern, ["/"], input.caller.claims[claim])
	}
}

place := data.environments[input.environment]

faults contains sprintf("%s may not %s %s", [client, input.action, input.application]) if {
	not input.action in data.grants[client][input.application][input.environment].actions
}

faults contains "the reference is not protected" if {
	place.is_protected
	input.caller.claims.ref_protected != "true"
}

faults contains "frozen" if {
	some window in place.freezes
	now := time.parse_rfc3339_ns(input.context.time)
	time.parse_rfc3339_ns(window.from) <= now
	now < time.parse_rfc3339_ns(window.until)
}

faults contains "a digest is missing" if {
	place.digest_required
	not regex.match(`^sha256:[0-9a-f]{64}$`, object.get(input.request, "digest", ""))
}

faults contains "the version is too old" if semver.compare(input.request.version, place.min_version) < 0
