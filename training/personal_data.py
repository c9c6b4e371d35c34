"""Train the small model that finds names and addresses, and write it beside the adapter that reads it.

    PYTHONPATH=src python training/personal_data.py DATA_FOLDER

It learns from sentences of our own (data/personal) that are filled with made-up people, places and firms of
Faker (MIT); from goemotions (train), whose authors put [NAME] for the names, filled likewise; and from
ordinary messages without names: banking77 (train) and clinc150 (train), our own articles and cue wordings.
Everyday words are counted over all of them and cfpb_complaints, and joined with whole words of the encoder's
tokenizer. No row of Presidio's synthetic set is read here: it only measures.
"""

import argparse
import gzip
import json
import random
import re
import string
from collections import Counter
from pathlib import Path

import pycrfsuite
from faker import Faker

from handrail.adapters.personal_data.marks import by_form
from handrail.adapters.personal_data.phones import phones
from handrail.adapters.personal_data.words import Word, traits, words
from handrail.domain.personal_data import without_overlaps

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src/handrail"
MODEL = SOURCE / "adapters/personal_data/model"
SEED = 7
AMERICAN = Faker("en_US")
ROUNDS = {"en": 45, "de": 35, "es": 35}
LOCALES = {
    "en": {
        "en_US": 8, "en_GB": 6, "en_AU": 2, "en_CA": 2, "en_IE": 2, "en_IN": 2, "en_NZ": 1, "de_DE": 1,
        "es_ES": 1, "es_MX": 1, "fr_FR": 2, "it_IT": 2, "pl_PL": 2, "cs_CZ": 2, "hu_HU": 2, "sv_SE": 2,
        "da_DK": 2, "no_NO": 1, "fi_FI": 2, "nl_NL": 2, "pt_BR": 2, "pt_PT": 1, "hr_HR": 2, "sl_SI": 1,
        "tr_TR": 1, "ro_RO": 1, "et_EE": 1, "lv_LV": 1, "lt_LT": 1, "sk_SK": 1, "id_ID": 1, "vi_VN": 1,
        "fil_PH": 1, "az_AZ": 1, "sq_AL": 1, "fr_BE": 1, "de_AT": 1, "de_CH": 1, "es_CO": 1,
    },
    "de": {"de_DE": 6, "de_AT": 3, "de_CH": 3, "tr_TR": 1, "pl_PL": 1, "it_IT": 1, "hr_HR": 1, "ro_RO": 1},
    "es": {"es_ES": 6, "es_MX": 4, "es_CO": 3, "es_AR": 2, "es_CL": 2, "pt_BR": 1, "ro_RO": 1},
}  # fmt: skip
NAMING = {"make_call", "text", "share_location", "change_user_name", "what_is_your_name", "user_name",
          "restaurant_reservation", "confirm_reservation", "cancel_reservation", "reminder_update",
          "accept_reservations", "play_music"}  # labels of messages that may name people  # fmt: skip
NATIONALITIES = (
    "German Spanish French Italian Polish Dutch Chinese Indian Greek Irish Turkish Swedish Mexican"
)
THINGS = "lamp sofa phone jacket kettle mattress bike camera desk rug charger toaster watch printer"
TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof.", "Professor")
MONTHS = "January February March April May June July August September October November December"


