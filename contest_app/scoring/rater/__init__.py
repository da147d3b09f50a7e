"""The rater: the originality that trained people would give an idea, from 1 to 5, with its standard error.

It is learnt from human ratings and ships as numbers alone (``trained/``): no one's text is in it.
Three experts share the work, and every estimate says which of them spoke:

- a prompt with ratings: a Gaussian process over rated answers (`process`), beside a fine-tuned
  sentence encoder that reads prompt and answer together (`tower`);
- a prompt without ratings: a process over how the answer stands to its prompt and to its pool;
- a language without ratings: a process over the space that the languages share, and the distance
  to other people's ideas.

`model` puts them together, `training` learns them, `uncertainty` says how wrong they are.
"""
