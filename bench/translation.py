"""Translation: what the installed engine makes of customers' sentences, and what survives it.

`python -m bench.translation CATALOGUES` reads the message catalogues of a web shop and of its account
pages, which people translated into many languages: the wheels in CATALOGUES, from
`pip download --no-deps -d CATALOGUES django-oscar==4.2.1 django-allauth==65.22.1` (BSD 3-clause, MIT).
Two languages of one message are a pair of sentences. Those whose source hashes to an even byte are for
developing and are not read here. chr-F is sacreBLEU's (`pip install sacrebleu==2.6.0`).

Each direction: chr-F of the engine and of the untranslated source on the same sentences, what the checks
refused and why, time for one message, and whether a name, a card, a link, an order number and an amount
in the same message come back as they were. Directions after CATALOGUES, as en-es, measure those alone;
what was measured before of others stays in the results.
"""

import asyncio
import gettext
import hashlib
import importlib
import io
import json
import re
import resource
import shutil
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handrail.actions.model_ports import Asking
from handrail.actions.translate_discreetly import DiscreetTranslator
from handrail.actions.translator import TranslationFailed, Translator
from handrail.adapters.personal_data.local_personal_data import LocalPersonalData
from handrail.adapters.translation.apertium import open_apertium
from handrail.domain.personal_data import PersonalKind
from handrail.domain.translation import check_translation

RESULTS = Path(__file__).parent / "results" / "translation.json"
LANGUAGES = ("en", "es", "fr", "it", "ca")
MOST, SURVIVING = 120, 30
_ODD = re.compile(r"[%{}<>\n&_]|\b[A-Z]{3,}\b")
NAME = "Rosa Blanco"
VALUES = (NAME, "4111 1111 1111 1111", "https://shop.example/o?id=7", "4711-A", "49.90")
TAIL = f" {NAME}, 4111 1111 1111 1111, https://shop.example/o?id=7, 4711-A, 49.90 EUR."


@dataclass
class Tried:
    """What came of one direction."""

    said: list[str] = field(default_factory=list[str])
    wanted: list[str] = field(default_factory=list[str])
    source: list[str] = field(default_factory=list[str])
    refused: Counter[str] = field(default_factory=Counter[str])
    seconds: list[float] = field(default_factory=list[float])


def catalogue(wheels: Sequence[Path], language: str) -> dict[str, str]:
    """A language's messages by their English; of several wheels together."""
    found: dict[str, str] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as parts:
            for name in parts.namelist():
                if name.endswith(f"/locale/{language}/LC_MESSAGES/django.mo"):
                    read = gettext.GNUTranslations(io.BytesIO(parts.read(name)))
                    messages: Mapping[Any, str] = vars(read)["_catalog"]
                    found |= {k: v for k, v in messages.items() if isinstance(k, str) and k and v}
    return found


def sentences(wheels: Sequence[Path], source: str, target: str) -> Iterator[tuple[str, str]]:
    """Pairs of plain sentences of four words or more, the part that is kept for measuring."""
    theirs = {one: catalogue(wheels, one) for one in (source, target) if one != "en"}
    keys = set(theirs[source if source != "en" else target])
    for other in theirs.values():
        keys &= set(other)
    for key in sorted(keys):
        pair = [key if one == "en" else theirs[one][key] for one in (source, target)]
        plain = all(len(each.split()) >= 4 and not _ODD.search(each) for each in pair)
        if plain and pair[0] != pair[1] and hashlib.sha256(pair[0].encode()).digest()[0] % 2:
            yield pair[0], pair[1]


async def try_pair(
    engine: Translator, pairs: Sequence[tuple[str, str]], way: tuple[str, str]
) -> Tried:
    """Each sentence on its own, as messages come; a refused one scores as its source, as staff see it."""
    tried = Tried()
    for source, wanted in pairs:
        begun = time.perf_counter()
        try:
            said = await engine.translate(source, *way, Asking())
            if problem := check_translation(source, said, way[1]):
                raise TranslationFailed(str(problem))
        except TranslationFailed as why:
            tried.refused[str(why).split(":")[0]] += 1
            said = source
        tried.seconds.append(time.perf_counter() - begun)
        tried.said.append(said)
        tried.wanted.append(wanted)
        tried.source.append(source)
    return tried


async def survivors(
    engine: Translator, pairs: Sequence[tuple[str, str]], way: tuple[str, str]
) -> tuple[int, int, int]:
    """Messages with values in them: translated, with all values as they were, and tried."""
    translated = whole = 0
    discreet = DiscreetTranslator(engine, LocalPersonalData())
    for source, _ in pairs:
        asking = Asking(known={NAME: PersonalKind.PERSON})
        try:
            said = await discreet.translate(source + TAIL, *way, asking)
        except TranslationFailed:
            continue
        translated += 1
        whole += all(value in said for value in VALUES)
    return translated, whole, len(pairs)


def measured(tried: Tried, survived: tuple[int, int, int]) -> dict[str, Any]:
    """One direction's figures."""
    sacrebleu: Any = importlib.import_module("sacrebleu")
    took = sorted(tried.seconds)
    translated, whole, of = survived
    return {
        "sentences": len(tried.said),
        "chr_f": round(sacrebleu.corpus_chrf(tried.said, [tried.wanted]).score / 100, 3),
        "chr_f_of_the_source_itself": round(
            sacrebleu.corpus_chrf(tried.source, [tried.wanted]).score / 100, 3
        ),
        "refused": dict(tried.refused),
        "ms_p50": round(1000 * took[len(took) // 2]),
        "ms_p95": round(1000 * took[int(len(took) * 0.95)]),
        "with_values": {"tried": of, "translated": translated, "all_values_as_they_were": whole},
    }


async def main(folder: Path, wanted: Sequence[str]) -> None:
    """Measure the wanted directions, or all that are installed, and keep the results as they come."""
    program = shutil.which("apertium")
    if program is None:
        sys.exit("There is no program apertium: apt-get install apertium apertium-eng-spa.")
    engine = await open_apertium(Path(program))
    wheels = sorted(folder.glob("django_*.whl"))
    ways = [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b and engine.by(a, b)]
    found: dict[str, Any] = (
        json.loads(RESULTS.read_text())["directions"] if RESULTS.exists() else {}
    )
    for way in ways:
        name = "-".join(way)
        if wanted and name not in wanted:
            continue
        pairs = list(sentences(wheels, *way))[:MOST]
        if len(pairs) < SURVIVING:
            continue
        tried = await try_pair(engine, pairs, way)
        found[name] = measured(tried, await survivors(engine, pairs[:SURVIVING], way))
        print(name, found[name], flush=True)
        told = {
            "command": "python -m bench.translation CATALOGUES",
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine": engine.version,
            "set": ", ".join(wheel.name.removesuffix("-py3-none-any.whl") for wheel in wheels),
            "mb_of_the_largest_process": largest_mb(),
            "directions": found,
        }
        RESULTS.write_text(json.dumps(told, indent=2) + "\n")


def largest_mb() -> int:
    """Memory of the largest process that the engine started so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
