"""Translation settings: what translates, and in which order."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handrail.setting_error import SettingError

APERTIUM, MODEL = "apertium", "model"
KNOWN = (APERTIUM, MODEL)


@dataclass(frozen=True, slots=True)
class TranslationSettings:
    """Who is asked first, and where the engine's program is; a name in ``order`` stands there once."""

    order: tuple[str, ...] = (MODEL,)
    apertium: Path | None = None


MODEL_ALONE = TranslationSettings()
"""What holds where nothing is set: the language model translates, where there is one."""


def read_translation(environment: Mapping[str, str]) -> TranslationSettings:
    """The settings in ``environment``. Raises SettingError naming the variable."""
    order = tuple((environment.get("HANDRAIL_TRANSLATION", "") or MODEL).lower().split())
    if len(set(order)) != len(order) or not set(order) <= set(KNOWN):
        raise SettingError(
            f"HANDRAIL_TRANSLATION is {' '.join(order)!r}; write what translates in the order in which "
            "it is asked, each once: apertium model."
        )
    named = environment.get("HANDRAIL_APERTIUM", "")
    if APERTIUM not in order:
        if named:
            raise SettingError(
                "HANDRAIL_APERTIUM is set but HANDRAIL_TRANSLATION does not name apertium: "
                "write HANDRAIL_TRANSLATION='apertium model'."
            )
        return TranslationSettings(order)
    path = named or shutil.which("apertium", path=environment.get("PATH", os.defpath))
    if not path or not os.access(path, os.X_OK) or not Path(path).is_file():
        raise SettingError(
            f"HANDRAIL_TRANSLATION names apertium, but there is no such program at "
            f"{path or 'any place of PATH'}: install it (apt-get install apertium apertium-eng-spa), "
            "or give its path as HANDRAIL_APERTIUM."
        )
    return TranslationSettings(order, Path(path).absolute())
