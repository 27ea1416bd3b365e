package a

import rego.v2

p if { {x := 1; x == 1} or (not input.a and not { input.b; input.c }) }

q if input.a or input.b and input.c with input as 1
