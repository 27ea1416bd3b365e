package a

p := [1, -2.5e3, "s\u00e9\n", `raw \`, null, true, {1, 2}, {"k": [set(), {}]}, {x | x := 1}, [y | y := 2], {k: v | some k, v in input}]