class Made:
    """Made-up values for the slots of one language's sentences."""

    def __init__(self, language: str, rng: random.Random):
        self.rng = rng
        weights = LOCALES[language]
        self.locales, self.weights = [], []
        for locale, weight in weights.items():
            try:
                self.locales.append(Faker(locale))
                self.weights.append(weight)
            except AttributeError:
                print("no such locale", locale)

    def pick(self) -> Faker:
        return self.rng.choices(self.locales, self.weights)[0]

    def value(self, name: str, made: Faker | None = None) -> str:
        """A value of one locale; American where it has none of its own."""
        made = made or self.pick()
        try:
            return getattr(made, name)()
        except AttributeError:
            return getattr(AMERICAN, name)()

    def any(self) -> str:
        """A name as people are called among people."""
        roll = self.rng.random()
        return self.first() if roll < 0.5 else self.last() if roll < 0.65 else self.person()

    def first(self) -> str:
        return self.value("first_name")

    def last(self) -> str:
        return self.value("last_name")

    def person(self) -> str:
        made, roll = self.pick(), self.rng.random()
        first, last = self.value("first_name", made), self.value("last_name", made)
        if roll < 0.14:
            return first
        if roll < 0.2:
            return last
        if roll < 0.3:
            return f"{first} {self.rng.choice(string.ascii_uppercase)}{self.rng.choice(['', '.'])} {last}"
        if roll < 0.34:
            return f"{first} {self.value('first_name', made)} {last}"
        if roll < 0.37:
            return f"{first[0]}. {last}"
        if roll < 0.4:
            return f"{first}-{self.value('first_name', made)} {last}"
        if roll < 0.43:
            return f"{first} {last}-{self.value('last_name', made)}"
        if roll < 0.47:
            return f"{first} {self.value('last_name')}"
        if roll < 0.49:
            return f"{last}, {first}"
        return f"{first} {last}"

    def street(self, made: Faker | None = None) -> str:
        made = made or self.pick()
        street, number = (
            self.value("street_name", made),
            str(self.rng.randint(1, self.rng.choice([60, 999, 9999]))),
        )
        if self.rng.random() < 0.08:
            number = f"{self.rng.randint(1, 99999)} {number}"
        number += self.rng.choice(["", "", "", "", "a", "B", f"-{self.rng.randint(2, 99)}"])
        said = f"{street} {number}" if self.rng.random() < 0.45 else f"{number} {street}"
        if self.rng.random() < 0.2:
            extra = self.rng.choice(
                ["Apt.", "Suite", "Flat", "Unit", "Floor", "Top", "Apartment", "Apt"]
            )
            said += self.rng.choice([" ", ", ", "\n"]) + f"{extra} {self.rng.randint(1, 999)}"
        return street if self.rng.random() < 0.08 else said

    def address(self) -> str:
        made, rng = self.pick(), self.rng
        roll = rng.random()
        if roll < 0.25:
            return self.street(made)
        if roll < 0.45:
            said = self.value("address", made)
            return said if rng.random() < 0.5 else said.replace("\n", ", ")
        if roll < 0.5:
            return f"P.O. Box {rng.randint(1, 9999)}, {self.city()} {self.zip()}"
        gap = rng.choice([", ", "\n", " ", "\n ", "\n> "])
        parts = [self.street(made)]
        town = self.city()
        if rng.random() < 0.3:
            town = town.upper()
        if rng.random() < 0.6:
            town = rng.choice(
                [f"{self.zip()} {town}", f"{town} {self.zip()}", f"{town}, {self.zip()}"]
            )
        parts.append(town)
        if rng.random() < 0.3:
            parts.append(rng.choice(["CA", "NY", "TX", "WA", "KS", "NSW", "BC", "Kent", "Surrey"]))
        if rng.random() < 0.35:
            parts.append(self.country())
        if rng.random() < 0.3:
            parts[-1] += rng.choice([" ", ", "]) + self.zip()
        return gap.join(parts)

    def zip(self) -> str:
        return self.value("postcode")

    def city(self) -> str:
        return self.value("city")

    def country(self) -> str:
        return self.value("country")

    def org(self) -> str:
        if self.rng.random() < 0.45:
            return self.value("company")
        base = self.value("last_name") if self.rng.random() < 0.4 else self.coined()
        tail = " Inc| Inc.| Ltd| GmbH| Group| & Co| Bank| Software| Partners| Analytics| Systems| Insurance"
        return base + self.rng.choice(["", "", "", *tail.split("|")])

    def coined(self) -> str:
        """A firm's invented name."""
        starts = (
            "Ave Opti Tera Nova Inte Medi Zil Clear Blue Open Green Quick Data Net Cap Vel Xen Cogni"
            " Ever Sol"
        )
        ends = (
            "ra lux data soft max sight lytics ware nova tech lio kit corp gen scape ly hub works"
            " path line"
        )
        said = self.rng.choice(starts.split()) + self.rng.choice(ends.split())
        return said + self.rng.choice(["", "", " " + self.rng.choice(starts.split())])

    def title(self) -> str:
        return self.rng.choice(TITLES)

    def job(self) -> str:
        return AMERICAN.job()

    def email(self) -> str:
        return self.value("email")

    def phone(self) -> str:
        return self.value("phone_number")

    def iban(self) -> str:
        return self.value("iban")

    def card(self) -> str:
        return self.value("credit_card_number")

    def date(self) -> str:
        day, month, year = self.rng.randint(1, 28), self.rng.randint(1, 12), self.year()
        forms = (f"{day}.{month}.{year}", f"{month}/{day}/{year}", f"{year}-{month:02}-{day:02}",
                 f"{day} {self.month()} {year}", f"{self.month()} {day}", f"{day}.{month}.")  # fmt: skip
        return self.rng.choice(forms)

    def year(self) -> str:
        return str(self.rng.randint(1930, 2026))

    def month(self) -> str:
        return self.rng.choice(MONTHS.split())

    def weekday(self) -> str:
        return self.rng.choice(
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        )

    def age(self) -> str:
        return str(self.rng.randint(1, 99))

    def n(self) -> str:
        return str(self.rng.randint(1, 10 ** self.rng.randint(1, 8)))

    def nationality(self) -> str:
        return self.rng.choice(NATIONALITIES.split())

    def thing(self) -> str:
        return self.rng.choice(THINGS.split())


