package a

p { true }

q[x] { x := 1 }
