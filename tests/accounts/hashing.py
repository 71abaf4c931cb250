"""A hasher that counts how often it was asked."""

from typing import Any

from tests.hashers import QuickArgon2PasswordHasher


class CountingHasher(QuickArgon2PasswordHasher):
    done = 0

    def encode(self, *args: Any, **kwargs: Any) -> str:
        CountingHasher.done += 1
        return super().encode(*args, **kwargs)

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        CountingHasher.done += 1
        return super().verify(*args, **kwargs)
