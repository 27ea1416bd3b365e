package gatekeeper_guardrails_test

import data.gatekeeper_world_test as w

at(time, document) := w.replaced(document, "/context/time", time)

by_kim := w.call(w.kim, "deploy", "shop", "production-eu")

by_code := w.call(w.code, "deploy", "shop", "production-eu")

by_joe := w.call(w.joe, "deploy", "shop", "production-eu")

guarded(guardrail) := w.replaced(w.world, "/guardrails/g", guardrail)

frozen(freeze) := w.replaced(w.world, "/freezes/f", freeze)

contractors := {"who": ["team:contractors"], "tiers": ["production"], "actions": ["deploy", "rollback", "approve"], "why": "contract 7.2"}

# Guardrails.

test_a_guardrail_refuses_where_all_members_apply if {
	w.refuses_because(by_joe, guarded(contractors), "contract 7.2")
	w.allows(by_kim, guarded(contractors))
	w.allows(by_code, guarded(contractors))
	w.allows(w.call(w.joe, "cancel", "shop", "production-eu"), guarded(contractors))
	w.allows(w.call(w.joe, "get", "shop", "production-eu"), guarded(contractors))
}

test_a_guardrail_refuses_what_persons_behind_may_not if {
	w.refuses(w.replaced(by_code, "/caller/claims/actor_id", "503"), guarded(contractors))
	w.refuses_because(w.replaced(by_code, "/caller/claims/actor_id", "999"), guarded(contractors), "no known person")
	w.refuses(json.remove(by_code, ["caller/claims/actor_id"]), guarded(contractors))
	given := w.put(guarded(object.remove(contractors, ["tiers"])), ["applications", "shop", "access", "test", "robot:argo"], ["deployer"])
	w.refuses(w.call(w.robot, "deploy", "shop", "test"), given)
}

test_who_is_anybody_that_the_caller_counts_as if {
	every who in ["owner", "team:web", "person:kim", "person:entra/k1", "person:hub/501"] {
		w.refuses(by_kim, guarded({"who": [who], "why": "w"}))
	}
	every who in ["code", "code:ci", "person:kim", "person:hub/501"] {
		w.refuses(by_code, guarded({"who": [who], "why": "w"}))
	}
	w.allows(by_kim, guarded({"who": ["team:oncall", "code", "person:lee", "robot:argo"], "why": "w"}))
}

test_groups_that_are_not_complete_may_be_any if {
	every complete in [false, null, "true", 1] {
		w.refuses_because(w.replaced(by_kim, "/caller/groups_complete", complete), guarded(contractors), "not known in full")
	}
	w.refuses_because(json.remove(by_kim, ["caller/groups_complete"]), guarded(contractors), "not known in full")
	w.refuses_because(json.remove(by_kim, ["caller/groups_complete"]), guarded({"who": ["team:security"], "why": "w"}), "not known in full")
	w.allows(json.remove(by_kim, ["caller/groups_complete"]), guarded({"who": ["team:oncall"], "why": "w"}))
}

test_a_person_without_an_entry_may_be_a_member if {
	unlinked := w.call(w.person("n1", ["g-web"]), "deploy", "shop", "production-eu")
	every who in ["team:oncall", "team:contractors", "person:joe", "person:hub/501"] {
		w.refuses_because(unlinked, guarded({"who": [who], "why": "w"}), "no entry in people")
	}
	w.allows(unlinked, guarded({"who": ["code", "robot:argo", "person:entra/n2"], "why": "w"}))
	every who in ["person:entra/n1", "owner"] {
		w.refuses(unlinked, guarded({"who": [who], "why": "w"}))
	}
}

# So an entry that is emptied or holds a wrong id frees nobody.
test_who_loses_an_entry_stays_held if {
	joes := w.call(w.joe, "deploy", "cart", "production-us")
	every who in ["team:contractors", "person:joe"] {
		given := w.put(w.world, ["guardrails", "g"], {"who": [who], "why": "w"})
		every identities in [{}, {"entra": "j2"}, {"hub": "999"}] {
			w.refuses(joes, w.replaced(given, "/people/joe", identities))
		}
	}
}

