"""The autonomy page at 10,000 judged answers: how long its record takes, new and again.

    PYTHONPATH=src:. python -m bench.autonomy_page

Every kind of the shipped bank gets its share of the judged answers, drawn with two probabilities, and
four turns for each. In one run, in turns, three ways are timed: every figure worked out from the
beginning and every bound found by halving, as it was at first; the page's record in a fresh process; and
the record again. All three must give the same figures. `evidence` is what reading from the database
takes of each.
"""

import asyncio
import json
import math
import random
import tempfile
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, cast

import handrail
from handrail.actions import read_autonomy as page
from handrail.actions.desk import Desk
from handrail.actions.evidence import KindEvidence
from handrail.actions.issue_certificates import bound_of
from handrail.actions.read_autonomy import read_autonomy
from handrail.adapters.policy_files import read_policy
from handrail.adapters.postgres.embedded import EmbeddedPostgres
from handrail.adapters.postgres.migrate import migrate
from handrail.adapters.postgres.notices import PostgresNotices
from handrail.adapters.postgres.pool import Pool, open_pool
from handrail.adapters.postgres.store import PostgresStore
from handrail.domain.basis import basis
from handrail.domain.look import look_at
from handrail.domain.policy import Kind, Policy
from handrail.domain.risk_curve import Over, RiskCurve, certify

POLICY = Path(handrail.__file__).parent / "policies" / "banking.toml"
RESULTS = Path(__file__).parent / "results" / "autonomy_page.json"
JUDGED, TURNS, ROUNDS = 10_000, 40_000, 7
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MODEL = "bench"
Figures = Mapping[str, tuple[list[float], frozenset[float]]]


