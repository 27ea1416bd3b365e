package standin.strings

bare := [lower(trim(word, ".,;:!?")) | some word in split(input.text, " ")]

times[word] := n if {
	some word in bare
	count(word) > 6
	n := count([1 | some other in bare; other == word])
}

joined := concat("-", [replace(word, "e", "3") | some word in bare; regex.match(`^[a-z]+$`, word)])

answer := [count(times), max([n | some n in times]), count(joined)]
