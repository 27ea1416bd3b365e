package a

import data.b
import data.c as d
import input.x["y z"] as _
import rego.v1
iXppr := b.x
