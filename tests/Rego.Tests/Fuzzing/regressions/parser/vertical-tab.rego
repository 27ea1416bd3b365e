package a

import data.x["yz"] as w
import rego.v1
iXporego.v := b.x
