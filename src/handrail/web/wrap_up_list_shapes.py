"""Wrap-up list shapes: reasons, outcomes and fields as stewards amend them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from handrail.domain.wrap_up_list import Did, Part
from handrail.domain.wrap_up_rules import FieldFrom, FieldType
from handrail.web.shapes import Answer, Request

Title = Annotated[str, Meta(max_length=120, examples=["Marketing call"])]
CrmName = Annotated[str, Meta(max_length=120, examples=["case_reason__c"])]
TitleLocale = Literal["en", "de", "es"]


class EntryShape(Answer, frozen=True):
    """One reason, outcome or field. ``fixed``: it is the policy's own, or read from what was said.

    ``crm`` is its name in the company's own system. ``type``, ``source`` and ``of`` are a field's.
    """

    name: str
    title: Mapping[str, str]
    fixed: bool
    crm: str = ""
    type: FieldType | None = None
    source: FieldFrom | None = None
    of: str = ""
    retired_at: datetime | None = None
    retired_by: str = ""


class WrapUpListShape(Answer, frozen=True):
    """What wrap-ups write down, each part in its order, retired entries too."""

    reasons: Sequence[EntryShape]
    outcomes: Sequence[EntryShape]
    fields: Sequence[EntryShape]


class SaveEntry(Request, frozen=True):
    """An entry to add, or other words for a known one; where a field's value comes from stays."""

    title: Mapping[TitleLocale, Title]
    crm: CrmName = ""
    type: FieldType | None = None
    source: FieldFrom | None = None
    of: Annotated[str, Meta(max_length=40)] = ""


class OrderEntries(Request, frozen=True):
    """Every entry of a part once, in the order wanted."""

    names: Annotated[Sequence[str], Meta(max_length=500)]


class ListChangeShape(Answer, frozen=True):
    """Who did what to which entry, with its words before and after."""

    id: str
    at: datetime
    by: str
    part: Part
    name: str
    did: Did
    before: str = ""
    after: str = ""


class WrapUpChanges(Answer, frozen=True):
    """The latest changes of the wrap-up list."""

    changes: Sequence[ListChangeShape]
