"""SHA-256 of many short messages at once: numpy takes each step of a digest (FIPS 180-4, section 6.2.2) for all of them.

`hashlib` wants a call for each message, and a Python object for all that goes in and comes out.
"""

from __future__ import annotations

import itertools
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Bytes: TypeAlias = npt.NDArray[np.uint8]
_Words: TypeAlias = npt.NDArray[np.uint32]

BLOCK = 64  # bytes
LONGEST = BLOCK - 9  # bytes of a message that fits into one block, beside the bit that ends it and its length
TOGETHER = 16_384  # messages: what is worked on fits into a core's cache
_BITS = 32


def digests(blocks: Bytes, lengths: npt.NDArray[np.int64]) -> Bytes:
    """The digests (n x 32 bytes) of messages of at most `LONGEST` bytes, best of `TOGETHER` messages at a time.

    Args:
        blocks: n x `BLOCK` bytes, each a message and zeros behind it; what makes it a whole block is put in.
        lengths: how many bytes each message has.

    """
    blocks[np.arange(len(blocks)), lengths] = 0x80
    blocks[:, -2], blocks[:, -1] = np.divmod(lengths * 8, 0x100)
    words = _compressed(np.ascontiguousarray(blocks.view(">u4").T, np.uint32))
    return np.ascontiguousarray(words.T, ">u4").view(np.uint8)


def _fractions(root: int, count: int) -> list[int]:
    """The first 32 bits of the fractional parts of this root of the first prime numbers."""
    primes = (number for number in itertools.count(2) if all(number % divisor for divisor in range(2, number)))
    return [int(prime ** (1 / root) % 1 * 2**_BITS) for prime in itertools.islice(primes, count)]


_FIRST = _fractions(2, 8)
_ROUNDS = _fractions(3, 64)


def _compressed(w: _Words) -> _Words:
    """The digest (8 x n words) of one block (16 x n words) each; the block is used up. Letters are those of the standard."""
    one, two = np.empty_like(w[0]), np.empty_like(w[0])
    a, b, c, d, e, f, g, h = (np.full_like(one, word) for word in _FIRST)
    for t, constant in enumerate(_ROUNDS):
        word = w[t % 16]
        if t >= len(w):
            word += w[(t - 7) % 16]
            word += _mixed(w[(t - 15) % 16], (7, 18, 3), one, two, around=False)
            word += _mixed(w[(t - 2) % 16], (17, 19, 10), one, two, around=False)
        h += word
        h += np.uint32(constant)
        h += _mixed(e, (6, 11, 25), one, two)
        h += _chosen(e, f, g, one)
        d += h
        h += _mixed(a, (2, 13, 22), one, two)
        h += _majority(a, b, c, one, two)
        a, b, c, d, e, f, g, h = h, a, b, c, d, e, f, g
    return np.stack([word + np.uint32(first) for word, first in zip((a, b, c, d, e, f, g, h), _FIRST, strict=True)])


def _mixed(x: _Words, bits: tuple[int, int, int], out: _Words, spare: _Words, *, around: bool = True) -> _Words:
    """`x` rotated to the right by three numbers of bits, by exclusive or; the third time it may be shifted instead."""
    first, second, third = bits
    np.right_shift(x, first, out=out)
    for shifted, by in (
        (np.left_shift, _BITS - first),
        (np.right_shift, second),
        (np.left_shift, _BITS - second),
        (np.right_shift, third),
    ):
        out ^= shifted(x, by, out=spare)
    if around:
        out ^= np.left_shift(x, _BITS - third, out=spare)
    return out


def _chosen(x: _Words, y: _Words, z: _Words, out: _Words) -> _Words:
    """The bits of `y` where `x` has a one, else those of `z`."""
    np.bitwise_xor(y, z, out=out)
    out &= x
    out ^= z
    return out


def _majority(x: _Words, y: _Words, z: _Words, out: _Words, spare: _Words) -> _Words:
    """The bits that two of the three have."""
    np.bitwise_or(x, y, out=out)
    out &= z
    out |= np.bitwise_and(x, y, out=spare)
    return out
