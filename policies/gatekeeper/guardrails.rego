# METADATA
# title: Guardrails and freezes
# description: |
#   What they refuse nothing allows, save an exception that names what it waives. Each must be shown to leave the call
#   alone; what can't be read leaves none.
package gatekeeper.guardrails

import data.gatekeeper.call
import data.gatekeeper.exceptions
import data.gatekeeper.identity
import data.gatekeeper.persons
import data.gatekeeper.tables

passed if {
	every guardrail in tables.guarding[input.environment][input.action] {
		passes(guardrail)
	}
	not_frozen
}

not_frozen if exceptions.waives("freezes")

not_frozen if {
	calendar := tables.calendar[input.environment][input.action]
	every window in calendar.once {
		outside(window)
	}
	every window in calendar.yearly {
		outside_days(window)
	}
	every window in calendar.weekly {
		outside_minutes(window)
	}
	every freeze in calendar.selective {
		thawed(freeze)
	}
}

standing contains guardrail if {
	some guardrail in tables.guarding[input.environment][input.action]
	not passes(guardrail)
}

frozen contains freeze if {
	some freeze in tables.freezing[input.environment][input.action]
	not thawed(freeze)
}

passes(guardrail) if leaves_alone(guardrail)

passes(guardrail) if exceptions.waives(concat("/", ["guardrails", guardrail.name]))

thawed(freeze) if leaves_alone(freeze)

thawed(freeze) if over(freeze)

thawed(freeze) if {
	freeze.name
	exceptions.waives("freezes")
}

# One member that does not apply is enough.
leaves_alone(entry) if {
	is_set(entry.applications)
	input.application != "-"
	not input.application in entry.applications
}

leaves_alone(entry) if {
	is_set(entry.classes)
	input.application != "-"
	every class in call.classes {
		not class in entry.classes
	}
}

leaves_alone(entry) if {
	is_set(entry.kinds)
	not identity.kind in entry.kinds
}

# Neither the caller nor a person behind it, and it is known who that is.
leaves_alone(entry) if {
	is_set(entry.who)
	count(persons.names) > 0
	every principal in entry.who {
		not persons.suspicious(principal)
	}
}

over(freeze) if outside(freeze.once)

over(freeze) if {
	is_array(freeze.yearly)
	every window in freeze.yearly {
		outside_days(window)
	}
}

over(freeze) if {
	is_array(freeze.weekly)
	every window in freeze.weekly {
		outside_minutes(window)
	}
}

# By the clock on the wall of the environment.
zone := tables.zone[input.environment]

local := [call.now, zone]

day := (date[1] * 100) + date[2] if date := time.date(local)

minute := ((weekdays[time.weekday(local)] * 1440) + (clock[0] * 60)) + clock[1] if clock := time.clock(local)

weekdays := {"Monday": 0, "Tuesday": 1, "Wednesday": 2, "Thursday": 3, "Friday": 4, "Saturday": 5, "Sunday": 6}

outside(window) if call.now < window[0]

outside(window) if call.now >= window[1]

# The last day is part of it, and a window may run over the end of the year.
outside_days(window) if {
	day > window[1]
	window[0] > day
}

outside_days(window) if {
	window[0] <= window[1]
	day < window[0]
}

outside_days(window) if {
	window[0] <= window[1]
	day > window[1]
}

# A window that runs over the end of the week is met again a week later.
outside_minutes(window) if {
	minute < window[0]
	minute + 10080 >= window[1]
}

outside_minutes(window) if minute >= window[1]
