package a

import data.b
import data.c as d
import input.x["dz"] as w
import rego.v1
import future.keywords.in

p := b.x
