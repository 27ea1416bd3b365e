# The only documents that the rules read, each a directory of that name. A gate refuses any other: a misspelt directory
# would take away what its data were to refuse.
package gatekeeper

roots := {
	"applications",
	"classes",
	"credentials",
	"destinations",
	"environments",
	"exceptions",
	"freezes",
	"guardrails",
	"inventory",
	"issuers",
	"organisation",
	"people",
	"robots",
	"roles",
	"scopes",
	"teams",
}
