"""Amend the wrap-up list: a steward adds, renames, orders, retires; who did what is kept with it."""

from collections.abc import Sequence

from handrail.actions.desk import Desk
from handrail.actions.ports import StaffMember, Transaction
from handrail.domain.policy import Policy
from handrail.domain.wrap_up_list import (
    Did,
    Entry,
    ListChange,
    Part,
    WrapUpList,
    wrap_up_list,
)


async def read_wrap_up_list(tx: Transaction, policy: Policy) -> WrapUpList:
    """The policy's reasons, outcomes and fields, as stewards have amended them."""
    return wrap_up_list(policy, await tx.wrap_up_entries())


async def save_entry(desk: Desk, staff: StaffMember, entry: Entry) -> WrapUpList:
    """Add an entry, or give a known one other titles and another name in the CRM. Raises Refused."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        await tx.lock_wrap_up_list()
        known = await read_wrap_up_list(tx, policy)
        saved, before = known.saved(entry), known.entry(entry.part, entry.name)
        if saved != before:
            did = Did.CHANGED if before is not None else Did.ADDED
            await _keep(desk, tx, staff, did, saved, before)
        return await read_wrap_up_list(tx, policy)


async def retire_entry(desk: Desk, staff: StaffMember, part: Part, name: str) -> WrapUpList:
    """Offer an entry no more; what was accepted with it keeps it. Raises Refused, LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        await tx.lock_wrap_up_list()
        known = await read_wrap_up_list(tx, policy)
        retired, before = known.retired(part, name, desk.now(), staff.name), known.entry(part, name)
        if before is not None and before.retired_at is None:
            await _keep(desk, tx, staff, Did.RETIRED, retired, before)
        return await read_wrap_up_list(tx, policy)


async def bring_back_entry(desk: Desk, staff: StaffMember, part: Part, name: str) -> WrapUpList:
    """Offer a retired entry again. Raises LookupError."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        await tx.lock_wrap_up_list()
        known = await read_wrap_up_list(tx, policy)
        back, before = known.brought_back(part, name), known.entry(part, name)
        if before is not None and before.retired_at is not None:
            await _keep(desk, tx, staff, Did.BROUGHT_BACK, back, before)
        return await read_wrap_up_list(tx, policy)


async def order_entries(
    desk: Desk, staff: StaffMember, part: Part, names: Sequence[str]
) -> WrapUpList:
    """Put a part's entries in this order. Raises Refused."""
    policy = await desk.policies.active()
    async with desk.store.transaction() as tx:
        await tx.lock_wrap_up_list()
        known = await read_wrap_up_list(tx, policy)
        ordered, before = known.ordered(part, names), [one.name for one in known.of(part)]
        if list(names) != before:
            for entry in ordered:
                await tx.keep_wrap_up_entry(entry)
            change = ListChange(
                id=desk.new_id(),
                at=desk.now(),
                by_name=staff.name,
                part=part,
                name="",
                did=Did.ORDERED,
                before=", ".join(before),
                after=", ".join(names),
            )
            await tx.add_wrap_up_change(change)
        return await read_wrap_up_list(tx, policy)


async def _keep(
    desk: Desk, tx: Transaction, staff: StaffMember, did: Did, entry: Entry, before: Entry | None
) -> None:
    await tx.keep_wrap_up_entry(entry)
    change = ListChange(
        id=desk.new_id(),
        at=desk.now(),
        by_name=staff.name,
        part=entry.part,
        name=entry.name,
        did=did,
        before=before.words if before is not None else "",
        after=entry.words,
    )
    await tx.add_wrap_up_change(change)
