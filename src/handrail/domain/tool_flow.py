"""Tool flow: how the AI comes to a call without a language model, one step a turn."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from handrail.domain.tool import Call, CallState, Choice, Option, Slot, Told, ToolSpec
from handrail.domain.tool_rules import Known, broken_limit, fits
from handrail.domain.tool_words import Speech, spoken

PLAIN = r"(?:[\w ,+€%'()-]|[.:](?=[\s\d]|$)){1,60}"
"""What of a tool's output may stand in words: no addresses, no marks that a page or shell reads."""

MOST_OPTIONS = 9
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.split("|"))


YES = _words(
    "yes|y|yeah|yep|yes please|please do|do it|yes do it|go ahead|yes go ahead|ok|okay|sure|confirm|"
    "confirmed|i confirm|correct|that is right|"
    "ja|ja bitte|jawohl|genau|ja genau|bitte|mach das|machen sie das|in ordnung|einverstanden|"
    "bestätigt|ich bestätige|"
    "sí|si|sí por favor|si por favor|claro|de acuerdo|vale|hágalo|hazlo|adelante|confirmo|correcto"
)
NO = _words(
    "no|n|nope|no thanks|no thank you|stop|cancel|don't|do not|dont|no don't|no dont|never mind|"
    "nevermind|forget it|wait|not now|"
    "nein|nein danke|abbrechen|lieber nicht|stopp|halt|vergiss es|doch nicht|"
    "no gracias|cancelar|mejor no|espera|espere|olvídelo|olvidalo"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer's words are to the call that asked: yes, no, or the value of an argument."""

    yes: bool = False
    no: bool = False
    option: Option | None = None


def heard(call: Call, text: str) -> Heard | None:
    """The customer's answer to what an open call asks; None for anything else they may say."""
    said = plain(text)
    if said in NO:
        return Heard(no=True)
    if call.state is CallState.AWAITING_CONFIRMATION:
        return Heard(yes=True) if said in YES else None
    if call.state is not CallState.PROPOSED or call.asking is None:
        return None
    option = chosen(call.options, said) if call.options else number_in(said)
    return Heard(option=option) if option is not None else None


def plain(text: str) -> str:
    """Words in small letters, single spaces, without the marks around and between them."""
    kept = unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'")
    return " ".join(re.sub(r"[^\w\s'.,-]|[.,-](?=\s|$)", " ", kept).replace(",", " ").split())


def chosen(options: Sequence[Option], said: str) -> Option | None:
    """The one option that the words name: by its place, or by a word that no other option has."""
    words = said.split()
    if not words or len(words) > 12:
        return None
    if len(words) == 1 and words[0].isdecimal() and 1 <= int(words[0]) <= len(options):
        by_word = _named(options, words)
        return by_word[0] if len(by_word) == 1 else options[int(words[0]) - 1]
    named = _named(options, words)
    return named[0] if len(named) == 1 else None


def _named(options: Sequence[Option], words: Sequence[str]) -> list[Option]:
    labels = [set(plain(option.label).split()) for option in options]
    return [
        option
        for place, option in enumerate(options)
        if any(
            word in labels[place]
            and not any(word in other for at, other in enumerate(labels) if at != place)
            for word in words
            if len(word) > 2 or word.isdecimal()
        )
    ]


def number_in(said: str) -> Option | None:
    """The one number in a short answer, such as "30 euros please"."""
    words = said.split()
    numbers = [word for word in words if re.fullmatch(r"\d{1,7}(?:\.\d{1,2})?", word)]
    if len(words) > 6 or len(numbers) != 1:
        return None
    return Option(float(numbers[0]), numbers[0])


@dataclass(frozen=True, slots=True)
class Filled:
    """All arguments are there."""

    call: Call


@dataclass(frozen=True, slots=True)
class WantsList:
    """A reading tool must be called for this argument's choice, with these arguments."""

    call: Call
    slot: Slot
    choice: Choice


@dataclass(frozen=True, slots=True)
class Asks:
    """The customer is asked for one argument, in these words by locale."""

    call: Call


@dataclass(frozen=True, slots=True)
class CannotFill:
    """An argument cannot be had: nobody is identified, or there is nothing to choose from."""

    call: Call
    argument: str
    says: Mapping[str, str]


Step = Filled | WantsList | Asks | CannotFill


def fill(spec: ToolSpec, call: Call, known: Known) -> Step:
    """Fill what can be filled, and say what the first missing argument needs."""
    for slot in spec.slots:
        if slot.argument in call.arguments:
            continue
        if slot.value is not None:
            call = with_argument(call, slot.argument, Option(slot.value, str(slot.value)))
        elif slot.own is not None:
            mine = known.get(slot.own) if slot.own in spec.sees else None
            if mine is None:
                return CannotFill(call, slot.argument, {})
            call = with_argument(call, slot.argument, Option(mine, mine))
        elif slot.choice is not None:
            return WantsList(call, slot, slot.choice)
        else:
            return Asks(replace(call, asking=slot.argument, options=()))
    return Filled(replace(call, asking=None, options=()))


def choose(spec: ToolSpec, wants: WantsList, items: object, known: Known, speech: Speech) -> Step:
    """What a reading tool's list makes of a choice: filled by the only one, or asked for."""
    name = wants.slot.argument
    options = options_of(spec, wants, items, known, speech)
    if not options:
        return CannotFill(wants.call, name, wants.choice.none)
    if len(options) == 1:
        return fill(spec, with_argument(wants.call, name, options[0]), known)
    return Asks(replace(wants.call, asking=name, options=options[:MOST_OPTIONS]))


def options_of(
    spec: ToolSpec, wants: WantsList, items: object, known: Known, speech: Speech
) -> tuple[Option, ...]:
    """The items of a list that may be chosen: plain values of the right form, within the limits."""
    if not isinstance(items, list | tuple):
        return ()
    found: list[Option] = []
    for item in cast(Sequence[object], items):
        option = _option(wants.choice, item, speech)
        if option is not None and _within(spec, wants.slot.argument, option, known):
            found.append(option)
    return tuple(found)


def _option(choice: Choice, item: object, speech: Speech) -> Option | None:
    if not isinstance(item, Mapping):
        return None
    fields = cast(Mapping[str, object], item)
    if any(fields.get(name) != wanted for name, wanted in choice.only.items()):
        return None
    value = fields.get(choice.value)
    if not isinstance(value, str | int | float):
        return None
    names = _PLACEHOLDER.findall(choice.label)
    if not all(fits(PLAIN, fields.get(name, "")) for name in names):
        return None
    return Option(
        value, filled(choice.label, {name: spoken(fields[name], speech) for name in names})
    )


def _within(spec: ToolSpec, argument: str, option: Option, known: Known) -> bool:
    limits = (limit for limit in spec.limits if limit.argument == argument)
    return not any(broken_limit(limit, option.value, known, spec.sees) for limit in limits)


def with_argument(call: Call, argument: str, option: Option) -> Call:
    """The call with one argument more, and the words for it."""
    return replace(
        call,
        arguments={**call.arguments, argument: option.value},
        labels={**call.labels, argument: option.label},
        asking=None,
        options=(),
    )


def told(
    spec: ToolSpec, data: Mapping[str, object] | None, speech: Speech
) -> Mapping[str, str] | str:
    """The declared fields of an output as words for a text, or what is wrong with them."""
    return told_fields(spec.tells, data or {}, speech)


def told_fields(
    tells: Sequence[Told], data: Mapping[str, object], speech: Speech
) -> Mapping[str, str] | str:
    """These fields of some data as words, or what is wrong with the first that is not as declared."""
    values: dict[str, str] = {}
    for each in tells:
        value = data.get(each.name)
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return f"its output has no plain '{each.name}'"
        if not fits(each.pattern, value):
            return f"its '{each.name}' does not have the form that the policy declares"
        words = each.words.get(str(value), {})
        values[each.name] = words.get(speech.locale) or words.get("en") or spoken(value, speech)
    return values


def say(texts: Mapping[str, str], locale: str, call: Call, output: Mapping[str, str]) -> str:
    """A text of the policy in this locale, arguments and declared fields in their places."""
    text = texts.get(locale) or texts.get("en") or next(iter(texts.values()), "")
    return filled(text, {**call.labels, **output})


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; values are never read for placeholders themselves."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def placeholders(text: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(_PLACEHOLDER.findall(text))


def asked_text(spec: ToolSpec, call: Call, locale: str) -> str:
    """The question for the argument that a call asks for, its options numbered beneath."""
    slot = spec.slot(call.asking or "")
    texts: Mapping[str, str] = {}
    if slot is not None:
        texts = slot.choice.ask if slot.choice is not None else slot.ask or {}
    question = say(texts, locale, call, {})
    lines = [f"{place}. {option.label}" for place, option in enumerate(call.options, 1)]
    return "\n".join([question, *lines])
