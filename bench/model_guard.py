"""What the guard around language models costs, and whether it lets a canary through.

    python -m bench.model_guard [--canaries 3000] [--calls 200]

Canaries: values made by a seeded generator of this file (cards with their check digit, IBANs with
theirs, telephone numbers, mail addresses, dates, numbers named by the words before them, names and
streets), each in a carrier sentence in English, German or Spanish, asked through the discreet form
filler; an inner filler keeps what would have been sent. Names are counted twice: known from the
customer's record, and unknown, where only the finder can help. Cost: one call through finder,
placeholders and budget (embedded PostgreSQL), without any model behind it: on the clock, which
neighbours lengthen, and in this process's own computing time, which they do not.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
import uuid
from collections import Counter
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar, cast

from bench.statistics import share
from handrail.actions.fill_discreetly import DiscreetFormFiller
from handrail.actions.keep_budget import StorePurse
from handrail.actions.model_ports import Asking, Form, PlannedCall
from handrail.actions.translate_by_model import Translated
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.model_budget import Allowance, Amount, Budget, Usage
from handrail.domain.personal_data import PersonalKind

T = TypeVar("T")
SEED = 20_261_124
RESULTS = Path(__file__).parent / "results/model_guard.json"
FIRST = ("Ottilie", "Ragnar", "Belen", "Matthias", "Ingeborg", "Xiomara", "Torvald", "Philippa")
LAST = ("Brandvold", "Aldringer", "Zantarra", "Quillfeather", "Ostermann", "Villanueva", "Krogstad")
STREETS = ["Lindenhof", "Rosewood", "Kastanien", "Marlowe", "Birkenau", "Halberd"]
CARRIERS = {
    "card": ("en", "my card is {}, please block it"),
    "iban": ("de", "bitte von meinem Konto {} abbuchen"),
    "phone": ("en", "you can call me on {} after five"),
    "mail": ("es", "escríbame a {} por favor"),
    "born": ("en", "my date of birth is {}"),
    "number": ("en", "my customer number is {}"),
    "ip": ("en", "it was done from the address {}"),
    "name, known": ("en", "yes this is about {} as I said"),
    "name, unknown": ("en", "my name is {} and I need help"),
    "street": ("en", "I live at {}"),
}


@dataclass
class Overheard:
    """A filler that keeps what would have been sent, and gives it back."""

    version: str = "overheard"
    sent: list[str] = field(default_factory=list[str])

    async def fill(self, form: Form[T], asking: Asking) -> T:  # noqa: ARG002
        self.sent.append(json.dumps(form.material, ensure_ascii=False))
        return cast(T, Translated(form.material["message"]))


def canary(kind: str, draw: random.Random) -> str:
    """A value of a kind that nobody has."""
    digits = "".join(str(draw.randrange(10)) for _ in range(20))
    match kind:
        case "card":
            return _with_luhn("4" + digits[:14])
        case "iban":
            return _iban(digits[:18])
        case "phone":
            return f"+44 20 7946 {digits[:4]}"
        case "mail":
            return f"{draw.choice(FIRST)}.{digits[:4]}@{draw.choice(LAST)}.example".lower()
        case "born":
            return f"{draw.randrange(1, 29)}.{draw.randrange(1, 13)}.{draw.randrange(1930, 2007)}"
        case "number":
            return digits[:8]
        case "ip":
            return ".".join(str(draw.randrange(1, 255)) for _ in range(4))
        case "street":
            return f"{draw.randrange(1, 200)} {draw.choice(STREETS)} Street"
        case _:
            return f"{draw.choice(FIRST)} {draw.choice(LAST)}"


def _with_luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    number = digits + str(-total % 10)
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


def _iban(account: str) -> str:
    check = 98 - int(f"{account}131400") % 97
    return f"DE{check:02d}{account}"


async def leaks(count: int) -> Mapping[str, Any]:
    """How many canaries would have reached a model, by kind; and whether all came back."""
    draw, inner = random.Random(SEED), Overheard()
    filler = DiscreetFormFiller(inner, LocalPersonalData())
    asked, leaked, changed, flags = Counter[str](), Counter[str](), 0, list[bool]()
    for kind in list(CARRIERS) * (count // len(CARRIERS)):
        language, carrier = CARRIERS[kind]
        value = canary(kind, draw)
        message = carrier.format(value)
        known = {value: PersonalKind.PERSON} if kind == "name, known" else {}
        form = Form("bench", "", {"message": message}, Translated, language, keeps_all=True)
        back = await filler.fill(form, Asking(known=known))
        asked[kind] += 1
        changed += back.translation != message
        leaks_here = any(part in inner.sent[-1] for part in telling(kind, value))
        leaked[kind] += leaks_here
        if kind != "name, unknown":
            flags.append(leaks_here)
    by_kind = {kind: {"asked": asked[kind], "leaked": leaked[kind]} for kind in CARRIERS}
    _, low, high = share(flags)
    return {
        "by_kind": by_kind,
        "leaked": sum(leaked.values()),
        "asked": sum(asked.values()),
        "all_but_unknown_names_95": [round(low, 5), round(high, 5)],
        "not_restored": changed,
    }


def telling(kind: str, value: str) -> list[str]:
    """What of a value must not be read elsewhere: names word by word, the rest whole."""
    if kind.startswith("name"):
        return value.split()
    return [value.split()[1]] if kind == "street" else [value]


async def costs(calls: int) -> Mapping[str, Any]:
    """Milliseconds that hiding, and reserving and settling, add to one call: median and 95 %."""
    draw, filler = random.Random(SEED), DiscreetFormFiller(Overheard(), LocalPersonalData())
    message = "; ".join(t.format(canary(kind, draw)) for kind, (_, t) in CARRIERS.items())
    form = Form("bench", "", {"message": message}, Translated, "en")
    await filler.fill(form, Asking())  # loads the finder
    hiding = [await _timed(filler.fill(form, Asking())) for _ in range(calls)]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        async with EmbeddedPostgres(Path(folder) / "server") as server:
            await migrate(server.dsn)
            budget = await _budget(server.dsn, calls)
    return {
        "characters": len(message),
        "load": os.getloadavg()[0],
        "hide_and_restore_ms": _shares(hiding),
        "reserve_and_settle_ms": _shares(budget),
    }


async def _budget(dsn: str, calls: int) -> list[tuple[float, float]]:
    allowed = Budget(Allowance(tokens=10**9), Allowance(tokens=10**12))
    pool = await open_pool(dsn, 4)
    async with PostgresNotices(dsn) as notices:
        store = PostgresStore(pool, notices)
        purse = StorePurse(store, allowed, lambda: datetime.now(UTC), lambda: str(uuid.uuid4()))

        async def once() -> None:
            call = PlannedCall(str(uuid.uuid4()), "bench", "m", Amount(1000, 1000, 1000))
            call_id = await purse.reserve(call)
            await purse.settle(call_id, Usage(10, 10, estimated=False, ms=10), 1, "answered")

        await once()
        took = [await _timed(once()) for _ in range(calls)]
    await pool.close()
    return took


async def _timed(work: Awaitable[object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process's computing."""
    started, computed = perf_counter(), process_time()
    await work
    return (perf_counter() - started) * 1000, (process_time() - computed) * 1000


def _shares(took: list[tuple[float, float]]) -> Mapping[str, float]:
    clock, computing = (sorted(each) for each in zip(*took, strict=True))
    return {
        "median": round(clock[len(clock) // 2], 2),
        "p95": round(clock[int(len(clock) * 0.95)], 2),
        "computing_median": round(computing[len(computing) // 2], 2),
    }


async def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--canaries", type=int, default=3000)
    arguments.add_argument("--calls", type=int, default=200)
    given = arguments.parse_args()
    found = {"seed": SEED, "leaks": await leaks(given.canaries), "costs": await costs(given.calls)}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n")
    print(RESULTS.read_text())


if __name__ == "__main__":
    asyncio.run(main())
