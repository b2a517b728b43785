"""Which checker judges which task: the names by which the lessons' texts call them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from web.lessons.checkers import commands, device, faults, publish, resend, telemetry, topics
from web.lessons.evidence import Evidence
from web.lessons.verdict import Verdict

Checker = Callable[[Evidence], Verdict]

CHECKERS: Mapping[str, Checker] = MappingProxyType(
    {
        "plain": publish.plain,
        "with-id": publish.with_id,
        "value": publish.value,
        "addressed": publish.addressed,
        "described": device.described,
        "reports": device.reports,
        "varies": device.varies,
        "in-bounds": device.in_bounds,
        "steady": telemetry.steady,
        "two-values": telemetry.two_values,
        "unit": telemetry.unit,
        "peak": telemetry.peak,
        "obeys": commands.obeys,
        "both-ways": commands.both_ways,
        "unknown": commands.unknown,
        "describe": commands.describe,
        "doubled": resend.doubled,
        "other-content": resend.other_content,
        "counted-run": resend.counted_run,
        "hears-all": topics.hears_all,
        "answers-all": topics.answers_all,
        "loses": faults.loses,
        "doubles": faults.doubles,
        "once": faults.once,
    }
)
