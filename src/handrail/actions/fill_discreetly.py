"""Fill discreetly: forms for a language model hold placeholders in place of personal data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from handrail.actions.hide_personal import hide_texts, put_back
from handrail.actions.model_ports import Asking, Form, FormFiller, ModelFailed
from handrail.actions.ports import PersonalData

T = TypeVar("T")


class DiscreetFormFiller:
    """The port ``FormFiller`` around another one, which never sees personal data.

    The values are back in place before anyone checks what was filled in. A placeholder that was
    invented, altered or, where all must be kept, lost makes the form worthless.
    """

    def __init__(self, filler: FormFiller, personal_data: PersonalData) -> None:
        self._filler = filler
        self._personal_data = personal_data

    @property
    def version(self) -> str:
        """The version of the model behind it."""
        return self._filler.version

    async def fill(self, form: Form[T], asking: Asking) -> T:
        """The filled form, unchecked but for its shape. Raises ModelFailed; never hangs."""
        texts = list[str]()
        _each_text(form.material, _into(texts))
        hidden = await hide_texts(self._personal_data, texts, form.language, asking.known)
        covered = iter(hidden.texts)
        material = cast(Mapping[str, Any], _each_text(form.material, lambda _: next(covered)))
        filled = await self._filler.fill(replace(form, material=material), asking)
        said = list[str]()
        _each_text(filled, _into(said))
        if form.keeps_all and (lost := hidden.lost("\n".join(said))):
            raise ModelFailed(f"lost_placeholder: {', '.join(lost)[:80]}")
        return cast(T, _each_text(filled, lambda text: put_back(hidden, text)))


def _into(texts: list[str]) -> Callable[[str], str]:
    def keep(text: str) -> str:
        texts.append(text)
        return text

    return keep


def _each_text(value: object, change: Callable[[str], str]) -> object:
    """The value with every text in it changed, in order; keys and numbers stay."""
    if isinstance(value, str):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _each_text(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **changed)
    if isinstance(value, Mapping):
        items = cast(Mapping[str, object], value).items()
        return {key: _each_text(each, change) for key, each in items}
    if isinstance(value, Sequence):
        made = [_each_text(each, change) for each in cast(Sequence[object], value)]
        return tuple(made) if isinstance(value, tuple) else made
    return value
