"""Passwords: argon2id, checked in a thread, in the same time whether or not the account exists."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 4  # each check takes 64 MiB for a moment

_hasher = PasswordHasher()
_room = asyncio.Semaphore(AT_ONCE)


async def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    async with _room:
        return await asyncio.to_thread(_hasher.hash, password)


async def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password. ``kept`` None, for no such account, takes as long and is False."""
    async with _room:
        return await asyncio.to_thread(_verify, password, kept)


def _verify(password: str, kept: str | None) -> bool:
    try:
        _hasher.verify(kept if kept is not None else _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")
