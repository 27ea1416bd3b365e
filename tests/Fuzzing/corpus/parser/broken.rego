package a

p := "x
y := {
`
ÿ