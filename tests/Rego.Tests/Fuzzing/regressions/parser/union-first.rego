package a

b if (input.x | input.y)

c if { (input.x | input.y) with input as {}; true }
