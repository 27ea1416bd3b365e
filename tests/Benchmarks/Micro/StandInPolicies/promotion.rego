package standin.promotion

succeeded[env] contains run.version if {
	some run in data.runs
	env := run.env
	run.ok
}

missing contains env if {
	some env in data.order
	env != input.env
	not input.version in succeeded[env]
}

newest[env][version] := at if {
	some run in data.runs
	env := run.env
	version := run.version
	at := max({other.at | some other in data.runs; other.env == env; other.version == version})
}

ready if count(missing) == 0
