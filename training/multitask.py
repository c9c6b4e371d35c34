"""The multi-task encoder: all-MiniLM-L6-v2 with its upper layers tuned, and a pooling for each view.

The last stage forks it after four layers: one pair of upper layers goes on telling what a message is about
(sentence vector, kinds), a copy learns how it is said and what it risks (mood, cues, tone), so that neither
has to give way to the other.
"""

import copy
from pathlib import Path

import torch
from transformers import BertModel

SIZE = 384
FROZEN_LAYERS = (
    2  # the lowest; their words serve every task, and leaving them alone is a quarter quicker
)
FORK = 4  # layers that both upper pairs stand on
SCALE = 20.0  # of cosines, before the softmax over kinds
EMOTIONS_28 = 28


class Pool(torch.nn.Module):
    """Attention pooling with queries of its own; untrained it is the mean of the tokens."""

    def __init__(self, queries: int) -> None:
        super().__init__()
        self.queries = torch.nn.Parameter(torch.zeros(queries, SIZE))

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States (batch, tokens, 384), mask (batch, tokens) -> (batch, queries x 384)."""
        scores = states @ self.queries.T - 1e4 * (1.0 - mask[:, :, None])
        shares = scores.softmax(dim=1)
        return (shares.transpose(1, 2) @ states).flatten(1)


class Cosines(torch.nn.Module):
    """Scaled cosines of kind vectors to one prototype a label, and last the constant for none of them."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.prototypes = torch.nn.Parameter(torch.randn(labels, SIZE) * 0.05)
        self.none = torch.nn.Parameter(torch.tensor(0.4))

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        """Unit vectors (batch, 384) -> logits (batch, labels + 1)."""
        cosines = vectors @ torch.nn.functional.normalize(self.prototypes, dim=1).T
        none = self.none.expand(len(vectors), 1)
        return SCALE * torch.cat([cosines, none], dim=1)


class MultiTask(torch.nn.Module):
    """One pass gives the sentence vector, the kind vector, and the pooled views that the heads read."""

    def __init__(self, source: Path, labels: dict[str, int], cues: int) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            source, add_pooling_layer=False, attn_implementation="eager"
        )
        self.feeling: torch.nn.ModuleList | None = None
        self.kind_pool = Pool(1)
        self.kind_turn = torch.nn.Linear(SIZE, SIZE, bias=False)
        torch.nn.init.eye_(self.kind_turn.weight)
        self.mood_pool, self.cue_pool, self.tone_pool = Pool(4), Pool(4), Pool(4)
        self.kinds = torch.nn.ModuleDict({name: Cosines(count) for name, count in labels.items()})
        self.drop = torch.nn.Dropout(0.1)
        self.emotions = torch.nn.Linear(4 * SIZE, EMOTIONS_28)
        self.cues = torch.nn.Linear(4 * SIZE, cues)
        self.offence = torch.nn.Linear(4 * SIZE, 3)
        self.abuse = torch.nn.Linear(4 * SIZE, 1)
        self.injection = torch.nn.Linear(4 * SIZE, 1)

    def freeze_lower_layers(self) -> None:
        """Leave word embeddings and the lowest layers as published."""
        for part in (self.bert.embeddings, *self.bert.encoder.layer[:FROZEN_LAYERS]):
            part.requires_grad_(requires_grad=False)

    def fork(self) -> None:
        """Give mood, cues and tone upper layers of their own; from now on no others are trained."""
        self.feeling = torch.nn.ModuleList(copy.deepcopy(self.bert.encoder.layer[FORK:]))
        for part in (self.bert, self.kind_pool, self.kind_turn, self.kinds):
            part.requires_grad_(requires_grad=False)

    def layers(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> list[torch.Tensor]:
        """What the embedding and each of the six layers give: (batch, tokens, 384) each."""
        # Explicit positions and types: the model's own slices of them defeat shape inference.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            states = self.bert(
                input_ids,
                attention_mask=attention_mask,
                position_ids=torch.arange(input_ids.shape[1])[None, :],
                token_type_ids=torch.zeros_like(input_ids),
                output_hidden_states=True,
            ).hidden_states
        return [layer.float() for layer in states]

    def meant(self, states: list[torch.Tensor], mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the layers give, and the mask -> the views embedding and kind, and the layers' means."""
        count = mask.sum(dim=1, keepdim=True)
        mean = {n: (states[n] * mask[:, :, None]).sum(dim=1) / count for n in (2, 4, 6)}
        unit = torch.nn.functional.normalize
        return {
            "embedding": unit(mean[6], dim=1),
            "kind": unit(self.kind_turn(self.kind_pool(states[-1], mask)), dim=1),
            "means": torch.cat([mean[6], mean[4], mean[2]], dim=1),
        }

    def forked(self, middle: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What layer FORK gives, and the mask -> what the own upper layers of mood, cues and tone give."""
        unseen = -1e4 * (1.0 - mask[:, None, None, :])
        states = middle
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            for layer in self.feeling:
                states = layer(states, unseen)
        return states.float()

    def felt(self, last: torch.Tensor, mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """What the uppermost layer gives, and the mask -> the views mood, cue and tone."""
        return {
            "mood": self.mood_pool(last, mask),
            "cue": self.cue_pool(last, mask),
            "tone": self.tone_pool(last, mask),
        }

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        """Token ids and mask, (batch, tokens) -> the views: embedding, kind, mood, cue, tone, layer means."""
        states = self.layers(input_ids, attention_mask)
        mask = attention_mask.to(states[-1].dtype)
        last = states[-1] if self.feeling is None else self.forked(states[FORK], mask)
        return self.meant(states, mask) | self.felt(last, mask)
