package a

p := count(concat(",", [sprintf("%v", [x.y[_]])])) if { walk(input, [p0, x]); io.jwt.decode("a", o) }
