"""Books: the back office's cards, orders and appointments, each customer's own alone."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from handrail.adapters.postgres.pool import Borrowed, Pool, Record, in_transaction
from handrail.adapters.postgres.sql import read_queries

BOOKS = read_queries(Path(__file__).with_name("books.sql"))
TABLES = ("cards", "orders", "appointments")
CENT = Decimal("0.01")

Row = Mapping[str, object]


class Refused(ValueError):
    """What was asked for is not done; says why, in words that a customer may read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One effectful call: the same ``key`` again gives the first result and does nothing."""

    key: str
    tool: str
    customer_id: str
    about: str
    more: str = ""

    @property
    def arguments(self) -> Mapping[str, str]:
        """What the key stands for: another call may not have it."""
        return {"customer_id": self.customer_id, "about": self.about, "more": self.more}


class Books:
    """Raises Refused for what is not there, is another customer's, or cannot be done."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def every(self, what: str, customer_id: str) -> list[Row]:
        """A customer's ``cards``, ``orders`` or ``appointments``."""
        return [read(row) for row in await self._pool.fetch(BOOKS[what], customer_id)]

    async def order_status(self, customer_id: str, order_id: str) -> Row:
        """One order."""
        return _found(
            await self._pool.fetchrow(BOOKS["order_status"], customer_id, order_id),
            "order",
            order_id,
        )

    async def block_card(self, asked: Asked) -> Row:
        """Block a card; one that is blocked stays so, with the first time and reason."""

        async def block(connection: Borrowed) -> Row:
            card = await _one(connection, "card", asked, "card")
            if card["status"] == "blocked":
                return card
            return await _one(connection, "block_card", asked, "card", asked.more)

        return await self._once(asked, block)

    async def unblock_card(self, asked: Asked) -> Row:
        """Let a blocked card be used again, as long as none was ordered in its place."""

        async def unblock(connection: Borrowed) -> Row:
            await _one(connection, "card", asked, "card")
            open_again = await connection.fetchrow(BOOKS[asked.tool], *_own(asked))
            if open_again is None:
                raise Refused(f"A new card for {asked.about} is ordered already.")
            return read(open_again)

        return await self._once(asked, unblock)

    async def order_replacement_card(self, asked: Asked) -> Row:
        """Order a new card for a blocked one, once."""

        async def order(connection: Borrowed) -> Row:
            card = await _one(connection, "card", asked, "card")
            if card["status"] != "blocked":
                raise Refused("Only a blocked card can be replaced. Block it first.")
            new = await connection.fetchrow(BOOKS[asked.tool], *_own(asked))
            if new is None:
                raise Refused(f"A new card for {asked.about} is ordered already.")
            return read(new)

        return await self._once(asked, order)

    async def refund(self, asked: Asked, amount_eur: float) -> Row:
        """Pay a part of an order back, at most what is left of it."""
        amount = Decimal(str(amount_eur))
        if amount <= 0 or amount != amount.quantize(CENT):
            raise Refused("A refund is an amount of euros over 0, with whole cents.")

        async def pay_back(connection: Borrowed) -> Row:
            left = Decimal(
                str((await _one(connection, "refundable", asked, "order"))["amount_eur"])
            )
            if amount > left:
                raise Refused(f"Of {asked.about} at most {left:.2f} euros can still be refunded.")
            return await _one(connection, "refund", asked, "order", amount, asked.key)

        return await self._once(asked, pay_back)

    async def void_refund(self, asked: Asked) -> Row:
        """Take a refund back within a day, before it is paid out; once."""

        async def void(connection: Borrowed) -> Row:
            paid = await _one(connection, "refund_to_void", asked, "refund")
            if paid["voided"]:
                raise Refused("This refund is void already.")
            if paid["paid_out"]:
                raise Refused("This refund is paid out, and cannot be taken back.")
            return await _one(connection, asked.tool, asked, "refund")

        return await self._once(asked, void)

    async def cancel_appointment(self, asked: Asked) -> Row:
        """Cancel an appointment; one that is cancelled stays so."""

        async def cancel(connection: Borrowed) -> Row:
            return await _one(connection, asked.tool, asked, "appointment")

        return await self._once(asked, cancel)

    async def rebook_appointment(self, asked: Asked) -> Row:
        """Book a cancelled appointment again, for the same time, as long as that is to come."""

        async def rebook(connection: Borrowed) -> Row:
            if (await _one(connection, "appointment", asked, "appointment"))["over"]:
                raise Refused("The time of this appointment is over.")
            return await _one(connection, asked.tool, asked, "appointment")

        return await self._once(asked, rebook)

    async def _once(self, asked: Asked, effect: Callable[[Borrowed], Awaitable[Row]]) -> Row:
        """The effect and its result under its key, in one transaction: both, or neither."""
        async with in_transaction(self._pool) as connection:
            begun = (asked.key, asked.tool, asked.arguments)
            if await connection.fetchval(BOOKS["begin"], *begun) is None:
                return _again(asked, await connection.fetchrow(BOOKS["earlier"], asked.key))
            result = await effect(connection)
            await connection.execute(BOOKS["keep"], asked.key, result)
            return result


def _again(asked: Asked, earlier: Record | None) -> Row:
    if earlier is None or (earlier["tool"], earlier["arguments"]) != (asked.tool, asked.arguments):
        raise Refused("This key was used for something else. Use a new one.")
    return earlier["result"]


async def _one(connection: Borrowed, query: str, asked: Asked, noun: str, *more: object) -> Row:
    row = await connection.fetchrow(BOOKS[query], *_own(asked), *more)
    return _found(row, noun, asked.about)


def _own(asked: Asked) -> tuple[str, str]:
    return asked.customer_id, asked.about


def _found(row: Record | None, noun: str, which: str) -> Row:
    """The same words for what is another's as for what is nowhere: neither may be found out."""
    if row is None:
        raise Refused(f"This customer has no {noun} {which[:40]!r}.")
    return read(row)


def read(row: Record) -> Row:
    """A row with euros as JSON has numbers."""
    return {key: float(v) if isinstance(v, Decimal) else v for key, v in row.items()}


async def prepare(connection: Borrowed, seed: Mapping[str, object]) -> None:
    """Make the tables where they are missing, and put in what the seed has and they have not."""
    await connection.execute(BOOKS["create"])
    for table in TABLES:
        await connection.execute(BOOKS[f"seed_{table}"], seed[table])
