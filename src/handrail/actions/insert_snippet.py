"""Insert a snippet: its words with what is known of this conversation put in; and keep snippets."""

from dataclasses import dataclass

from handrail.actions.announce import expected_wait
from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember
from handrail.actions.receive_message import readable
from handrail.actions.views import AlreadyThere
from handrail.domain.conversation import WrongState
from handrail.domain.snippet import (
    Filled,
    Snippet,
    fill,
    opening_hours,
    policy_texts,
    unknown_variables,
    wait_words,
)


class UnknownVariable(ValueError):
    """A snippet names a variable that nothing will ever fill; says which and what there are."""


@dataclass(frozen=True, slots=True)
class SnippetWish:
    """A snippet as somebody wants it."""

    name: str
    text: str
    locale: str
    shared: bool


async def insert_snippet(
    desk: Desk, conversation_id: str, snippet_id: str, staff: StaffMember
) -> Filled:
    """The snippet's words for this conversation, and the variables that nothing fills. Raises LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        snippet = await tx.snippet(snippet_id)
        conversation = await tx.conversation(conversation_id)
        if snippet is None or conversation is None or snippet.owner_id not in (None, staff.id):
            raise LookupError(f"no snippet {snippet_id} or no conversation {conversation_id}")
        customer = await tx.customer(conversation.customer_id)
        waits = await expected_wait(desk, tx)
    locale = policy.locale(snippet.locale)
    values = {
        **policy_texts(policy, locale),
        "customer": (customer.name if customer else None) or "",
        "staff": staff.name,
        "company": policy.company,
        "opening_hours": opening_hours(policy.hours, locale),
        "wait": wait_words((waits.low_min, waits.high_min) if waits else None, locale),
    }
    return fill(snippet.text, values)


async def save_snippet(
    desk: Desk, wish: SnippetWish, staff: StaffMember, snippet_id: str | None = None
) -> Snippet:
    """Keep a new snippet or change one.

    Raises WrongState where it is not theirs to change, UnknownVariable, AlreadyThere for a name that
    is taken, LookupError, UnreadableMessage.
    """
    policy = await desk.policies.active()
    text = readable(wish.text)
    if unknown := unknown_variables(text, policy):
        raise UnknownVariable(f"Nothing fills {{{unknown[0]}}}; use one of the listed variables.")
    async with desk.store.transaction() as tx:
        before = await tx.snippet(snippet_id) if snippet_id else None
        if snippet_id is not None and before is None:
            raise LookupError(f"no snippet {snippet_id}")
        if before is not None:
            _may_change(before, staff)
        snippet = Snippet(
            id=before.id if before else desk.new_id(),
            name=wish.name,
            text=text,
            locale=wish.locale,
            changed_at=desk.now(),
            changed_by=staff.name,
            owner_id=None if wish.shared else staff.id,
        )
        _may_change(snippet, staff)
        if not await tx.keep_snippet(snippet):
            raise AlreadyThere(f"There is a snippet “{wish.name}” already; choose another name.")
    return snippet


async def drop_snippet(desk: Desk, snippet_id: str, staff: StaffMember) -> None:
    """Drop a snippet. Raises WrongState where it is not theirs to change, LookupError."""
    async with desk.store.transaction() as tx:
        snippet = await tx.snippet(snippet_id)
        if snippet is None:
            raise LookupError(f"no snippet {snippet_id}")
        _may_change(snippet, staff)
        await tx.drop_snippet(snippet_id)


def _may_change(snippet: Snippet, staff: StaffMember) -> None:
    if snippet.owner_id is None and not {"supervisor", "admin"} & set(staff.roles):
        raise WrongState(
            "Shared snippets are changed by supervisors; keep one of your own instead."
        )
    if snippet.owner_id not in (None, staff.id):
        raise LookupError(f"no snippet {snippet.id}")