class Active:
    """The policy that decides."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    async def active(self) -> Policy:
        """It."""
        return self._policy


class Model:
    """Stands for the signals, of which only the version counts here."""

    version = MODEL


def wanted(policy: Policy) -> list[Kind]:
    """The kinds that need a certificate."""
    return [kind for kind in policy.kinds.values() if bound_of(kind, policy) is not None]


async def fill(pool: Pool, policy: Policy) -> None:
    """Turns, every fourth with an answer that was judged; always the same ones."""
    source, kinds = random.Random(1), wanted(policy)
    customer = uuid.UUID(int=1)
    await pool.execute("INSERT INTO customers (id) VALUES ($1)", customer)
    ids = [uuid.UUID(int=number + 2) for number in range(TURNS)]
    await pool.executemany(
        "INSERT INTO conversations (id, token_hash, channel, locale, customer_id, opened_at, state,"
        " lead, ai_may) VALUES ($1, $2, 'web', 'en', $3, $4, 'closed', 'AI', 'answer')",
        [(one, one.bytes, customer, NOW) for one in ids],
    )
    turns = [
        (one, NOW - timedelta(minutes=TURNS - place), kinds[place % len(kinds)], source.random())
        for place, one in enumerate(ids)
    ]
    await pool.executemany(
        "INSERT INTO decisions (id, conversation_id, turn_seq, at, lead, tier, kind, rule, rule_kind,"
        " reason, reason_customer, moment, scores, evidence, policy_name, policy_version,"
        " signals_version, outcome, confidence) VALUES ($1, $1, 1, $2, 'AI', 'low', $3, 'tier-low',"
        " 'matrix', '', '', '{}', $5, '{}', 'p', '1', 'bench', 'answered', $4)",
        [(one, at, kind.name, sure, {"kinds": ["x" * 2000]}) for one, at, kind, sure in turns],
    )
    for one, at, kind, sure in source.sample(turns, JUDGED):
        verdict = "wrong" if source.random() < 0.06 * (1.2 - sure) else "right"
        await _judge(pool, policy, kind, (one, sure, source.choice((0.2, 1.0)), at, verdict))
    await pool.execute("VACUUM ANALYZE decisions, samples")


async def _judge(
    pool: Pool, policy: Policy, kind: Kind, sample: tuple[uuid.UUID, float, float, datetime, str]
) -> None:
    one, sure, probability, at, verdict = sample
    await pool.execute(
        "INSERT INTO samples (decision_id, conversation_id, turn_seq, kind, confidence, probability,"
        " drawn_at, basis, second_wanted, reviewers, verdict, judged_at)"
        " VALUES ($1, $1, 1, $2, $3, $4, $5, $6, false, 1, $7, $5) ON CONFLICT DO NOTHING",
        one, kind.name, sure, probability, at, basis(policy, kind, MODEL), verdict,
    )  # fmt: skip


def one_by_one(policy: Policy, evidence: Mapping[str, KindEvidence]) -> Figures:
    """Bounds and allowed thresholds of each kind, every answer worked out from the beginning."""
    figures: dict[str, tuple[list[float], frozenset[float]]] = {}
    for kind in wanted(policy):
        bound, seen = bound_of(kind, policy), evidence[kind.name]
        assert bound is not None
        look = look_at(seen.judged, bound)
        certify(look.judged, seen.confidences, look.bound)
        allowed = RiskCurve(look.judged, seen.confidences, look.bound).allowed
        points = RiskCurve(look.judged, seen.confidences, look.bound).over
        figures[kind.name] = ([_halving(over, look.bound.delta) for over in points], allowed)
    return figures


def _halving(over: Over, delta: float) -> float:
    """The bound of one threshold by halving what it may be."""
    low, high = 0.0, 1.0
    for _ in range(44):
        middle = (low + high) / 2
        low, high = (middle, high) if over.doubt(middle) > delta else (low, middle)
    return high


async def timed(desk: Desk, policy: Policy) -> Mapping[str, object]:
    """Milliseconds of each way, the median of all rounds."""
    took: dict[str, list[float]] = {"one by one": [], "first": [], "again": [], "evidence": []}
    judged = 0
    bases = {kind.name: basis(policy, kind, MODEL) for kind in wanted(policy)}
    since = NOW - timedelta(days=policy.trust.window_days)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        async with desk.store.transaction() as tx:
            evidence = await tx.evidence(bases, since)
        judged = sum(len(each.judged) for each in evidence.values())
        took["evidence"].append(time.perf_counter() - began)
        figures = await asyncio.to_thread(one_by_one, policy, evidence)
        took["one by one"].append(time.perf_counter() - began)
        page.forget_figures()
        for way in ("first", "again"):
            began = time.perf_counter()
            record = await read_autonomy(desk, list(bases))
            took[way].append(time.perf_counter() - began)
            for kind in record.kinds:
                uppers, allowed = figures[kind.kind.name]
                assert allowed == kind.allowed
                assert all(
                    math.isclose(point.upper, upper, rel_tol=1e-11)
                    for point, upper in zip(kind.curve, uppers, strict=True)
                )
    middle = {way: median(times) for way, times in took.items()}
    return {
        "kinds": len(bases),
        "judged": judged,
        **{f"{way}_ms": round(1000 * seconds, 1) for way, seconds in middle.items()},
        "ratio_first": round(middle["one by one"] / middle["first"], 1),
        "ratio_again": round(middle["one by one"] / middle["again"], 1),
    }


async def main() -> None:
    """Fill a database of its own, measure, and keep the result."""
    policy = read_policy(POLICY)
    with tempfile.TemporaryDirectory(prefix="handrail-bench-") as folder:
        Path(folder).chmod(0o755)
        async with EmbeddedPostgres(Path(folder) / "data") as server:
            await migrate(server.dsn)
            pool = await open_pool(server.dsn, 4)
            async with PostgresNotices(server.dsn) as notices:
                await fill(pool, policy)
                shelf, model, nothing = Active(policy), Model(), cast(Any, None)
                desk = Desk(
                    PostgresStore(pool, notices), cast(Any, model), nothing, nothing,
                    cast(Any, shelf), None, lambda: NOW, lambda: str(uuid.uuid4()),
                )  # fmt: skip
                figures = await timed(desk, policy)
            await pool.close()
    result = {"command": "PYTHONPATH=src:. python -m bench.autonomy_page", **figures}
    RESULTS.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    asyncio.run(main())
