package a

p := input.if.contains.every[data.in] if data.as.default