LABELS = {"any": "PERSON", "person": "PERSON", "first": "PERSON", "last": "PERSON", "street": "ADDRESS",
          "address": "ADDRESS", "city": "PLACE", "country": "PLACE", "org": "FIRM"}  # fmt: skip


def fill(carrier: str, made: Made) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence and its labelled spans. Neighbouring names (first, last) are one span."""
    text, spans = "", []
    for piece in re.split(r"(\{\w+\})", carrier.replace("\\n", "\n")):
        if not piece.startswith("{"):
            text += piece
            continue
        slot = piece[1:-1]
        said = getattr(made, slot)()
        roll = made.rng.random()
        if slot in LABELS and roll < 0.04:
            said = said.upper()
        elif slot in LABELS and roll < 0.09:
            said = said.lower()
        if label := LABELS.get(slot):
            start = len(text)
            if spans and spans[-1][2] == label == "PERSON" and text[spans[-1][1] :] == " ":
                start = spans.pop()[0]
            spans.append((start, len(text) + len(said), label))
        text += said
    if made.rng.random() < 0.2:
        lowered = text.lower()
        text = lowered if len(lowered) == len(text) else text
    return text, spans


def as_read(text: str, language: str) -> list[Word]:
    """The text's words as the adapter cuts them, what shows by its form being one word."""
    return words(text, without_overlaps([*by_form(text), *phones(text, language)]))


def labels_of(cut, spans) -> list[str]:
    """B-, I- or O for each word."""
    found = []
    for word in cut:
        inside = [s for s in spans if s[0] <= word.start and word.end <= s[1]]
        if not inside or (word.text == "\n" and word.end == inside[0][1]):
            found.append("O")
        else:
            (start, _, label) = inside[0]
            found.append(("B-" if word.start == start else "I-") + label)
    return found


def plain_messages(data: Path) -> list[str]:
    """Ordinary messages that name nobody, or hardly ever."""
    texts = []
    for name in ("banking77", "clinc150"):
        with gzip.open(data / name / "train.jsonl.gz", "rt") as lines:
            rows = map(json.loads, lines)
            texts += [row["text"] for row in rows if row["label"] not in NAMING]
    for path in sorted((HERE / "data/cues").glob("*.jsonl")):
        rows = map(json.loads, path.read_text().splitlines())
        texts += [row["text"] for row in rows if row["part"] == "train"]
    for path in sorted((SOURCE / "policies").glob("*/*.md")):
        body = re.sub(r"(?s)^\+\+\+.*?\+\+\+|^---.*?---", "", path.read_text())
        texts += [block for block in re.split(r"\n\s*\n", body) if block.strip()]
    return texts


def posts(data: Path) -> list[str]:
    """Posts of goemotions (train), [NAME] in the place of names."""
    with gzip.open(data / "goemotions/train.jsonl.gz", "rt") as lines:
        return [json.loads(line)["text"] for line in lines]


