"""Accept time routes: how long what was prepared lay before somebody until it was accepted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from litestar import Request, get
from litestar.params import QueryParameter

from handrail.actions.amend_wrap_up_list import read_wrap_up_list
from handrail.domain.accept_time import FEWEST, AcceptTime, Prepared
from handrail.domain.wrap_up_list import Part
from handrail.web.access import AUTONOMY_READERS, declares
from handrail.web.detail import kind_title
from handrail.web.documented import problems
from handrail.web.draft_shapes import AcceptTimeShape, AcceptTimesRecord
from handrail.web.parts import parts_of
from handrail.web.requests import staff_of

Call = Request[Any, Any, Any]
Days = Annotated[int, QueryParameter(ge=1, le=365, description="How many days back.")]


@get(
    "/accept-times",
    operation_id="readAcceptTimesByKind",
    tags=["drafts"],
    opt=declares(AUTONOMY_READERS),
    responses=problems(400, 401, 403),
)
async def read_accept_times(request: Call, days: Days = 30) -> AcceptTimesRecord:
    """Quartiles of the time to accept a wrap-up or a draft by kind; never of a person."""
    web, locale = parts_of(request), staff_of(request).locale
    now, period = web.desk.now(), timedelta(days=days)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        times = await tx.accept_spans(now - period, now)
        before = await tx.accept_spans(now - 2 * period, now - period)
        listed = await read_wrap_up_list(tx, policy)

    def title(one: AcceptTime) -> str | None:
        if one.prepared is Prepared.WRAP_UP and one.kind:
            return listed.title(Part.REASON, one.kind, policy.locale(locale))
        return kind_title(policy, one.kind or None, locale)

    def of(prepared: Prepared) -> list[AcceptTimeShape]:
        mine = [one for one in times if one.prepared is prepared]
        return [_shape(one, before, title(one)) for one in mine]

    return AcceptTimesRecord(days, FEWEST, of(Prepared.WRAP_UP), of(Prepared.DRAFT))


def _shape(one: AcceptTime, before: Sequence[AcceptTime], title: str | None) -> AcceptTimeShape:
    same = [b for b in before if (b.prepared, b.kind) == (one.prepared, one.kind) and not b.few]
    return AcceptTimeShape(
        accepted=one.accepted,
        amended=one.amended,
        kind=one.kind,
        title=title,
        lower_s=None if one.few else one.lower_s,
        median_s=None if one.few else one.median_s,
        upper_s=None if one.few else one.upper_s,
        median_before_s=same[0].median_s if same else None,
    )


ROUTES = [read_accept_times]
