"""Policy routes: versions of the policy, the record of decisions, and assessing a text."""

from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from handrail.actions.assess_text import assess_text
from handrail.actions.load_policy import activate_policy, load_policy
from handrail.actions.receive_message import readable
from handrail.actions.views import DecisionQuery
from handrail.domain import record
from handrail.domain.moment import Said
from handrail.domain.policy import Lead, Policy
from handrail.web.access import ASSESSORS, READERS, STAFF, STEWARD, declares, reader_of
from handrail.web.desk_routes import Cursor, Limit, Words
from handrail.web.detail import kind_title
from handrail.web.documented import problems
from handrail.web.parts import WebParts, parts_of
from handrail.web.policy_detail import decision_shape, policy_shape, version_shape
from handrail.web.policy_shapes import (
    AssessmentShape,
    AssessmentWish,
    DecisionPageShape,
    Decisions,
    NewPolicy,
    Policies,
    PolicyName,
    PolicyShape,
    PolicyVersionShape,
)
from handrail.web.problems import Refused, not_found, unprocessable
from handrail.web.requests import LONGEST_POLICY, plain_text, read_id, staff_of

Call = Request[Any, Any, Any]
Filter = Annotated[str, QueryParameter(max_length=100)]


@get(
    "/conversations/{conversation_id:str}/decisions",
    operation_id="readDecisions",
    tags=["policy"],
    opt=declares(READERS),
    responses=problems(401, 403, 404),
)
async def read_decisions(request: Call, conversation_id: FromPath[str]) -> Decisions:
    """The decisions of one conversation, oldest first."""
    web, locale = parts_of(request), staff_of(request).locale
    conversation_id = read_id(conversation_id)
    policy = await web.desk.policies.active()
    async with web.desk.store.transaction() as tx:
        if await tx.conversation(conversation_id) is None:
            raise not_found()
        decisions = await tx.decisions(conversation_id)
    return Decisions([decision_shape(decision, policy, locale) for decision in decisions])


@get(
    "/decisions",
    operation_id="listDecisions",
    tags=["policy"],
    opt=declares(READERS),
    responses=problems(400, 401, 403),
)
async def list_decisions(  # noqa: PLR0913 - each is a part of the address
    request: Call,
    q: Words = "",
    lead: FromQuery[Lead | None] = None,
    rule: Filter = "",
    kind: Filter = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> DecisionPageShape:
    """The record of decisions, latest first, by words, lead, rule or kind."""
    web, locale = parts_of(request), staff_of(request).locale
    query = DecisionQuery(
        q=plain_text(q, "q", ""),
        lead=lead.value if lead is not None else "",
        rule=plain_text(rule, "rule", ""),
        kind=plain_text(kind, "kind", ""),
        cursor=cursor or None,
        limit=limit,
        reader=reader_of(staff_of(request)),
    )
    try:
        page = await web.board.decisions(query)
    except (ValueError, OverflowError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "This cursor was not made here.", "cursor") from error
    policy = await web.desk.policies.active()
    items = [decision_shape(turn.decision, policy, locale, turn.text) for turn in page.items]
    return DecisionPageShape(items, page.next_cursor)


@get(
    "/policies",
    operation_id="listPolicies",
    tags=["policy"],
    opt=declares(STAFF),
    responses=problems(401, 403),
)
async def list_policies(request: Call) -> Policies:
    """The policy that decides now, and all loaded versions."""
    web = parts_of(request)
    active = await web.desk.policies.active()
    versions = [version_shape(version) for version in await web.board.policies()]
    return Policies(PolicyName(active.name, active.version), versions)


@get(
    "/policies/{version:str}",
    operation_id="readPolicy",
    tags=["policy"],
    opt=declares(STAFF),
    responses=problems(401, 403, 404),
)
async def read_policy(request: Call, version: FromPath[str]) -> PolicyShape:
    """One version of the policy: its kinds of moment, rules, and the file itself."""
    web = parts_of(request)
    version = _version(version)
    policy = await web.desk.policies.version(version)
    head = await web.desk.policies.head(policy)
    toml = await web.desk.store.policy_text(version)
    return policy_shape(policy, head, toml, staff_of(request).locale)


@post(
    "/policies",
    operation_id="loadPolicy",
    tags=["policy"],
    opt=declares(STEWARD),
    request_max_body_size=LONGEST_POLICY,
    responses=problems(401, 403, 422),
)
async def load(request: Call, data: JSONBody[NewPolicy]) -> PolicyVersionShape:
    """Load a policy file as a version; it decides nothing until it is activated."""
    web, staff = parts_of(request), staff_of(request)
    policy = await load_policy(web.desk, data.toml, "policy.toml", staff.name)
    return await _loaded(web, policy.version)


@post(
    "/policies/{version:str}/activation",
    operation_id="activatePolicy",
    tags=["policy"],
    opt=declares(STEWARD),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 404),
)
async def activate(request: Call, version: FromPath[str]) -> PolicyVersionShape:
    """Let a loaded version decide every turn from now on."""
    web, staff = parts_of(request), staff_of(request)
    version = _version(version)
    await activate_policy(web.desk, version, staff.name)
    return await _loaded(web, version)


async def _loaded(web: WebParts, version: str) -> PolicyVersionShape:
    for known in await web.board.policies():
        if known.version == version:
            return version_shape(known)
    raise LookupError(f"no policy version {version}")


def _version(version: str) -> str:
    if not (version.isascii() and version.isprintable() and len(version) <= 100):
        raise not_found("There is no such policy version.")
    return version


@post(
    "/assess",
    operation_id="assess",
    tags=["policy"],
    opt=declares(ASSESSORS),
    status_code=HTTPStatus.OK,
    responses=problems(401, 403, 422),
)
async def assess(request: Call, data: JSONBody[AssessmentWish]) -> AssessmentShape:
    """The moment a text would be, and who would lead it; nothing is kept."""
    web, locale = parts_of(request), staff_of(request).locale
    text = readable(data.text)
    earlier = [Said(line.speaker, plain_text(line.text, "history")) for line in data.history]
    named = await _policy_named(web, data.policy) if data.policy is not None else None
    assessed = await assess_text(web.desk, text, data.locale, earlier, named)
    case = assessed.case
    moment, leading, policy = case.moment, case.leading, case.policy
    return AssessmentShape(
        lead=leading.lead,
        tier=moment.tier,
        kind=moment.kind.name,
        moment=record.summary(moment),
        scores=record.scores(moment),
        rule=leading.rule,
        rule_kind=leading.rule_kind.value,
        reason=leading.reason("en"),
        reason_customer=leading.reason(policy.locale(data.locale)),
        policy=PolicyName(policy.name, policy.version),
        signals_version=moment.signals.version,
        would_answer=assessed.would_answer,
        kind_title=kind_title(policy, moment.kind.name, locale),
    )


async def _policy_named(web: WebParts, name: str) -> Policy:
    """The latest loaded version of that name, or the version itself."""
    for known in await web.board.policies():
        if name in (known.name, known.version):
            return await web.desk.policies.version(known.version)
    raise unprocessable("No policy of this name or version is loaded.", "policy")


ROUTES = [
    read_decisions,
    list_decisions,
    list_policies,
    read_policy,
    load,
    activate,
    assess,
]
