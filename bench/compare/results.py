"""What came out: runs of figures, their ratios, as a table, as JSON, as a plot. Pure."""

import html
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.compare.comparisons import Claim, Comparison
from bench.compare.trials import Figures


@dataclass
class Result:
    """The runs of one comparison, ours and the peer's in turn."""

    comparison: Comparison
    ours: list[Figures] = field(default_factory=list)
    peer: list[Figures] = field(default_factory=list)

    def ratios(self, claim: Claim) -> list[float]:
        """Ours divided by the peer's, run by run."""
        pairs = zip(self.ours, self.peer, strict=True)
        return [mine[claim.figure] / theirs[claim.figure] for mine, theirs in pairs]

    def median_ratio(self, claim: Claim) -> float:
        """The ratio that counts: of the medians, so that one odd run does not decide."""
        return median(self.ours, claim.figure) / median(self.peer, claim.figure)


def median(runs: Sequence[Figures], figure: str) -> float:
    """The median of one figure over all runs."""
    return statistics.median(run[figure] for run in runs)


def readable(value: float) -> str:
    """A number with three significant digits: 136,000 or 1.53."""
    if value < 1000:
        return f"{value:.3g}"
    return f"{round(value, 2 - math.floor(math.log10(value))):,.0f}"


_HEAD = (
    "what",
    "broker",
    "against",
    "ours",
    "peer",
    "ratio of medians",
    "min / median / max",
    "must be",
    "",
    "command",
)


def table(results: Sequence[Result]) -> str:
    """A Markdown table, a line for each claim."""
    lines = [f"| {' | '.join(_HEAD)} |", "|" + "---|" * len(_HEAD)]
    lines += [_line(result, claim) for result in results for claim in result.comparison.claims]
    return "\n".join(lines) + "\n"


def _line(result: Result, claim: Claim) -> str:
    comparison, ratios, ratio = result.comparison, result.ratios(claim), result.median_ratio(claim)
    cells = (
        comparison.what if len(comparison.claims) == 1 else f"{comparison.what}: {claim.figure}",
        comparison.broker,
        comparison.against,
        *(_figure(runs, claim) for runs in (result.ours, result.peer)),
        f"{ratio:.2f}",
        " / ".join(f"{one:.2f}" for one in (min(ratios), statistics.median(ratios), max(ratios))),
        f"{claim.bound} {claim.target:g}" if claim.target else "",
        "" if not claim.target else "ok" if claim.holds(ratio) else "NOT MET",
        f"`bench {comparison.group}`",
    )
    return f"| {' | '.join(cells)} |"


def _figure(runs: Sequence[Figures], claim: Claim) -> str:
    """The median, and how much of what was published came, when that is not all."""
    share = statistics.median(run.get("share", 1.0) for run in runs)
    came = f" ({100 * share:.3g} % came)" if share < 1 else ""
    return f"{readable(median(runs, claim.figure))} {claim.unit}{came}"


def document(results: Sequence[Result], about: dict[str, Any]) -> dict[str, Any]:
    """Everything that was measured, for programs."""
    return {
        "about": about,
        "comparisons": [
            {
                **_names(one.comparison),
                "ours_runs": one.ours,
                "peer_runs": one.peer,
                "claims": [_claim(one, claim) for claim in one.comparison.claims],
            }
            for one in results
        ],
    }


def _names(comparison: Comparison) -> dict[str, str]:
    return {name: getattr(comparison, name) for name in ("group", "what", "broker", "against")}


def read(document: dict[str, Any], comparisons: Sequence[Comparison]) -> list[Result]:
    """The runs of these comparisons in a document; those that it does not hold are left out."""
    runs = {tuple(one[name] for name in ("group", "what", "broker", "against")): one for one in document["comparisons"]}
    known = {one: runs.get(tuple(_names(one).values())) for one in comparisons}
    return [Result(one, found["ours_runs"], found["peer_runs"]) for one, found in known.items() if found]


def _claim(result: Result, claim: Claim) -> dict[str, Any]:
    return {
        "figure": claim.figure,
        "unit": claim.unit,
        "bound": claim.bound,
        "target": claim.target,
        "ratios": result.ratios(claim),
        "ratio": result.median_ratio(claim),
        "holds": claim.holds(result.median_ratio(claim)),
    }


_ROW, _LEFT, _WIDTH, _RIGHT = 26, 520, 420, 90
_LOW, _HIGH = -1.2, 2.4
"""Powers of ten at the ends of the plot's axis."""


def plot(results: Sequence[Result]) -> str:
    """An SVG: each ratio on a logarithmic axis, its spread as a bar, its target as a tick."""
    rows = [(result, claim) for result in results for claim in result.comparison.claims]
    height = _ROW * (len(rows) + 2)
    parts = [_row(number, result, claim) for number, (result, claim) in enumerate(rows)]
    marks = [_grid(value, height) for value in (0.1, 0.5, 1, 2, 5, 10, 50, 100, 200)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + _RIGHT}" height="{height}" '
        'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(marks)}{''.join(parts)}</svg>\n"
    )


def _x(ratio: float) -> float:
    power = min(max(math.log10(max(ratio, 1e-9)), _LOW), _HIGH)
    return round(_LEFT + _WIDTH * (power - _LOW) / (_HIGH - _LOW), 1)


def _grid(value: float, height: int) -> str:
    at = _x(value)
    colour = "#888" if value == 1 else "#ddd"
    return (
        f'<line x1="{at}" x2="{at}" y1="{_ROW}" y2="{height - _ROW}" stroke="{colour}"/>'
        f'<text x="{at}" y="{height - 8}" text-anchor="middle" fill="#555">{value:g}</text>'
    )


def _row(number: int, result: Result, claim: Claim) -> str:
    middle = _ROW * (number + 1.5)
    ratios, ratio = result.ratios(claim), result.median_ratio(claim)
    colour = "#1a7f37" if claim.holds(ratio) else "#cf222e"
    one = result.comparison
    label = html.escape(f"{one.what}, {one.broker} : {one.against} ({claim.figure})")
    begin, end = _x(min(ratios)), _x(max(ratios))
    target = _x(claim.target) if claim.target else None
    tick = f'<path d="M{target} {middle - 9}v18" stroke="#0969da" stroke-width="2"/>' if target else ""
    return (
        f'<text x="{_LEFT - 10}" y="{middle + 4}" text-anchor="end">{label}</text>'
        f'<path d="M{begin} {middle}H{end}" stroke="{colour}" stroke-width="5" stroke-opacity=".35"/>'
        f'<circle cx="{_x(ratio)}" cy="{middle}" r="5" fill="{colour}"/>{tick}'
        f'<text x="{_LEFT + _WIDTH + 10}" y="{middle + 4}">{ratio:.2f}</text>'
    )
