package a

p if every k, v in input.xs {
	k != v
	every w in v { w > 1 }
}

q if some x, y in input; z in [x, y]
