"""Certify: the autonomy page in a terminal, and certificates from the command line."""

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.table import Table

from handrail.actions.issue_certificates import (
    CertificateWish,
    NotCertifiable,
    issue_certificates,
)
from handrail.actions.read_autonomy import read_autonomy
from handrail.operate import BY, RefusedError
from handrail.settings import Settings
from handrail.web.autonomy_detail import autonomy_shape
from handrail.web.autonomy_shapes import AutonomyShape, KindAutonomy
from handrail.wiring import Parts, open_parts


async def certify(settings: Settings, kinds: Sequence[str], *, issue: bool) -> AutonomyShape:
    """The record of the kinds named, of all when none is; with ``issue`` certified first as far as it goes.

    Raises RefusedError for a kind that the policy which decides has not, or that needs no certificate.
    """
    async with open_parts(settings) as parts:
        return await certify_on(parts, kinds, issue=issue)


async def certify_on(parts: Parts, kinds: Sequence[str], *, issue: bool) -> AutonomyShape:
    """The same on an open desk."""
    policy = await parts.desk.policies.active()
    for name in kinds:
        if policy.kind(name).name != name:
            raise RefusedError(f"{policy.name} {policy.version} has no kind '{name}'.")
    if issue:
        for name in kinds or [None]:
            wish = CertificateWish(BY, name)
            try:
                await issue_certificates(parts.desk, wish, policy)
            except NotCertifiable as error:
                raise RefusedError(f"{name}: {error}") from error
    return autonomy_shape(await read_autonomy(parts.desk, kinds), "en")


def as_json(record: AutonomyShape) -> str:
    """The record as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(record)).decode()


def print_table(record: AutonomyShape, console: Console) -> None:
    """One line a kind that could be certified: its evidence, where the bound holds, and why not else."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("kind", "tier", "error at most", "judged", "wrong", "over", "of turns", "upper"):
        table.add_column(name, justify="left" if name in ("kind", "tier") else "right")
    table.add_column("certificate")
    for kind in record.kinds:
        if kind.status not in ("never", "not_needed"):
            table.add_row(*_cells(kind))
    console.print(f"{record.policy} {record.policy_version}, models {record.signals_version}")
    console.print(table)
    others = [kind.kind for kind in record.kinds if kind.status == "never"]
    if others:
        console.print(f"The AI never leads alone: {', '.join(others)}.")


def _cells(kind: KindAutonomy) -> tuple[str, ...]:
    point = next((each for each in kind.curve if each.threshold == kind.lowest), None)
    bound = (
        ""
        if kind.alpha is None or kind.delta is None
        else f"{kind.alpha:.0%} ({1 - kind.delta:.0%})"
    )
    over = ("", "", "")
    if point is not None:
        over = (f"{point.threshold:.2f}", f"{point.coverage:.0%}", f"{point.upper:.1%}")
    said = kind.sentence if kind.status == "certified" else f"{kind.status}: {kind.why_not}"
    if kind.status != "certified" and kind.lowest is not None:
        said = f"{kind.status}; one could be issued"
    return (kind.kind, kind.tier.value, bound, str(kind.judged), str(kind.errors), *over, said)
