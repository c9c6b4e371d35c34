"""What is read of a customer's text: bounded, printable, one spelling per character."""

import re
import unicodedata

MAX_CHARACTERS = 8_000  # both ends of a longer text; more than the encoder's 256 tokens hold

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u00b4`", "'"))


def prepare(text: str) -> str:
    """The text as the models read it: both ends of it, without control characters.

    Lone surrogates and control or invisible format characters become nothing or a space, so that
    they can neither break the tokenizer nor split a word to hide it.
    """
    if len(text) > MAX_CHARACTERS:
        half = MAX_CHARACTERS // 2
        text = f"{text[:half]} {text[-half:]}"
    if text.isascii() and text.isprintable() and "`" not in text:
        return _SPACES.sub(" ", text).strip()
    plain = unicodedata.normalize("NFC", text.translate(_APOSTROPHES))
    return _SPACES.sub(" ", "".join(map(_printable, plain))).strip()


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs", "Co", "Cn") else character
