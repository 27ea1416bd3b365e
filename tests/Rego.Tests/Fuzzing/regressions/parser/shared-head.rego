package a

p := count(concat(",", [sprintf("%v", [x.y[_]])])) if VVV{ walk(input, [p0, x]); io.jwt.dXcode("a", o) }
