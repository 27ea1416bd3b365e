package standin.rows

dear contains row.id if {
	some row in data.rows
	row.cost > 990
	"t3" in row.tags
}

sums[owner] := sum([row.cost | some row in data.rows; row.owner == owner]) if some owner in {"u1", "u2", "u3"}

labels := {sprintf("%s/%d", [row.owner, row.id]) | some row in data.rows; row.cost < 10}

answer := [count(dear), sums, count(labels)]
