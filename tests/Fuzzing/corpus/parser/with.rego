package a

p if data.a.q with input as {"x": 1} with data.b as 2 with count as f

f(x) := 1
