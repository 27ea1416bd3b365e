# METADATA
# title: P
# scope: package
# authors:
# - A <a@b.c>
# schemas:
# - input: schema.x
# - data.y: {type: string}
# custom:
#   k: [1, {}]
package a

# METADATA
# entrypoint: true
p := 1 # trailing
# end
