"""An additive crossed model with random effects, in marks: the everyday fair score.

`terms` says which effects there are, `equations` solves for them given their variances, `reml` finds the variances,
`fitting` puts it together.
"""
