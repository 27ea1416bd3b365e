package a

p := $"a {input.x} \{ b {1 + 1}"

q := $`raw {data.a.p}
`
