"""Autonomy routes: what the AI may do alone, certificates, and judging its answers."""

from http import HTTPStatus
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from handrail.actions.ports import NotReady
from handrail.web.access import AUTONOMY_READERS, CUSTOMER, JUDGES, STAFF, STEWARD, declares
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

Call = Request[Any, Any, Any]
SampleState = Annotated[
    Literal["open", "judged"],
    QueryParameter(name="state", description="Those that wait for my verdict, or the judged."),
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
    raise NotReady("This is being built.")


@post(
    "/certificates",
    operation_id="issueCertificates",
    tags=["autonomy"],
    opt=declares(STEWARD),
    responses=problems(401, 403, 422),
)
async def issue(request: Call, data: JSONBody[IssueCertificates]) -> IssuedCertificates:
    """Certify one kind or all, as far as the judged answers of the window carry it."""
    raise NotReady("This is being built.")


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
    raise NotReady("This is being built.")


@get(
    "/samples",
    operation_id="listSamples",
    tags=["autonomy"],
    opt=declares(STAFF),
    responses=problems(400, 401, 403),
)
async def list_samples(
    request: Call,
    which: SampleState = "open",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Samples:
    """Answers of the AI's drawn for review: those that wait for my verdict, oldest first, or the judged."""
    raise NotReady("This is being built.")


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
    raise NotReady("This is being built.")


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
    raise NotReady("This is being built.")


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
    raise NotReady("This is being built.")


ROUTES = [
    read_autonomy,
    issue,
    suspend,
    list_samples,
    judge_sample,
    judge_decision,
    say_resolved,
]
