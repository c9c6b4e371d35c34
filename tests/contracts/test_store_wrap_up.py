"""What every store promises of promises, wrap-ups, snippets and notices, on the fake and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.wrap_up_rows import Colleague, PromiseList, PromiseQuery
from handrail.domain.customer import Contact
from handrail.domain.notice import Notice, NoticeKind
from handrail.domain.promise import Promise
from handrail.domain.snippet import Snippet
from handrail.domain.wrap_up import Amends, Found, Outcome, WrapUp
from handrail.domain.wrap_up_list import Did, Entry, ListChange, Part
from handrail.domain.wrap_up_rules import FieldFrom, FieldType
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, hired, new_id, opened

HOUR = timedelta(hours=1)


def a_promise(conversation_id: str, seq: int = 2, **changes: object) -> Promise:
    made = Promise(
        id=new_id(),
        conversation_id=conversation_id,
        seq=seq,
        text="I'll call you at 3.",
        made_by="staff",
        made_at=NOW,
        due_at=NOW + seq * HOUR,
        due_words="at 3",
    )
    return replace(made, **changes)


def a_wrap_up(conversation_id: str, **changes: object) -> WrapUp:
    made = WrapUp(
        id=new_id(),
        conversation_id=conversation_id,
        from_seq=1,
        up_to_seq=4,
        made_at=NOW,
        reasons=(Found("card", "Card", 1),),
        outcome=Found("solved", "The customer wrote: “it works”", 3),
        feeling={"end": Found("0.30", "", 3)},
        fields={"amount": Found("49.90 EUR", "“49.90”", 1)},
    )
    return replace(made, **changes)


async def test_a_promise_is_kept_as_it_stands(desk: UnderContract) -> None:
    conversation, member = await opened(desk), await hired(desk)
    promise = a_promise(conversation.id, staff_id=member.id)
    async with desk.store.transaction() as tx:
        await tx.add_promise(promise)
        assert await tx.promise(promise.id) == promise
        moved = promise.confirmed(member.id, NOW).due(NOW + 9 * HOUR).late(NOW + 10 * HOUR)
        await tx.save_promise(moved.raised(NOW + 11 * HOUR))
    async with desk.store.transaction() as tx:
        kept = await tx.promise(promise.id)
        assert kept is not None
        assert kept == moved.raised(NOW + 11 * HOUR)
        assert kept.moved_from == (NOW + 2 * HOUR,)
        assert await tx.promises(conversation.id) == [kept]
        assert await tx.late_promises(member.id) == 1
        assert await tx.promise(new_id()) is None
        with pytest.raises(LookupError):
            await tx.save_promise(a_promise(conversation.id))


async def test_promises_are_listed_the_first_due_first_and_the_ended_latest_first(
    desk: UnderContract,
) -> None:
    conversation = await opened(desk)
    ada, ben = await hired(desk), await hired(desk)
    mine = [a_promise(conversation.id, seq, staff_id=ada.id) for seq in (5, 3, 4)]
    timeless = a_promise(conversation.id, 1, staff_id=ada.id, due_at=None)
    theirs = a_promise(conversation.id, 6, staff_id=ben.id)
    nobodys = a_promise(conversation.id, 7, made_by="ai")
    async with desk.store.transaction() as tx:
        for promise in (*mine, timeless, theirs, nobodys):
            await tx.add_promise(promise)
        await tx.save_promise(theirs.late(NOW))
        first = await tx.promise_page(PromiseQuery(ada.id, limit=2))
        assert [view.promise.seq for view in first.items] == [3, 4]
        rest = await tx.promise_page(PromiseQuery(ada.id, cursor=first.next_cursor, limit=2))
        assert [view.promise.seq for view in rest.items] == [5, 1]
        assert (rest.next_cursor, rest.late) == (None, 0)
        everybodys = await tx.promise_page(PromiseQuery(None))
        assert [view.promise.seq for view in everybodys.items] == [3, 4, 5, 6, 1]
        assert everybodys.late == 1
        assert everybodys.items[0].staff_name == ada.name
        for hours, promise in enumerate(mine):
            await tx.save_promise(promise.kept(ada.id, NOW + hours * HOUR))
        ended = await tx.promise_page(PromiseQuery(ada.id, PromiseList.ENDED))
        assert [view.promise.seq for view in ended.items] == [4, 3, 5]


async def test_a_wrap_up_is_kept_refreshed_and_accepted(desk: UnderContract) -> None:
    conversation, member = await opened(desk), await hired(desk)
    first = a_wrap_up(conversation.id)
    async with desk.store.transaction() as tx:
        assert await tx.latest_wrap_up(conversation.id) is None
        await tx.keep_wrap_up(first.shown(NOW))
        assert await tx.latest_wrap_up(conversation.id) == first.shown(NOW)
        amends = Amends(outcome=Outcome.NOT_SOLVED, fields={"amount": "50 EUR"})
        accepted = first.shown(NOW).accepted(member.id, NOW + timedelta(seconds=4), amends)
        await tx.keep_wrap_up(accepted)
        assert await tx.latest_wrap_up(conversation.id) == accepted
        second = a_wrap_up(conversation.id, from_seq=5, up_to_seq=9)
        await tx.keep_wrap_up(second)
        assert await tx.latest_wrap_up(conversation.id) == second
        times = await tx.accept_times(NOW - HOUR)
        assert (times.accepted, times.amended, times.p50_s, times.p90_s) == (1, 1, 4.0, 4.0)
        none = await tx.accept_times(NOW + HOUR)
        assert (none.accepted, none.p50_s) == (0, None)


async def test_a_contact_of_the_same_id_is_replaced_or_left(desk: UnderContract) -> None:
    conversation = await opened(desk)
    plain = Contact(new_id(), NOW, "web", "Wrote.", "Closed.")
    full = replace(plain, summary="Wrote about cards.", promised="A call.", sentiment=0.5)
    async with desk.store.transaction() as tx:
        await tx.add_contact(conversation.customer_id, plain)
        await tx.keep_contact(conversation.customer_id, full)
        await tx.add_contact(conversation.customer_id, plain)
        assert await tx.contacts(conversation.customer_id) == [full]


async def test_notices_come_once_and_are_read(desk: UnderContract) -> None:
    conversation, member, other = await opened(desk), await hired(desk), await hired(desk)

    def notice(hours: int, staff_id: str = member.id) -> Notice:
        return Notice(
            new_id(),
            staff_id,
            NoticeKind.MENTION,
            NOW + hours * HOUR,
            "Look.",
            conversation.id,
            "n",
        )

    async with desk.store.transaction() as tx:
        early, late = notice(0), notice(1)
        for one in (early, late, notice(1), notice(1, other.id)):
            await tx.add_notice(one)
        assert await tx.staff_notices(member.id) == [late, early]
        assert await tx.unread_notices(member.id) == 2
        await tx.read_notices(member.id, NOW, early.id)
        assert await tx.unread_notices(member.id) == 1
        await tx.read_notices(member.id, NOW)
        assert [one.read_at for one in await tx.staff_notices(member.id)] == [NOW, NOW]
        assert await tx.unread_notices(other.id) == 1


async def test_colleagues_and_supervisors_are_found(desk: UnderContract) -> None:
    ada = await hired(desk, name="Ada Berg", roles=("supervisor",))
    ben = await hired(desk, name="Ben Alder")
    async with desk.store.transaction() as tx:
        assert await tx.colleagues("be") == [
            Colleague(ada.id, ada.name),
            Colleague(ben.id, ben.name),
        ]
        assert await tx.colleagues("%") == []
        assert await tx.supervisors() == [ada.id]


async def test_snippets_are_shared_or_ones_own(desk: UnderContract) -> None:
    member, other = await hired(desk), await hired(desk)

    def snippet(name: str, owner: str | None) -> Snippet:
        return Snippet(new_id(), name, "Hello {customer}", "en", NOW, "Ada", owner)

    shared, mine, theirs = snippet("b", None), snippet("A", member.id), snippet("a", other.id)
    async with desk.store.transaction() as tx:
        for one in (shared, mine, theirs):
            assert await tx.keep_snippet(one)
        assert not await tx.keep_snippet(snippet("B", None))
        assert await tx.snippets(member.id) == [mine, shared]
        assert await tx.keep_snippet(replace(shared, text="Bye"))
        assert await tx.snippet(shared.id) == replace(shared, text="Bye")
        await tx.drop_snippet(shared.id)
        assert await tx.snippet(shared.id) is None


async def test_the_wrap_up_list_is_kept_with_who_did_what(desk: UnderContract) -> None:
    field = Entry(
        Part.FIELD, "cost", {"en": "Cost"}, 2, "amt", FieldType.AMOUNT, FieldFrom.FIGURE, "amount"
    )
    reason = Entry(Part.REASON, "call", {"en": "Call", "de": "Anruf"}, 1)
    added = ListChange(new_id(), NOW, "Ines", Part.REASON, "call", Did.ADDED, "", "en: Call")
    ordered = ListChange(new_id(), NOW + HOUR, "Ines", Part.FIELD, "", Did.ORDERED, "a, b", "b, a")
    async with desk.store.transaction() as tx:
        await tx.lock_wrap_up_list()
        assert await tx.wrap_up_entries() == []
        await tx.keep_wrap_up_entry(reason)
        await tx.keep_wrap_up_entry(field)
        retired = replace(reason, place=7, crm="C", retired_at=NOW, retired_by="Ines")
        await tx.keep_wrap_up_entry(retired)
        await tx.add_wrap_up_change(added)
        await tx.add_wrap_up_change(ordered)
    async with desk.store.transaction() as tx:
        assert await tx.wrap_up_entries() == [field, retired]
        assert await tx.wrap_up_changes() == [ordered, added]
        assert await tx.wrap_up_changes(1) == [ordered]