def with_slots(posts: list[str]) -> list[str]:
    """Those that name somebody, as sentences with slots."""
    named = [post for post in posts if "[NAME]" in post and "{" not in post and "[REL" not in post]
    return [post.replace("[NAME]", "{any}") for post in named]


def complaints(data: Path) -> list[str]:
    """Narratives of cfpb_complaints, for their words alone."""
    texts = []
    for path in sorted((data / "cfpb_complaints").glob("records_with_narrative.jsonl.gz")):
        with gzip.open(path, "rt") as lines:
            texts += [str(json.loads(line).get("narrative", "")) for line in lines]
    return texts


def everyday_words(texts: list[str], carriers: list[str]) -> set[str]:
    """Words of ordinary messages, mostly written small there (four times or more), and of our sentences."""
    counted, small = Counter(), Counter()
    for text in texts:
        for word in words(text):
            counted[word.text.lower()] += 1
            small[word.text] += word.text.islower()
    ours = {w.text.lower() for line in carriers for w in words(re.sub(r"\{\w+\}|\\n", " ", line))}
    said = {w for w, count in counted.items() if count >= 4 and small[w] >= 0.6 * count}
    return {w for w in said | ours | dictionary() if w[0].isalpha()} | {
        t.lower().strip(".") for t in TITLES
    }


def dictionary() -> set[str]:
    """Whole words of the encoder's tokenizer, without those that Faker has in names, places and firms."""
    tokenizer = SOURCE / "adapters/signals/model/tokenizer.json"
    known = json.loads(tokenizer.read_text())["model"]["vocab"]
    proper = set()
    for locale in {locale for weights in LOCALES.values() for locale in weights}:
        made = Faker(locale)
        for provider in made.get_providers():
            for name in (
                "first_names",
                "last_names",
                "cities",
                "countries",
                "states",
                "city_names",
            ):
                values = getattr(provider, name, ())
                proper |= {w.text.lower() for value in values for w in words(str(value))}
    return {w for w in known if w.isascii() and w.isalpha() and len(w) > 2} - proper


def main() -> None:
    """Make the sentences, train, write model and words."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--c1", type=float, default=0.2)
    parser.add_argument("--c2", type=float, default=0.01)
    parser.add_argument("--iterations", type=int, default=100)
    args = parser.parse_args()
    rng = random.Random(SEED)
    Faker.seed(SEED)
    carriers = {
        language: (HERE / f"data/personal/carriers_{language}.txt").read_text().splitlines()
        for language in ROUNDS
    }
    plain = plain_messages(args.data)
    written = posts(args.data)
    ours = [line for lines in carriers.values() for line in lines]
    everyday = everyday_words([*plain, *written, *complaints(args.data)], ours)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    rows = 0
    for language, lines in carriers.items():
        made = Made(language, rng)
        todo = lines * ROUNDS[language] + (with_slots(written) if language == "en" else [])
        for line in todo:
            if line:
                text, spans = fill(line, made)
                cut = as_read(text, language)
                seen = traits(cut, everyday)
                marks = labels_of(cut, spans)
                trainer.append(hidden(seen, marks, rng), marks)
                rows += 1
    for text in plain:
        for form in {text, text.lower() if rng.random() < 0.3 else text}:
            cut = as_read(form, "en")
            if cut:
                trainer.append(traits(cut, everyday), ["O"] * len(cut))
                rows += 1
    trainer.set_params({"c1": args.c1, "c2": args.c2, "max_iterations": args.iterations,
                        "feature.possible_transitions": True, "feature.minfreq": 3})  # fmt: skip
    MODEL.mkdir(exist_ok=True)
    print(rows, "sentences,", len(everyday), "everyday words")
    trainer.train(str(MODEL / "names.crfsuite"))
    (MODEL / "everyday.txt").write_text("\n".join(sorted(everyday)) + "\n")


def hidden(seen, marks, rng: random.Random):
    """Half of the names unknown by themselves: the model must learn to read those it never met."""
    kept = []
    for mine, mark in zip(seen, marks, strict=True):
        unknown = mark != "O" and rng.random() < 0.5
        kept.append([trait for trait in mine if not (unknown and trait.startswith("w="))])
    return kept


if __name__ == "__main__":
    main()