# Nor does an entry without the id by which somebody is named; with another there, or where another has it, it is known.
test_who_is_named_by_an_id_that_no_entry_has_stays_held if {
	joes := w.call(w.joe, "deploy", "shop", "production-eu")
	every document, form in {"guardrails": {}, "freezes": {"from": "2026-12-01T00:00:00Z", "until": "2026-12-02T00:00:00Z"}} {
		every who in ["person:hub/503", "person:mono/503"] {
			given := w.put(w.world, [document, "g"], object.union(form, {"who": [who], "why": "w"}))
			w.refuses(joes, given)
			w.refuses_because(joes, w.replaced(given, "/people/joe", {"entra": "j1"}), concat("", ["nobody in people has the id of ", who]))
			w.allows(joes, w.replaced(given, "/people/joe", {"entra": "j1", "hub": "777"}))
			w.allows(joes, w.replaced(w.replaced(given, "/people/joe", {"entra": "j1"}), "/people/other", {"hub": "503"}))
		}
	}
	pipelines := w.call(w.code, "deploy", "shop", "production-eu")
	unknown := guarded({"who": ["person:entra/k1"], "why": "w"})
	w.refuses(pipelines, w.replaced(unknown, "/people/kim", {"hub": "501"}))
	w.allows(pipelines, w.replaced(unknown, "/people/kim", {"entra": "k2", "hub": "501"}))
}

test_a_guardrail_leaves_other_places_alone if {
	every selector in [
		{"tiers": ["test"]}, {"regions": ["us"]}, {"environments": ["production-us", "test"]}, {"applications": ["cart", "pay"]},
		{"classes": ["pci"]}, {"kinds": ["machine", "code"]}, {"actions": ["rollback", "get"]},
	] {
		w.allows(by_kim, guarded(object.union(selector, {"why": "w"})))
	}
	every selector in [
		{"tiers": ["production"]}, {"regions": ["eu", "us"]}, {"environments": ["production-eu"]}, {"applications": ["shop"]},
		{"classes": ["service", "pci"]}, {"kinds": ["person"]}, {"actions": ["deploy"]}, {},
	] {
		w.refuses_because(by_kim, guarded(object.union(selector, {"why": "w"})), "the guardrail g refuses this: w")
	}
}

test_a_guardrail_that_cannot_be_read_refuses if {
	every guardrail in [
		null, [], "all", {"tiers": "test"}, {"tiers": ["tset"]}, {"tiers": {"a": "test"}}, {"tiers": []}, {"tiers": ["test", null]},
		{"regions": "us"}, {"regions": ["as"]}, {"environments": "test"}, {"environments": ["tset"]}, {"applications": "cart"},
		{"applications": ["crat"]}, {"applications": []}, {"classes": "pci"}, {"classes": ["pcy"]}, {"kinds": "code"}, {"kinds": ["coed"]},
		{"actions": "rollback"}, {"actions": ["rolback"]}, {"actions": []}, {"who": "team:contractors"}, {"who": ["team:contrctors"]},
		{"who": [null]}, {"who": []}, {"who": {"a": "team:contractors"}}, {"who": ["contractors"]}, {"who": ["person:jo"]}, {"who": ["robot:x"]},
		{"applications": ["cart"], "whi": "x"}, {"who": ["team:contractors"], "tier": ["test"]},
	] {
		w.refuses(by_kim, guarded(guardrail))
	}
	every guardrails in [[contractors], [], null, "none", 0, false] {
		w.refuses(by_kim, w.replaced(w.world, "/guardrails", guardrails))
	}
}

test_a_guardrail_on_what_touches_no_environment if {
	reading := w.call(w.person("s1", ["g-security"]), "read_policy", "-", "-")
	w.refuses(reading, guarded({"who": ["team:security"], "why": "w"}))
	w.refuses(reading, guarded({"tiers": ["production"], "actions": ["read_policy"], "why": "w"}))
	w.refuses(reading, guarded({"applications": ["shop"], "actions": ["read_policy"], "why": "w"}))
	w.allows(reading, guarded({"who": ["team:security"], "tiers": ["production"], "why": "w"}))
}

