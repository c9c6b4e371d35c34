"""The policy's wrap-up table becomes rules, or is refused with key, reason and what to do."""

from handrail.adapters.policy_files.schema import WrapUpFieldTable, WrapUpTable, by_locale
from handrail.domain.policy import PolicyError
from handrail.domain.wrap_up_rules import (
    CUSTOMER_FIELDS,
    FIGURES,
    WRAP_UP,
    FieldFrom,
    FieldRule,
    WrapUpRules,
)

_OF = {FieldFrom.FIGURE: FIGURES, FieldFrom.CUSTOMER: CUSTOMER_FIELDS}


def wrap_up_rules(table: WrapUpTable | None, source: str) -> WrapUpRules:
    """The rules in the table, the usual ones without it. Raises PolicyError."""
    if table is None:
        return WRAP_UP
    names = [field.name for field in table.fields]
    for i, name in enumerate(names):
        if name in names[:i]:
            key = f"wrap_up.fields[{i}].name"
            raise PolicyError(source, key, f"'{name}' is there twice", "Give each field its name")
    rules = tuple(_rule(i, field, source) for i, field in enumerate(table.fields))
    return WrapUpRules(table.quiet_min, table.promise_grace_min, rules)


def _rule(index: int, field: WrapUpFieldTable, source: str) -> FieldRule:
    key = f"wrap_up.fields[{index}]"
    wanted = _OF.get(field.source, ("",))
    if field.of not in wanted:
        said = f"one of: {', '.join(wanted)}" if wanted != ("",) else "nothing"
        reason = f"source '{field.source}' has no '{field.of}'"
        raise PolicyError(source, f"{key}.of", reason, f"Name {said} here")
    title = by_locale(field.title)
    if "en" not in title:
        raise PolicyError(source, f"{key}.title", "it has no text in en", "Add one for staff")
    return FieldRule(field.name, title, field.type, field.source, field.of)
