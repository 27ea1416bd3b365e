package a

p := 1 if input.x else := 2 if {
	input.y
} else := 3

default p := false

f(x) := 1 if x else := 2