test_a_list_hides_what_a_guardrail_refuses if {
	given := guarded({"applications": ["pay"], "actions": ["list"], "why": "w"})
	result := w.decide(w.call(w.person("s1", ["g-security"]), "list", "-", "test"), given)
	result.obligations == {"visible": [["cart", "test"], ["shop", "test"]]}
}

# Freezes.

holidays := {"from": "2026-12-20T00:00:00Z", "until": "2027-01-03T00:00:00+01:00", "why": "holidays"}

test_a_freeze_stands_from_until if {
	w.allows(at("2026-12-19T23:59:59Z", by_kim), frozen(holidays))
	w.refuses_because(at("2026-12-20T00:00:00Z", by_kim), frozen(holidays), "production-eu is frozen by f: holidays")
	w.refuses(at("2027-01-02T22:59:59Z", by_kim), frozen(holidays))
	w.allows(at("2027-01-02T23:00:00Z", by_kim), frozen(holidays))
	w.allows(at("2026-12-24T12:00:00Z", w.call(w.kim, "get", "shop", "production-eu")), frozen(holidays))
}

test_a_freeze_leaves_other_things_alone if {
	every selector in [{"tiers": ["test"]}, {"applications": ["pay"]}, {"who": ["team:contractors"]}, {"kinds": ["code"]}, {"actions": ["rollback"]}] {
		w.allows(at("2026-12-24T12:00:00Z", by_kim), frozen(object.union(holidays, selector)))
	}
}

night := {"weekly": [{"days": ["fri", "sat"], "from": "17:00", "until": "06:30"}], "why": "night"}

# 2026-12-04 is a Friday; Berlin is an hour ahead of UTC then, New York five behind.
test_a_weekly_freeze_is_by_the_local_clock_and_runs_into_the_next_day if {
	every time in ["2026-12-04T15:59:59Z", "2026-12-05T05:30:00Z", "2026-12-05T15:59:00Z", "2026-12-06T05:30:00Z", "2026-12-06T23:00:00Z", "2026-12-03T20:00:00Z"] {
		w.allows(at(time, by_kim), frozen(night))
	}
	every time in ["2026-12-04T16:00:00Z", "2026-12-04T23:30:00Z", "2026-12-05T05:29:59Z", "2026-12-05T16:00:00Z", "2026-12-06T05:29:59Z"] {
		w.refuses(at(time, by_kim), frozen(night))
	}
	in_new_york := w.call(w.kim, "deploy", "shop", "production-us")
	w.allows(at("2026-12-04T21:59:00Z", in_new_york), frozen(night))
	w.refuses(at("2026-12-04T22:00:00Z", in_new_york), frozen(night))
}

test_a_day_that_cannot_be_read_leaves_the_freeze_standing if {
	w.refuses(by_kim, frozen({"weekly": [{"days": ["sun", "Mon"], "from": "22:00", "until": "23:00"}], "why": "w"}))
}

test_a_weekly_freeze_from_an_hour_to_the_same_is_a_whole_day if {
	day := {"weekly": [{"days": ["thu"], "from": "09:00", "until": "09:00"}], "why": "w"}
	every time in ["2026-12-03T08:00:00Z", "2026-12-03T12:00:00Z", "2026-12-04T07:59:59Z"] {
		w.refuses(at(time, by_kim), frozen(day))
	}
	every time in ["2026-12-03T07:59:59Z", "2026-12-04T08:00:00Z"] {
		w.allows(at(time, by_kim), frozen(day))
	}
}

test_what_is_told_of_a_guardrail_without_who_is_its_why if {
	given := w.put(w.world, ["guardrails", "closed"], {"tiers": ["production"], "why": "closed"})
	every caller in [w.joe, w.kim, w.code, json.remove(w.kim, ["/groups_complete"]), w.replaced(w.code, "/claims/actor_id", "999")] {
		some reason in w.decide(w.call(caller, "deploy", "shop", "production-eu"), given).reasons
		reason == "the guardrail closed refuses this: closed"
	}
	some reason in w.decide(w.replaced(by_code, "/caller/claims/actor_id", "999"), frozen({"from": "2026-12-01T00:00:00Z", "until": "2026-12-03T00:00:00Z", "why": "holidays"})).reasons
	endswith(reason, ": holidays")
}

