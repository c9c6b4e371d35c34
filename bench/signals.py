"""What the bundled models read, on public test rows and beside peers.

    HANDRAIL_BENCH_DATA=FOLDER python -m bench.signals [--published FOLDER]

FOLDER holds the public sets that training/README.md names. A set that is absent is said to be, and so
is a peer that is not installed. Thresholds are those that ship; test rows choose nothing.
"""

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.public_sets import Row, is_tested, plain, public_rows
from bench.signal_peers import Router, Vader
from bench.statistics import Figure, auroc, bootstrap, f1, macro_f1, share
from handrail.actions.ports import KindHead
from handrail.adapters.signals.encoder import Encoder, Floats, Views
from handrail.adapters.signals.heads import Heads, Units
from handrail.adapters.signals.reader import MODEL, BundledSignalReader
from handrail.adapters.signals.text import prepare
from handrail.domain.signals import ABUSE, ASKS_FOR_PERSON, PROMPT_INJECTION

RESULTS = Path(__file__).parent / "results" / "signals.json"
MEASURED = Path(__file__).parents[1] / "training" / "measured_heads.npz"
OFFENCE = ("hate", "offensive", "neither")
SOURCES = (
    "NLU++",
    "RasaHQ",
)  # whose wordings the shipped head learnt; measured by heads without them


@dataclass(frozen=True)
class Line:
    """One line of the table: a figure with its 95% interval beside what was asked."""

    what: str
    figure: Figure
    rows: int
    asked: float
    peers: dict[str, float] = field(default_factory=dict[str, float])
    at_most: bool = False  # the figure shall not exceed what was asked

    @property
    def reached(self) -> bool:
        return self.figure[0] <= self.asked if self.at_most else self.figure[0] >= self.asked


class Models:
    """The shipped models, and the views of every text once."""

    def __init__(self, data: Path, published: Path | None) -> None:
        self.data = data
        self.vader = beside("VADER", Vader)
        self.router = beside("semantic-router", lambda: Router(published)) if published else None
        self.reader = BundledSignalReader()
        self.heads = Heads(MODEL)
        self.encoder = Encoder(MODEL)
        self._views: dict[str, Views] = {}

    def rows(self, name: str) -> list[Row]:
        return public_rows(self.data, name)

    def views(self, texts: list[str]) -> list[Views]:
        for text in texts:
            if text not in self._views:
                self._views[text] = self.encoder.encode(prepare(text))
        return [self._views[text] for text in texts]

    def scores(self, units: Units, texts: list[str]) -> Floats:
        """Log-odds of each unit for each text: (texts, units)."""
        return np.array([units.scores(one) for one in self.views(texts)])

    def flagged(self, texts: list[str], cue: str) -> NDArray[np.bool_]:
        """Whether each text is flagged, word lists included, as the product does."""
        head = self.reader.fit({})
        return np.array([cue in r.signals.flagged for r in self.reader.read(texts, head)])


def beside(name: str, make: Callable[[], Any]) -> Any:
    """A peer, or None and a word about it where it is not installed."""
    try:
        return make()
    except ImportError as missing:
        Console().print(f"{name} is not installed ({missing}), so nothing stands beside us there")
        return None


def texts_of(rows: list[Row], key: str = "text") -> list[str]:
    return [str(row[key]) for row in rows]


def emotions(models: Models) -> Iterator[Line]:
    """GoEmotions' 28 at the thresholds of its development part; sentiment beside VADER."""
    rows = models.rows("goemotions/test")
    names = list(models.heads.emotion_cuts)
    cuts = np.array(list(models.heads.emotion_cuts.values()))
    views = models.views(texts_of(rows))
    fine = np.array([models.heads.fine_emotions(one) for one in views])
    wanted = np.array([[name in row["labels"] for name in names] for row in rows])
    flagged = fine >= cuts

    def macro(places: NDArray[np.intp]) -> float:
        return float(
            np.mean([f1(flagged[places, i], wanted[places, i]) for i in range(len(names))])
        )

    yield Line("GoEmotions, macro-F1 of 28", bootstrap(macro, len(rows)), len(rows), 0.54)
    groups = [row["group"] for row in rows]
    positive = np.array(["positive" in g for g in groups])
    negative = np.array(["negative" in g for g in groups])
    polar = np.flatnonzero(positive != negative)
    sentiment = np.array([models.heads.emotions(one)[1] for one in views])
    peers = dict[str, float]()
    if models.vader:
        compound = models.vader.scores(texts_of(rows))
        peers["VADER"] = auroc(compound[polar], positive[polar])
    yield Line(
        "GoEmotions, sentiment AUROC",
        bootstrap(lambda at: auroc(sentiment[polar[at]], positive[polar[at]]), len(polar)),
        len(polar),
        0.90,
        peers,
    )


