"""Detail: rows and conversations as screens of staff show them, with what the policy says of them."""

from datetime import datetime, timedelta

from handrail.actions.brief import brief_staff
from handrail.actions.ports import StaffMember
from handrail.actions.show_draft import may_see
from handrail.actions.views import Row, StaffName
from handrail.domain.backing import Backing
from handrail.domain.customer import Contact, Customer
from handrail.domain.draft import Draft
from handrail.domain.handoff import Handoff, Prefer
from handrail.domain.policy import Policy
from handrail.web.briefing_detail import briefing_shape
from handrail.web.desk_shapes import (
    ContactShape,
    CustomerShape,
    Detail,
    DraftShape,
    NoteShape,
    Owner,
    RowCustomer,
    RowHandoff,
    RowShape,
    Sla,
    SourceShape,
    StaffRef,
)
from handrail.web.parts import WebParts
from handrail.web.shapes import Name

SOON = 0.25  # share of the promised time that is left


async def read_detail(web: WebParts, conversation_id: str, reader: StaffMember) -> Detail:
    """Everything about one conversation that this reader may see. Raises LookupError."""
    locale = reader.locale
    policy = await web.desk.policies.active()
    row = await web.board.row(conversation_id)
    if row is None:
        raise LookupError(f"no conversation {conversation_id}")
    briefing = await brief_staff(web.desk, conversation_id, locale, reader.skills)
    async with web.desk.store.transaction() as tx:
        customer = await tx.customer(row.conversation.customer_id)
        contacts = await tx.contacts(row.conversation.customer_id)
        draft = await tx.open_draft(conversation_id)
        backing = await tx.backing(draft.id) if draft is not None else None
        if not await may_see(tx, backing, reader):
            draft = None
        notes = await tx.notes(conversation_id)
    shape = row_shape(row, policy, locale, web.desk.now())
    return Detail(
        conversation=shape,
        customer=_customer(customer or Customer(row.conversation.customer_id), contacts),
        notes=[NoteShape(n.id, n.at, Name(n.staff_name), n.text) for n in notes],
        ai_may=row.conversation.ai_may,
        briefing=briefing_shape(briefing, policy, locale),
        draft=_draft(draft, backing) if draft is not None else None,
        handoff=_handoff(row, row.handoff, with_note=True) if row.handoff else None,
    )


def row_shape(row: Row, policy: Policy, locale: str, now: datetime) -> RowShape:
    """One conversation in a list."""
    conversation, owner = row.conversation, row.conversation.owner
    due = due_at(row, policy)
    return RowShape(
        id=conversation.id,
        state=conversation.state,
        owner=Owner(owner.party, _ref(row.staff)),
        lead=conversation.lead,
        customer=RowCustomer(row.customer_name, row.segment or None),
        channel=conversation.channel,
        locale=conversation.locale,
        last_text=row.last_text,
        last_from=row.last_from,
        last_at=row.last_at,
        sla=sla(due, policy, now),
        tier=row.tier,
        kind=row.kind,
        kind_title=kind_title(policy, row.kind, locale),
        waiting_since=row.waiting_since,
        due_at=due,
        handoff=_handoff(row, row.handoff) if row.handoff else None,
        sentiment=row.sentiment,
    )


def due_at(row: Row, policy: Policy) -> datetime | None:
    """When the customer has been promised an answer, None when nobody waits."""
    if row.handoff is not None and row.handoff.callback_at is not None:
        return row.handoff.callback_at
    if row.waiting_since is None or (row.handoff and row.handoff.prefer is Prefer.MESSAGE):
        return None
    return row.waiting_since + timedelta(seconds=policy.promises.first_reply_target_s)


def sla(due: datetime | None, policy: Policy, now: datetime) -> Sla:
    """How the promise stands."""
    if due is None:
        return "none"
    left = (due - now).total_seconds()
    if left < 0:
        return "late"
    return "soon" if left < policy.promises.first_reply_target_s * SOON else "ok"


def kind_title(policy: Policy, kind: str | None, locale: str) -> str | None:
    """A kind's title for a reader; its name when this policy has none of it."""
    if kind is None:
        return None
    known = policy.unknown if kind == policy.unknown.name else policy.kinds.get(kind)
    if known is None:
        return kind
    return known.title.get(policy.locale(locale)) or known.title["en"]


def _handoff(row: Row, handoff: Handoff, with_note: bool = False) -> RowHandoff:
    return RowHandoff(
        state=handoff.state.value,
        prefer=handoff.prefer,
        reason=handoff.reason,
        offered_to=_ref(row.offered_to),
        offer_expires_at=handoff.offer_expires_at,
        position=row.position,
        callback_at=handoff.callback_at,
        note=handoff.note if with_note else None,
    )


def _ref(staff: StaffName | None) -> StaffRef | None:
    return StaffRef(staff.id, staff.name) if staff is not None else None


def _customer(customer: Customer, contacts: list[Contact]) -> CustomerShape:
    return CustomerShape(
        id=customer.id,
        name=customer.name,
        email=customer.email,
        external_id=customer.external_id,
        segment=customer.segment,
        vulnerable=customer.vulnerable,
        history=[
            ContactShape(
                c.id, c.at, c.channel, c.summary, c.outcome, c.sentiment, c.promised or None
            )
            for c in contacts
        ],
    )


def _draft(draft: Draft, backing: Backing | None) -> DraftShape:
    """The draft; of one to be verified first the words are read at ``/draft``, by who has chosen."""
    hidden = backing is not None and backing.verify_first
    return DraftShape(
        id=draft.id,
        reply_to=draft.reply_to,
        text="" if hidden else draft.text,
        sources=[]
        if hidden
        else [SourceShape(source.slug, source.title) for source in draft.sources],
        made_at=draft.made_at,
        expires_at=draft.expires_at,
        reason=draft.reason,
    )
