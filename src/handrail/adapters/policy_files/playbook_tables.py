"""The shape of a playbook in a policy file."""

from typing import Annotated, Literal

from msgspec import Meta

from handrail.adapters.policy_files.tables import LocaleTexts, SnakeCase, Table, Text


class DoneWhenTable(Table):
    """What must be said, and by whom, for a step to count as done."""

    by: Literal["staff", "customer", "ai", "company"] = "company"
    words: tuple[Text, ...] = ()
    like: tuple[Text, ...] = ()
    tool: SnakeCase | None = None


class StepTable(Table):
    """One step of a playbook."""

    name: SnakeCase
    do: Literal["ask", "check", "offer", "tell", "do"]
    text: LocaleTexts
    done_when: DoneWhenTable | None = None
    required: bool = True
    must: bool = False
    clause: str = ""
    when: Text | None = None


class PlaybookTable(Table):
    """What staff do in some kinds of moment, in order."""

    name: SnakeCase
    title: LocaleTexts
    kinds: Annotated[list[SnakeCase], Meta(min_length=1)]
    steps: Annotated[list[StepTable], Meta(min_length=1)]