def kinds(models: Models) -> Iterator[Line]:
    """Intents as a company's kinds of moment, fitted on the training part by the product's own head."""
    train, test = models.rows("banking77/train"), models.rows("banking77/test")
    right, _, peers = kind_guesses(models, train, test)
    yield Line(
        "Banking77, accuracy",
        share(right),
        len(test),
        0.94,
        {n: float(p[0].mean()) for n, p in peers.items()},
    )
    train = [row for row in models.rows("clinc150/train") if row["label"] != "oos"]
    test = models.rows("clinc150/test")
    inside = np.array([row["label"] != "oos" for row in test])
    right, sure, peers = kind_guesses(models, train, test)
    yield Line(
        "CLINC150, accuracy in scope",
        share(right[inside]),
        int(inside.sum()),
        0.965,
        {name: float(found[0][inside].mean()) for name, found in peers.items()},
    )
    yield Line(
        "CLINC150, AUROC of out of scope",
        bootstrap(lambda at: auroc(sure[at], inside[at]), len(test)),
        len(test),
        0.97,
        {name: auroc(found[1], inside) for name, found in peers.items()},
    )


def kind_guesses(
    models: Models, train: list[Row], test: list[Row]
) -> tuple[NDArray[np.bool_], Floats, dict[str, tuple[NDArray[np.bool_], Floats]]]:
    """Whether each test row was read rightly and how surely; likewise by each peer that is here."""
    examples: dict[str, list[str]] = {}
    for row in train:
        examples.setdefault(str(row["label"]), []).append(str(row["text"]))
    head = models.reader.fit(examples)
    vectors = np.array([view.kind for view in models.views(texts_of(test))])
    shares = np.concatenate(
        [head.shares(vectors[at : at + 256]) for at in range(0, len(vectors), 256)]
    )
    names = np.array(head.names)
    wanted = np.array([str(row["label"]) for row in test])
    right = names[shares[:, :-1].argmax(axis=1)] == wanted
    peers = dict[str, tuple[NDArray[np.bool_], Floats]]()
    if models.router:
        guesses, scores = models.router.guesses(examples, texts_of(test))
        peers["semantic-router"] = (np.array(guesses) == wanted, scores)
    return right, shares[:, :-1].max(axis=1), peers


def asking(models: Models) -> Iterator[Line]:
    """Asking for a person: each source of others' wordings by a head that never saw that source."""
    measured = np.load(MEASURED)
    rows = [
        r for r in models.rows("handoff_utterances/permissive") if r["label"] == "human_handoff"
    ]
    messages = [*models.rows("banking77/test"), *models.rows("clinc150/test")]
    quiet = texts_of([row for row in messages if row["label"] not in ("oos", "are_you_a_bot")])
    hits: list[bool] = []
    for source in (*SOURCES, "Bitext"):
        mine = texts_of([row for row in rows if str(row["source"]).startswith(source)])
        if source in SOURCES:
            units = Units(measured, f"without_{source}", models.heads.rarity)
            cut = measured[f"without_{source}_threshold"]
            found, alarms = (
                1.0 / (1.0 + np.exp(-models.scores(units, texts)[:, 0])) >= cut
                for texts in (mine, quiet)
            )
        else:
            found, alarms = (models.flagged(texts, ASKS_FOR_PERSON) for texts in (mine, quiet))
        hits += found.tolist()
        yield Line(
            f"asks for a person, recall on {source}, new to it", share(found), len(mine), 0.97
        )
        what = "asks for a person, false alarms on Banking77 + CLINC150, that head"
        yield Line(what, share(alarms), len(quiet), 0.01, at_most=True)
    yield Line("asks for a person, recall on all sources", share(hits), len(hits), 0.97)


def injections(models: Models) -> Iterator[Line]:
    """Prompt injection on deepset's test part, and what it lets pass of harmless texts with its words."""
    rows = models.rows("prompt_injection/deepset_test")
    wanted = np.array([row["label"] == 1 for row in rows])
    found = models.flagged(texts_of(rows), PROMPT_INJECTION)
    figure = bootstrap(lambda at: f1(found[at], wanted[at]), len(rows))
    yield Line("prompt injection, deepset test F1", figure, len(rows), 0.93)
    harmless = texts_of(models.rows("prompt_injection/notinject"))
    passed = ~models.flagged(harmless, PROMPT_INJECTION)
    yield Line("prompt injection, NotInject passed", share(passed), len(harmless), 0.90)


