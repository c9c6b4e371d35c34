"""Autonomy routes: what the AI may do alone, certificates, and judging its answers."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.evidence import SampleQuery, SampleState
from handrail.actions.issue_certificates import (
    CertificateWish,
    NotCertifiable,
    issue_certificates,
)
from handrail.actions.judge_answer import judge_by_case
from handrail.actions.judge_answer import judge_sample as judge
from handrail.actions.judge_answer import say_resolved as resolve
from handrail.actions.read_autonomy import read_autonomy as autonomy_of
from handrail.actions.suspend_certificate import suspend_certificate
from handrail.domain.judgement import Verdict
from handrail.web.access import AUTONOMY_READERS, CUSTOMER, JUDGES, STAFF, STEWARD, declares
from handrail.web.autonomy_detail import (
    autonomy_shape,
    certificate_shape,
    issued_shape,
    judgement_shape,
    sample_shape,
)
from handrail.web.autonomy_shapes import (
    AutonomyShape,
    CertificateShape,
    IssueCertificates,
    IssuedCertificates,
    JudgeDecision,
    JudgementShape,
    JudgeSample,
    Samples,
    SayResolved,
    SuspendCertificate,
)
from handrail.web.desk_routes import Cursor, Limit
from handrail.web.documented import problems
from handrail.web.parts import parts_of
from handrail.web.problems import Refused, unprocessable
from handrail.web.requests import plain_text, read_id, required_text, staff_of

Call = Request[Any, Any, Any]
Which = Annotated[  # the framework would name a wrong value by the parameter's name in the code
    str,
    QueryParameter(
        name="state",
        description="`open`: those that wait for my verdict; `judged`: the judged.",
        schema_extra={"enum": [state.value for state in SampleState]},
    ),
]


@get(
    "/autonomy",
    operation_id="readAutonomy",
    tags=["autonomy"],
    opt=declares(AUTONOMY_READERS),
    responses=problems(401, 403),
)
async def read_autonomy(request: Call) -> AutonomyShape:
    """What the AI may do alone, kind by kind, with certificates and the evidence of the window."""
    web, locale = parts_of(request), staff_of(request).locale
    return autonomy_shape(await autonomy_of(web.desk), locale)


@post(
    "/certificates",
    operation_id="issueCertificates",
    tags=["autonomy"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 422),
)
async def issue(request: Call, data: JSONBody[IssueCertificates]) -> IssuedCertificates:
    """Certify one kind or all, as far as the judged answers of the window carry it."""
    web, staff = parts_of(request), staff_of(request)
    policy = await web.desk.policies.active()
    wish = CertificateWish(staff.name, data.kind, data.threshold)
    try:
        issued = await issue_certificates(web.desk, wish, policy)
    except NotCertifiable as error:
        raise unprocessable(str(error), error.field) from error
    return issued_shape(policy, issued, staff.locale)


@post(
    "/certificates/{certificate_id:str}/suspension",
    operation_id="suspendCertificate",
    tags=["autonomy"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 404, 409, 422),
)
async def suspend(
    request: Call, certificate_id: FromPath[str], data: JSONBody[SuspendCertificate]
) -> CertificateShape:
    """Suspend a certificate; from the next turn on a person checks what the AI writes."""
    web, staff = parts_of(request), staff_of(request)
    reason = required_text(data.reason, "reason")
    suspended = await suspend_certificate(web.desk, read_id(certificate_id), staff.name, reason)
    return certificate_shape(await web.desk.policies.active(), suspended, staff.locale)


@get(
    "/samples",
    operation_id="listSamples",
    tags=["autonomy"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def list_samples(
    request: Call,
    which: Which = "open",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Samples:
    """Answers of the AI's drawn for review: those that wait for my verdict, oldest first, or the judged."""
    web, staff = parts_of(request), staff_of(request)
    query = SampleQuery(staff.id, sample_state(which), cursor or None, limit)
    try:
        async with web.desk.store.transaction() as tx:
            page = await tx.samples(query)
    except (ValueError, OverflowError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from error
    policy = await web.desk.policies.active()
    shown = [sample_shape(policy, view, staff.locale) for view in page.items]
    return Samples(shown, page.open, page.next_cursor)


def sample_state(text: str) -> SampleState:
    """Which samples are wanted. Raises Refused (400) for anything else."""
    try:
        return SampleState(text)
    except ValueError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "Ask for `open` or `judged`.", "state") from error


@post(
    "/samples/{decision_id:str}/judgements",
    operation_id="judgeSample",
    tags=["autonomy"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404, 409, 422),
)
async def judge_sample(
    request: Call, decision_id: FromPath[str], data: JSONBody[JudgeSample]
) -> JudgementShape:
    """Give my verdict on a drawn answer, once."""
    desk, staff = parts_of(request).desk, staff_of(request)
    note, verdict = plain_text(data.note, "note"), Verdict(data.verdict)
    judgement = await judge(desk, read_id(decision_id), staff, verdict, note)
    return judgement_shape(judgement, staff.name)


@post(
    "/decisions/{decision_id:str}/judgements",
    operation_id="judgeDecision",
    tags=["autonomy"],
    opt=declares(JUDGES),
    responses=problems(401, 403, 404, 409, 422),
)
async def judge_decision(
    request: Call, decision_id: FromPath[str], data: JSONBody[JudgeDecision]
) -> JudgementShape:
    """Keep what a case came to about an answer of the AI's; the same case again replaces its verdict."""
    desk, program = parts_of(request).desk, staff_of(request)
    case = f"{program.name}: {required_text(data.case, 'case')}"
    note, verdict = plain_text(data.note, "note"), Verdict(data.verdict)
    judgement = await judge_by_case(desk, read_id(decision_id), case, verdict, note)
    return judgement_shape(judgement, case)


@post(
    "/conversations/{conversation_id:str}/resolution",
    operation_id="sayResolved",
    tags=["customer", "autonomy"],
    opt=declares(CUSTOMER),
    responses=problems(401, 404, 409, 422),
)
async def say_resolved(
    request: Call, conversation_id: FromPath[str], data: JSONBody[SayResolved]
) -> SayResolved:
    """Say whether the AI's last answer settled the matter; the last word counts."""
    desk = parts_of(request).desk
    await resolve(desk, read_id(conversation_id), resolved=data.resolved)
    return data


ROUTES = [
    read_autonomy,
    issue,
    suspend,
    list_samples,
    judge_sample,
    judge_decision,
    say_resolved,
]
