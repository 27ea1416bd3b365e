package a

p if {
	1 + 2 * 3 - 4 / 5 % 6 == 7
	input.a != input.b
	input.a <= 1
	{1} | {2} & {3} == input.c
	not input.d > 2
	x := 1
	y = [x, _]
}
