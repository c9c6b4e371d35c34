"""Playbooks of a policy file: checked, with their conditions compiled."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from handrail.adapters.policy_files.conditions import ConditionError, compile_condition
from handrail.adapters.policy_files.playbook_tables import DoneWhenTable, PlaybookTable, StepTable
from handrail.adapters.policy_files.tables import LocaleTexts, by_locale
from handrail.domain.playbook import By, Doing, DoneWhen, Playbook, Step
from handrail.domain.policy import Facts, Lead, PolicyError
from handrail.domain.step_match import stems


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's playbooks may name of the rest of it."""

    kinds: frozenset[str]
    tools: Collection[str]
    locales: Collection[str]


def read_playbooks(
    tables: Sequence[PlaybookTable], named: Named, source: str
) -> tuple[Playbook, ...]:
    """The playbooks of a file. Raises PolicyError with file, key, reason and remedy."""
    seen: set[str] = set()
    taken: dict[str, str] = {}
    for i, table in enumerate(tables):
        key = f"playbooks[{i}]"
        _refuse_second(table.name, seen, f"{key}.name", source)
        for place, kind in enumerate(table.kinds):
            _check_kind(kind, named.kinds, taken, f"{key}.kinds[{place}]", source)
            taken[kind] = table.name
    return tuple(
        _playbook(table, f"playbooks[{i}]", named, source) for i, table in enumerate(tables)
    )


def _refuse_second(name: str, seen: set[str], key: str, source: str) -> None:
    if name in seen:
        raise PolicyError(source, key, f"there is another '{name}'", "Rename one of them")
    seen.add(name)


def _check_kind(
    kind: str, kinds: frozenset[str], taken: dict[str, str], key: str, source: str
) -> None:
    if kind not in kinds:
        raise PolicyError(
            source, key, f"the policy has no kind '{kind}'", "Name a kind of this file"
        )
    if kind in taken:
        raise PolicyError(
            source,
            key,
            f"kind '{kind}' has the playbook '{taken[kind]}' already",
            "Name it in one playbook",
        )


def _playbook(table: PlaybookTable, key: str, named: Named, source: str) -> Playbook:
    all_names = frozenset(step.name for step in table.steps)
    names: set[str] = set()
    steps: list[Step] = []
    for i, step in enumerate(table.steps):
        at = f"{key}.steps[{i}]"
        _refuse_second(step.name, names, f"{at}.name", source)
        steps.append(
            Step(
                name=step.name,
                doing=Doing(step.do),
                text=_texts(step.text, f"{at}.text", named.locales, source),
                done_when=_done_when(step.done_when, f"{at}.done_when", named, source),
                required=step.required or step.must,
                must=step.must,
                clause=step.clause,
                when=step.when or "",
                holds=_condition(step, f"{at}.when", named.kinds, all_names, source),
            )
        )
    title = _texts(table.title, f"{key}.title", named.locales, source)
    return Playbook(table.name, title, tuple(table.kinds), tuple(steps))


def _texts(table: LocaleTexts, key: str, locales: Collection[str], source: str) -> dict[str, str]:
    texts = by_locale(table)
    for locale in locales:
        if locale not in texts:
            raise PolicyError(source, f"{key}.{locale}", "this is missing", "Write it")
    for locale in texts:
        if locale not in locales:
            raise PolicyError(
                source,
                f"{key}.{locale}",
                "the policy has no such locale",
                f"Add '{locale}' to locales or remove this",
            )
    return texts


def _done_when(table: DoneWhenTable | None, key: str, named: Named, source: str) -> DoneWhen | None:
    if table is None:
        return None
    if table.tool and table.tool not in named.tools:
        raise PolicyError(
            source,
            f"{key}.tool",
            f"the policy has no tool '{table.tool}'",
            "Name a tool of this file's [[tools]]",
        )
    if not table.words and not table.like and not table.tool:
        raise PolicyError(
            source,
            key,
            "it names nothing that could be said or done",
            "Give words, like or tool, or remove it",
        )
    for name, texts in (("words", table.words), ("like", table.like)):
        for i, text in enumerate(texts):
            if not stems(text):
                raise PolicyError(
                    source,
                    f"{key}.{name}[{i}]",
                    f"'{text}' has only words that say nothing by themselves",
                    "Use words that are said when the step is done",
                )
    return DoneWhen(By(table.by), tuple(table.words), tuple(table.like), table.tool or "")


def _condition(
    step: StepTable, key: str, kinds: frozenset[str], steps: frozenset[str], source: str
) -> Callable[[Facts], bool] | None:
    if step.when is None:
        return None
    try:
        # One that fails on real facts holds: the step is shown rather than lost.
        return compile_condition(step.when, Lead.PERSON, kinds, steps)
    except ConditionError as error:
        raise PolicyError(source, key, f"{step.name}: {error.reason}", error.remedy) from None
