"""Side by side with MAPIE, a maintained package for risk control: the same data, the same thresholds?"""

import importlib
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, cast

from bench.autonomy_worlds import WORLDS
from handrail.domain.bounds import binomial_tail
from handrail.domain.certificate import Bound, Judged
from handrail.domain.risk_curve import RiskCurve, starting_points

ABSENT = (
    "mapie is not installed: python -m pip install mapie rich, then "
    "PYTHONPATH=src python -m bench.autonomy mapie"
)


@dataclass(frozen=True)
class Compared:
    """How MAPIE's Learn then Test and ours agree: thresholds by windows, and each p-value."""

    version: str
    windows: int
    p_values: int
    p_values_alike: int
    p_values_explained: int
    same_threshold: int
    theirs_more_careful: int
    refused_by_both: int


def compare(trials: int, seed: int) -> Compared | None:
    """Windows of several worlds through both; None where MAPIE is not installed."""
    try:
        mapie = importlib.import_module("mapie")
    except ImportError:
        return None
    source, counted = Random(seed), Counter[str]()
    for world in WORLDS[:5]:
        for _ in range(trials):
            judged, confidences = world.window(400, source)
            counted.update(_window(judged, confidences, world.bound))
    return Compared(
        mapie.__version__,
        counted["windows"],
        counted["p_values"],
        counted["alike"],
        counted["explained"],
        counted["same"],
        counted["more careful"],
        counted["refused"],
    )


def _window(judged: Sequence[Judged], confidences: Sequence[float], bound: Bound) -> Iterator[str]:
    """What there is to count in one window."""
    curve, theirs = RiskCurve(judged, confidences, bound), list[float]()
    for start, share in starting_points(len(judged), bound):
        tested = [point for point in curve.points if point.judged >= start]
        controller = _controller(judged, [point.threshold for point in tested], bound, share)
        theirs += [float(level) for level in controller.valid_predict_params]
        for point, other in zip(tested, controller.p_values.ravel(), strict=True):
            yield "p_values"
            ours, rounded = (
                binomial_tail(point.errors + more, point.judged, bound.alpha) for more in (0, 1)
            )
            if abs(ours - float(other)) < 1e-9:
                yield "alike"
            if ours - 1e-9 < float(other) < rounded + 1e-9:
                yield "explained"
    found = curve.certify()
    ours, other = getattr(found, "threshold", 2.0), min(theirs, default=2.0)
    yield "windows"
    if ours == other:
        yield "same"
    if ours < other:
        yield "more careful"
    if ours == other == 2:
        yield "refused"


def _controller(
    judged: Sequence[Judged], thresholds: Sequence[float], bound: Bound, share: float
) -> Any:
    """MAPIE's controller of precision, which is one minus our error, by fixed-sequence testing."""
    numpy = cast(Any, importlib.import_module("numpy"))
    control = cast(Any, importlib.import_module("mapie.risk_control"))

    def both_classes(levels: Any) -> Any:
        return numpy.column_stack([1 - levels, levels])

    controller = control.BinaryClassificationController(
        predict_function=both_classes,
        risk="precision",
        target_level=1 - bound.alpha,
        confidence_level=1 - bound.delta * share,
        list_predict_params=numpy.array(thresholds),
        fwer_method="fixed_sequence",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where nothing passes
        controller.calibrate(
            numpy.array([one.confidence for one in judged]),
            numpy.array([int(not one.wrong) for one in judged]),
        )
    return controller