def offence(models: Models) -> Iterator[Line]:
    """Offence in tweets by a head that only measures; abuse of an assistant as it ships."""
    measured = np.load(MEASURED)
    rows = [row for row in models.rows("toxicity/davidson") if is_tested(str(row["text"]))]
    wanted = np.array([OFFENCE.index(str(row["label"])) for row in rows])
    units = Units(measured, "offence", models.heads.rarity)
    guesses = models.scores(units, texts_of(rows)).argmax(axis=1)
    figure = bootstrap(lambda at: macro_f1(guesses[at], wanted[at], 3), len(rows))
    yield Line("Davidson, macro-F1 of 3", figure, len(rows), 0.75)
    learnt = {
        plain(t)
        for part in ("train", "valid")
        for t in texts_of(models.rows(f"convabuse/{part}"), "user")
    }
    rows = models.rows("convabuse/test")
    for what, kept in (
        ("ConvAbuse, macro-F1 (all test rows)", rows),
        (
            "ConvAbuse, macro-F1 (rows no other part has)",
            [r for r in rows if plain(str(r["user"])) not in learnt],
        ),
    ):
        abusive = np.array([int(bool(row["abusive"])) for row in kept])
        found = models.flagged(texts_of(kept, "user"), ABUSE).astype(int)
        yield Line(what, abuse_figure(found, abusive), len(kept), 0.85)


def abuse_figure(found: NDArray[np.intp], wanted: NDArray[np.intp]) -> Figure:
    return bootstrap(lambda at: macro_f1(found[at], wanted[at], 2), len(wanted))


def time(models: Models) -> Iterator[Line]:
    """Milliseconds for all signals of one message on one core, and what reading adds to the encoder."""
    texts = texts_of(models.rows("banking77/train"))
    head = models.reader.fit({f"kind {n}": texts[n * 10 : n * 10 + 10] for n in range(30)})
    asked = texts[-1000:]
    took = list[float]()
    for text in asked:
        began = perf_counter()
        models.reader.read([text], head)
        took.append(perf_counter() - began)
    p50, p99 = (float(np.percentile(took, point)) * 1e3 for point in (50, 99))
    yield Line("all signals of one message, p50 ms", (p50, p50, p50), len(asked), 5.0, at_most=True)
    yield Line(
        "all signals of one message, p99 ms", (p99, p99, p99), len(asked), 15.0, at_most=True
    )
    fresh = list(dict.fromkeys(texts[-3000:-1000]))  # the reader keeps what it has just encoded
    shares = [share_kept(models, head, fresh[at : at + 100]) for at in range(0, len(fresh), 100)]
    low, kept, high = (float(np.percentile(shares, point)) for point in (2.5, 50, 97.5))
    yield Line("batch: share of the encoder's own throughput", (kept, low, high), len(fresh), 0.90)


def share_kept(models: Models, head: KindHead, texts: list[str]) -> float:
    """Processor time of the encoder alone on a batch, by that of reading the batch."""
    began = process_time()
    for text in texts:
        models.encoder.encode(prepare(text))
    middle = process_time()
    models.reader.read(texts, head)
    return (middle - began) / (process_time() - middle)


PARTS = (time, emotions, kinds, asking, injections, offence)


def main() -> None:
    """Measure, print the table, and keep it with the command and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, help="the untuned encoder, for semantic-router")
    parser.add_argument("--only", nargs="+", choices=[part.__name__ for part in PARTS])
    options = parser.parse_args()
    data = os.environ.get("HANDRAIL_BENCH_DATA") or parser.error("set HANDRAIL_BENCH_DATA")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    models = Models(Path(data), options.published)
    lines: list[Line] = []
    for part in PARTS:
        if options.only and part.__name__ not in options.only:
            continue
        try:
            lines += part(models)
        except FileNotFoundError as absent:
            Console().print(f"{part.__name__}: not measured, {absent.filename} is not there")
    show(lines)
    keep(lines, models.reader.version)


def show(lines: list[Line]) -> None:
    table = Table("what", "measured", "95%", "rows", "asked", "reached", "peers", title="Signals")
    for line in lines:
        value, low, high = line.figure
        sign = "<=" if line.at_most else ">="
        table.add_row(
            line.what,
            f"{value:.3f}",
            f"{low:.3f} to {high:.3f}",
            f"{line.rows:,}",
            f"{sign} {line.asked}",
            "yes" if line.reached else "NO",
            ", ".join(f"{name} {figure:.3f}" for name, figure in line.peers.items()),
        )
    Console(width=150).print(table)


def keep(lines: list[Line], version: str) -> None:
    """Write the lines; those of the same version that were not measured now stay."""
    measured: list[dict[str, Any]] = [asdict(line) | {"reached": line.reached} for line in lines]
    kept: dict[str, Any] = (
        json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    )
    if kept.get("version") == version:
        now = {line["what"] for line in measured}
        measured += [line for line in kept["lines"] if line["what"] not in now]
    facts = {
        "command": "HANDRAIL_BENCH_DATA=FOLDER python -m bench.signals",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "version": version,
        "lines": measured,
    }
    RESULTS.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
