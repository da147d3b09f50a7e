"""The one form in which published content is hashed."""

from __future__ import annotations

import hashlib

from contest_app.judging.canonical import canonical, content_hash


def test_the_order_of_keys_does_not_matter_and_letters_stay_letters() -> None:
    assert (
        canonical({"b": [1, None], "a": "ә"})
        == canonical({"a": "ә", "b": [1, None]})
        == '{"a":"ә","b":[1,null]}'.encode()
    )


def test_the_hash_is_the_sha256_of_the_canonical_bytes() -> None:
    content = {"place": 1}

    assert content_hash(content) == hashlib.sha256(b'{"place":1}').hexdigest()
    assert content_hash({"place": 2}) != content_hash(content)
