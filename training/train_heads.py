"""Train the heads on the frozen encoder and write heads.npz and heads.json beside it.

    PYTHONPATH=src python training/train_heads.py DATA_FOLDER [--cache FOLDER] [--cues-only]

DATA_FOLDER holds the sets that README.md names. Of sets with splits, only training and development are
read; of tau_trajectories, half of the tasks.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from cue_heads import train_cues
from kind_calibration import calibrate_kinds
from sources import public_rows

from handrail.adapters.signals.encoder import Encoder
from handrail.adapters.signals.text import prepare
from handrail.domain.signals import CUES, EMOTIONS

MODEL = Path(__file__).parent.parent / "src/handrail/adapters/signals/model"
WORDS = MODEL.parent
HIDDEN = 256
SHORT = {
    "words": 2,
    "sure": 0.8,
}  # names and numbers of MultiDoGO train stay under it, cries for help do not
EPOCHS = 6
ROLL_UP = {
    "anger": {"anger", "annoyance", "disgust"},
    "worry": {"fear", "nervousness"},
    "sadness": {"sadness", "disappointment", "grief"},
    "confusion": {"confusion"},
    "joy": {"joy", "excitement", "amusement", "love", "relief", "pride", "admiration"},
    "gratitude": {"gratitude"},
}


class Features:
    """The encoder's features of texts, kept between runs of the same encoder."""

    def __init__(self, cache: Path) -> None:
        self._encoder = Encoder(MODEL)
        stamp = hashlib.sha256((MODEL / "encoder.onnx").read_bytes()).hexdigest()[:12]
        self._folder = cache / stamp
        self._folder.mkdir(parents=True, exist_ok=True)

    def of(self, texts: list[str]) -> np.ndarray:
        """(texts, 3456), half precision."""
        name = hashlib.sha256("\0".join(texts).encode(errors="replace")).hexdigest()[:24]
        path = self._folder / f"{name}.npy"
        if not path.exists():
            rows = [self._encoder.encode(prepare(text))[1].astype(np.float16) for text in texts]
            np.save(path, np.array(rows))
        return np.load(path)


def emotion_targets(rows: list[dict]) -> np.ndarray:
    """(rows, 8): the six emotions of the domain, then positive and negative."""
    wanted = [
        [bool(ROLL_UP[emotion] & set(row["labels"])) for emotion in EMOTIONS]
        + [group in row["group"] for group in ("positive", "negative")]
        for row in rows
    ]
    return np.array(wanted, dtype=np.float32)


def train_emotions(features: Features, data: Path) -> dict[str, np.ndarray]:
    """One hidden layer on standardised features, folded into plain weights."""
    torch.manual_seed(0)
    rows = public_rows(data, "goemotions/train")
    inputs = features.of([row["text"] for row in rows]).astype(np.float32)
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    given = torch.tensor((inputs - mean) / deviation)
    wanted = torch.tensor(emotion_targets(rows))
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.3),
        torch.nn.Linear(given.shape[1], HIDDEN),
        QuickGelu(),
        torch.nn.Dropout(0.3),
        torch.nn.Linear(HIDDEN, wanted.shape[1]),
    )
    fit_net(net, given, wanted)
    first, last = net[1], net[4]
    weights = first.weight.detach().numpy() / deviation
    return {
        "emotion_in": weights.T.astype(np.float16),
        "emotion_in_bias": first.bias.detach().numpy() - weights @ mean,
        "emotion_out": last.weight.detach().numpy().T,
        "emotion_out_bias": last.bias.detach().numpy(),
    }


class QuickGelu(torch.nn.Module):
    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return values * torch.sigmoid(1.702 * values)


def fit_net(net: torch.nn.Module, given: torch.Tensor, wanted: torch.Tensor) -> None:
    """AdamW, one cycle, batches of 128, binary cross-entropy."""
    steps = EPOCHS * -(-len(given) // 128)
    optimizer = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(given)).split(128):
            optimizer.zero_grad()
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                net(given[batch]), wanted[batch]
            )
            loss.backward()
            optimizer.step()
            schedule.step()
    net.eval()


def version_of(arrays: dict[str, np.ndarray], facts: dict) -> str:
    """A name that changes with anything that changes a reading."""
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name in ("encoder.onnx", "tokenizer.json"):
        digest.update((MODEL / name).read_bytes())
    for name in ("lexicon.toml", "language.toml"):
        digest.update((WORDS / name).read_bytes())
    for name in sorted(arrays):
        digest.update(arrays[name].tobytes())
    return f"minilm-int8-{digest.hexdigest()[:12]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/handrail-training"))
    parser.add_argument("--cues-only", action="store_true", help="keep the other shipped heads")
    parser.add_argument(
        "--keep", nargs="+", default=[], choices=CUES, help="keep these shipped cues"
    )
    options = parser.parse_args()
    torch.set_num_threads(1)  # sums in one order, and no slower beside other work
    features = Features(options.cache)
    if options.cues_only:
        arrays = dict(np.load(MODEL / "heads.npz"))
        kinds = json.loads((MODEL / "heads.json").read_text())["kinds"]
    else:
        arrays = train_emotions(features, options.data)
        kinds = calibrate_kinds(features, options.data)
    cues, report = train_cues(features, options.data)
    if options.keep:
        columns = [CUES.index(cue) for cue in options.keep]
        with np.load(MODEL / "heads.npz") as shipped:
            cues["cue"][:, columns] = shipped["cue"][:, columns]
            cues["cue_bias"][columns] = shipped["cue_bias"][columns]
    arrays |= cues
    facts = {"kinds": kinds, "short": SHORT}
    facts["version"] = version_of(arrays, facts)
    np.savez_compressed(MODEL / "heads.npz", **arrays)
    (MODEL / "heads.json").write_text(json.dumps(facts, indent=2) + "\n")
    print(json.dumps(facts | {"cues_in_cross_validation": report}, indent=2))


if __name__ == "__main__":
    main()
