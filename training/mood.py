"""The layers for mood: their own over the shared lower ones, and one logit for each emotion."""

import copy
from pathlib import Path

import torch
from multitask import EMOTIONS_28, SIZE, MultiTask, Pool

ALL_LAYERS = 0
STANDS_ON = 2  # layers of the encoder, left as published, that the shipped ones stand on
RARE = -3.5  # log-odds at which an emotion begins: most messages show one of the 28


class Mood(torch.nn.Module):
    """States of the layer it stands on in, log-odds of GoEmotions' 28 out."""

    def __init__(self, source: Path, stands_on: int = STANDS_ON) -> None:
        super().__init__()
        published = MultiTask(source, {}, 1).bert
        self.layers = torch.nn.ModuleList(copy.deepcopy(published.encoder.layer[stands_on:]))
        self.pool = Pool(4)
        self.drop = torch.nn.Dropout(0.1)
        self.emotions = torch.nn.Linear(4 * SIZE, EMOTIONS_28)
        torch.nn.init.constant_(self.emotions.bias, RARE)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States (batch, tokens, 384) and mask (batch, tokens) -> logits (batch, 28)."""
        return self.read(self.upper(states, mask), mask)

    def upper(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What its layers make of the states."""
        unseen = -1e4 * (1.0 - mask[:, None, None, :])
        for layer in self.layers:
            states = layer(states, unseen)
        return states

    def read(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What its uppermost layer gives, and the mask -> logits (batch, 28)."""
        return self.emotions(self.drop(self.pool(states, mask)))
