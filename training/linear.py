"""Regularised logistic regression of several labels at once, and what makes its scores probabilities."""

import numpy as np
import torch


class Scale:
    """Features at mean 0 and deviation 1, as the background has them; folded away in what ships."""

    def __init__(self, background: np.ndarray) -> None:
        plain = background.astype(np.float32)
        self.mean, self.deviation = plain.mean(axis=0), plain.std(axis=0) + 1e-3

    def of(self, raw: np.ndarray) -> torch.Tensor:
        return torch.tensor((raw.astype(np.float32) - self.mean) / self.deviation)

    def fold(self, weights: torch.Tensor, bias: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
        """Weights (labels, features) on scaled features -> (features, labels) on plain ones, and biases."""
        plain = (weights.numpy() / self.deviation).T
        return plain.astype(np.float32), (bias.numpy() - self.mean @ plain).astype(np.float32)


def fit(
    given: torch.Tensor, wanted: np.ndarray, weight: np.ndarray, penalty: float, steps: int = 60
) -> tuple[torch.Tensor, torch.Tensor]:
    """Weights (labels, features) and biases that minimise the weighted log loss plus the penalty."""
    targets, weights_of_rows = (torch.tensor(a, dtype=torch.float32) for a in (wanted, weight))
    weights = torch.zeros(targets.shape[1], given.shape[1], requires_grad=True)
    bias = torch.full((targets.shape[1],), -3.0, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=steps, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = torch.nn.functional.binary_cross_entropy_with_logits(
            torch.nn.functional.linear(given, weights, bias),
            targets,
            weights_of_rows,
            reduction="sum",
        )
        total = total + 0.5 * penalty * (weights**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return weights.detach(), bias.detach()


def decide(model: tuple[torch.Tensor, torch.Tensor], given: torch.Tensor) -> np.ndarray:
    """Log-odds (texts, labels)."""
    return torch.nn.functional.linear(given, *model).numpy()


def platt(scores: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make scores log-odds of the truth (Platt 1999), fitted on rows kept apart."""
    given = torch.tensor(scores, dtype=torch.float32)
    targets, weights_of_rows = (torch.tensor(a, dtype=torch.float32) for a in (wanted, weight))
    line = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = torch.nn.functional.binary_cross_entropy_with_logits(
            line[0] * given + line[1], targets, weights_of_rows, reduction="sum"
        )
        total = total + 0.5 * (line[0] - 1.0) ** 2
        total.backward()
        return total

    optimizer.step(loss)
    slope, offset = line.detach().tolist()
    return max(slope, 0.05), offset