test_a_week_goes_round if {
	sunday := {"weekly": [{"days": ["sun"], "from": "22:00", "until": "02:00"}], "why": "w"}
	w.refuses(at("2026-12-06T21:00:00Z", by_kim), frozen(sunday))
	w.refuses(at("2026-12-07T00:59:00Z", by_kim), frozen(sunday))
	w.allows(at("2026-12-07T01:00:00Z", by_kim), frozen(sunday))
	w.allows(at("2026-12-08T00:00:00Z", by_kim), frozen(sunday))
	day := {"weekly": [{"days": ["mon"], "from": "00:00", "until": "24:00"}], "why": "w"}
	w.refuses(at("2026-12-06T23:00:00Z", by_kim), frozen(day))
	w.refuses(at("2026-12-07T22:59:59Z", by_kim), frozen(day))
	w.allows(at("2026-12-07T23:00:00Z", by_kim), frozen(day))
}

# In Berlin the clock goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25.
test_a_freeze_goes_with_summer_time if {
	given := w.put(frozen({"weekly": [{"days": ["sun"], "from": "02:30", "until": "03:30"}], "why": "w"}), ["applications", "shop", "access", "eu", "owner"], ["deployer"])
	w.allows(at("2026-03-29T00:59:59Z", by_kim), given)
	w.refuses(at("2026-03-29T01:00:00Z", by_kim), given)
	w.allows(at("2026-03-29T01:30:00Z", by_kim), given)
	w.refuses(at("2026-10-25T00:30:00Z", by_kim), given)
	w.allows(at("2026-10-25T01:29:00Z", by_kim), given)
	w.refuses(at("2026-10-25T01:30:00Z", by_kim), given)
	w.refuses(at("2026-10-25T02:29:00Z", by_kim), given)
	w.allows(at("2026-10-25T02:30:00Z", by_kim), given)
}

test_a_yearly_freeze_includes_its_last_day_and_goes_round if {
	given := frozen({"yearly": [{"from": "12-27", "until": "01-02"}, {"from": "06-30", "until": "06-30"}], "why": "books"})
	every time in ["2026-12-26T22:59:59Z", "2027-01-02T23:00:00Z", "2027-06-29T12:00:00Z", "2027-07-01T12:00:00Z"] {
		w.allows(at(time, by_kim), given)
	}
	every time in ["2026-12-26T23:00:00Z", "2026-12-31T12:00:00Z", "2027-01-02T22:59:59Z", "2027-06-30T12:00:00Z", "2031-12-30T12:00:00Z"] {
		w.refuses(at(time, by_kim), given)
	}
}

