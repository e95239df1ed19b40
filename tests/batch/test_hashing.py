"""Many digests at once are those that `hashlib` makes one by one."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualmap_matcher.batch.hashing import BLOCK, LONGEST, digests


def in_blocks(messages: list[bytes]) -> np.ndarray:
    return np.frombuffer(b"".join(one.ljust(BLOCK, b"\0") for one in messages), np.uint8).reshape(-1, BLOCK).copy()


def digested(messages: list[bytes]) -> list[bytes]:
    return [one.tobytes() for one in digests(in_blocks(messages), np.array([len(one) for one in messages], np.int64))]


def expected(messages: list[bytes]) -> list[bytes]:
    return [hashlib.sha256(one).digest() for one in messages]


@given(st.lists(st.binary(max_size=LONGEST), max_size=40))
def test_any_messages_have_the_digests_of_hashlib(messages: list[bytes]) -> None:
    assert digested(messages) == expected(messages)


@pytest.mark.parametrize("byte", [b"\0", b"\x80", b"\xff"])
def test_every_length_up_to_the_longest(byte: bytes) -> None:
    messages = [byte * length for length in range(LONGEST + 1)]

    assert digested(messages) == expected(messages)
