"""Making a pool's view: encode the answers by themselves, behind their prompt, and measure distances."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from contest_app.scoring.bare import bare_text
from contest_app.scoring.distances import Given, neighbour_distances
from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.encoders.shared import shared_space
from contest_app.scoring.rater.views import PoolView
from contest_app.scoring.text import normalise


def view_of_texts(prompt: str, language: str, texts: Sequence[str], encoder: Encoder) -> PoolView:
    """Return the view of a pool of normalised texts, each of a person of its own."""
    context = encoder.encode([in_context(prompt, text) for text in texts], language)
    alone = encoder.encode([bare_text(text, prompt, language) for text in texts], language)
    each = Given(np.arange(len(texts)), np.arange(len(texts)))
    return view_of_vectors(
        prompt=encoder.encode([normalise(prompt)], language)[0],
        language=language,
        texts=texts,
        context=context,
        bare=alone,
        distances=neighbour_distances(context, each, each).values,
    )


def view_of_vectors(
    *,
    prompt: Float32Array,
    language: str,
    texts: Sequence[str],
    context: Float32Array,
    bare: Float32Array,
    distances: npt.NDArray[np.float64],
) -> PoolView:
    """Return the view of a pool that is encoded already; NaN for an unknown distance."""
    return PoolView(
        context=context,
        bare=bare,
        prompt=prompt,
        shared=shared_space(bare, language),
        distance=distances,
        words=np.array([len(text.split()) for text in texts], dtype=np.float64),
    )


def in_context(prompt: str, text: str) -> str:
    """Return a normalised text as it is encoded behind its prompt.

    >>> in_context("Brick", "a doorstop")
    'brick: a doorstop'
    """
    return f"{prompt.lower()}: {text}"