test_a_freeze_that_cannot_be_read_stands if {
	every freeze in [
		null, [], "always", {}, {"why": "w"}, {"from": "2027-12-20T00:00:00Z"}, {"until": "2025-12-20T00:00:00Z"},
		object.union(holidays, {"yearly": [{"from": "06-01", "until": "06-02"}]}),
		{"yearly": [{"from": "06-01", "until": "06-02"}], "weekly": [{"days": ["sun"], "from": "00:00", "until": "01:00"}]},
		{"from": "2027-01-03T00:00:00Z", "until": "2026-12-20T00:00:00Z"},
		{"form": "2027-12-20T00:00:00Z", "until": "2027-12-24T00:00:00Z"},
	] {
		w.refuses(by_kim, frozen(freeze))
	}
	every time in ["2027-12-20", "2027-12-20T00:00:00", "2027-12-20 00:00:00Z", "2027-12-20T00:00Z", "2027-12-20T00:00:00+0100", "2027-12-20T24:00:00Z", "2027-11-31T00:00:00Z", "2262-12-31T00:00:00Z", 20271220, null] {
		w.refuses(by_kim, frozen({"from": time, "until": "2027-12-24T00:00:00Z", "why": "w"}))
	}
	every entry in [
		null, {}, "06-01", {"from": "06-01"}, {"from": "6-1", "until": "06-02"}, {"from": "13-01", "until": "06-02"}, {"from": "06-32", "until": "06-02"},
		{"from": "06-01", "until": 602}, {"from": "06-01", "until": "06-02", "zone": "UTC"},
	] {
		w.refuses(by_kim, frozen({"yearly": [{"from": "06-01", "until": "06-02"}, entry], "why": "w"}))
	}
	every entry in [
		null, {}, "sun", {"days": ["sun"]}, {"days": "sun", "from": "00:00", "until": "01:00"}, {"days": ["sunday"], "from": "00:00", "until": "01:00"},
		{"days": [], "from": "00:00", "until": "01:00"}, {"days": ["sun"], "from": "0:00", "until": "01:00"}, {"days": ["sun"], "from": "00:00", "until": "25:00"},
		{"days": ["sun"], "from": 0, "until": 1}, {"days": ["sun"], "from": "00:00", "until": "01:60"},
	] {
		w.refuses(by_kim, frozen({"weekly": [entry], "why": "w"}))
	}
	every list in [null, [], "sun", {"a": {"days": ["sun"], "from": "00:00", "until": "01:00"}}] {
		w.refuses(by_kim, frozen({"weekly": list, "why": "w"}))
		w.refuses(by_kim, frozen({"yearly": list, "why": "w"}))
	}
	every freezes in [[holidays], [], null, "none", 0, false] {
		w.refuses(by_kim, w.replaced(w.world, "/freezes", freezes))
	}
}

test_local_time_needs_a_zone_that_can_be_read if {
	every zone in ["Europe/Berln", 1, null, ["UTC"]] {
		given := w.replaced(frozen(night), "/environments/production-eu/zone", zone)
		w.refuses(by_kim, given)
	}
}

test_owners_known_by_groups_alone_may_stand_behind_code if {
	given := w.put(w.world, ["guardrails", "four-eyes"], {"who": ["owner"], "environments": ["test"], "actions": ["deploy"], "why": "not their own"})
	deploying := w.replaced(w.call(w.code, "deploy", "shop", "test"), "/caller/claims/environment", "test")
	w.allows(deploying, w.world)
	w.refuses_because(deploying, given, "not their own")
	w.allows(deploying, w.replaced(given, "/teams/web/members", [{"who": "lee"}]))
	w.refuses_because(deploying, w.replaced(given, "/teams/web/members", [{"who": "kim"}]), "not their own")
}

test_owners_known_by_groups_alone_may_stand_behind_robots if {
	started := json.patch(w.world, [
		{"op": "add", "path": "/issuers/cluster/started_by", "value": "starter"},
		{"op": "add", "path": "/people/kim/cluster", "value": "c-1"},
	])
	given := w.put(started, ["guardrails", "four-eyes"], {"who": ["owner"], "environments": ["test"], "why": "not their own"})
	deploying := w.replaced(w.call(w.robot, "deploy", "shop", "test"), "/caller/claims/starter", "c-1")
	w.allows(deploying, started)
	w.refuses_because(deploying, given, "not their own")
	w.allows(deploying, w.replaced(given, "/teams/web/members", [{"who": "lee"}]))
}

# What is indented too deep takes nothing from what stands above it.
test_an_entry_within_an_entry_leaves_neither_open if {
	inner := {"tiers": ["production"], "actions": ["deploy"], "why": "w", "weekly": [{"days": ["sat", "sun"], "from": "00:00", "until": "24:00"}]}
	w.refuses(by_kim, frozen({"why": "w", "yearly": [{"from": "12-27", "until": "01-02"}], "weekend": inner}))
	w.refuses(by_kim, guarded({"regions": ["us"], "why": "w", "contractors": {"who": ["team:contractors"], "why": "w"}}))
}

test_an_issuer_whose_name_begins_alike_is_another if {
	given := guarded({"who": ["person:entra-admin/n2"], "why": "w"})
	other := object.union(w.world.issuers.entra, {"url": "https://admin.example"})
	unlinked := w.call(w.person("n1", ["g-web"]), "deploy", "shop", "production-eu")
	w.refuses(unlinked, w.put(given, ["issuers", "entra-admin"], other))
}
