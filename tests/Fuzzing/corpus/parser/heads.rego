package a.b["c-d"]

p := 1

q contains x if some x in input.xs

r[x] := y if some x, y in input

s.t[u].v := 1 if u := 2

f(x, [y, _], {"k": z}) := x + y if z
