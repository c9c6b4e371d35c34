"""Model budget: what language models may cost a conversation and a day, in tokens, money and time."""

import math
from dataclasses import dataclass

FEWEST_BYTES_OF_A_TOKEN = 1  # byte-level vocabularies have no smaller piece
USUAL_BYTES_OF_A_TOKEN = 3
ENVELOPE_TOKENS = 200  # marks of roles and turns, which a server adds around a request


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens, money in millionths of the currency's unit, and milliseconds."""

    tokens: int = 0
    micros: int = 0
    ms: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.tokens + other.tokens, self.micros + other.micros, self.ms + other.ms)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.tokens - other.tokens, self.micros - other.micros, self.ms - other.ms)


@dataclass(frozen=True, slots=True)
class Allowance:
    """The most that may be spent; None is without a limit."""

    tokens: int | None = None
    micros: int | None = None
    ms: int | None = None

    def passed_by(self, amount: Amount) -> str | None:
        """The limit that the amount passes, as a word: tokens, money or time; None when it fits."""
        pairs = (
            ("tokens", amount.tokens, self.tokens),
            ("money", amount.micros, self.micros),
            ("time", amount.ms, self.ms),
        )
        return next(
            (word for word, spent, most in pairs if most is not None and spent > most), None
        )


@dataclass(frozen=True, slots=True)
class Budget:
    """What language models may cost a conversation, and all conversations in a day (UTC)."""

    conversation: Allowance = Allowance()
    day: Allowance = Allowance()


NO_LIMIT = Budget()


@dataclass(frozen=True, slots=True)
class Prices:
    """The price of a million tokens that go in and come out, in the currency's unit."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """The cost in millionths of the unit, rounded up: a price per million is one per token in them."""
        return math.ceil(tokens_in * self.tokens_in + tokens_out * self.tokens_out)


FREE = Prices()


@dataclass(frozen=True, slots=True)
class Usage:
    """What one call took: tokens in and out, whether they were estimated, and milliseconds."""

    tokens_in: int
    tokens_out: int
    estimated: bool
    ms: int


def most_tokens(size: int) -> int:
    """The most tokens that a request of ``size`` bytes can have: no token is smaller than a byte."""
    return size // FEWEST_BYTES_OF_A_TOKEN + ENVELOPE_TOKENS


def usual_tokens(size: int) -> int:
    """About how many tokens ``size`` bytes of prose have, rather too many than too few."""
    return math.ceil(size / USUAL_BYTES_OF_A_TOKEN)


def usage_of(
    told: tuple[int, int], sizes: tuple[int, int], most: tuple[int, int], ms: int
) -> Usage:
    """What a call took, in and out: as the server told it, held within what is possible.

    ``sizes`` are the bytes sent and read: where the server told nothing, tokens are estimated from
    them. ``most`` are the tokens that were reserved.
    """
    estimated = told[0] <= 0 and told[1] <= 0
    taken = (usual_tokens(sizes[0]), usual_tokens(sizes[1])) if estimated else told
    tokens_in, tokens_out = (min(max(each, 0), top) for each, top in zip(taken, most, strict=True))
    return Usage(tokens_in, tokens_out, estimated, ms)
