"""The report for people: a table of a few lines, and the verdict. Pure."""

from devices.fleet.report import NOTHING, Percentiles, Report
from devices.fleet.texts import Texts


def lines(report: Report, texts: Texts, *, is_busy: bool) -> list[str]:
    """What a run has shown. `is_busy`: the fleet's own process was the limit."""
    rows = _rows(report, texts)
    width = max(len(name) for name, _ in rows)
    made = ["", *(f"  {name:<{width}}  {value}" for name, value in rows), ""]
    if is_busy:
        made.append(texts("busy"))
    return [*made, texts(_verdict(report))]


def _verdict(report: Report) -> str:
    if not report.totals.sent:
        return "nothing-sent"
    if report.source == NOTHING:
        return "unknown"
    return "good" if report.is_good else "bad"


def _rows(report: Report, texts: Texts) -> list[tuple[str, str]]:
    totals, check = report.totals, report.check
    rows = [
        (
            "devices",
            texts(
                "of-devices",
                count=report.devices,
                connected=report.connected,
                connections=totals.connections,
                failures=totals.failures.total(),
            ),
        ),
        (
            "sent",
            texts(
                "of-sent",
                sent=totals.sent,
                seconds=texts.decimal(report.seconds),
                rate=texts.decimal(totals.sent / report.seconds),
                left_out=totals.left_out,
            ),
        ),
        ("acknowledged", _acknowledged(report, texts)),
        ("refused", _refused(report, texts)),
        ("source", texts(f"report-{report.source}")),
    ]
    if report.source != NOTHING:
        rows += [
            ("logged", texts("of-logged", logged=check.logged, missing=check.missing)),
            ("lost", _lost(report, texts)),
            ("doubled", _doubled(report, texts)),
            ("order", texts("of-order", out_of_order=check.out_of_order)),
        ]
    if totals.wills_due:
        rows.append(("wills", texts("of-wills", seen=totals.wills_seen, due=totals.wills_due)))
    if totals.puback.all.count:
        rows.append(("puback", _times(report.puback, texts)))
    if totals.to_log.all.count:
        rows.append(("to-log", _times(report.to_log, texts)))
    late = texts.decimal(1000 * totals.late)
    rows.append(("fleet", texts("of-fleet", cpu=texts.decimal(report.cpu_percent), late=late)))
    return [(texts(f"row-{name}"), value) for name, value in rows]


def _acknowledged(report: Report, texts: Texts) -> str:
    if not report.qos:
        return texts("of-acknowledged-0")
    return texts(
        "of-acknowledged",
        acknowledged=report.totals.acknowledged,
        unacknowledged=report.unacknowledged,
        resent=report.totals.resent,
    )


def _refused(report: Report, texts: Texts) -> str:
    totals = report.totals
    reasons = ", ".join(f"{reason} {texts.number(count)}" for reason, count in totals.refused.most_common(5))
    return texts(
        "of-refused",
        refused=totals.refused.total(),
        reasons=f" ({reasons})" if reasons else "",
        untold=totals.untold,
    )


def _lost(report: Report, texts: Texts) -> str:
    if report.totals.untold and report.check.lost:
        return texts("of-lost-untold", lost=report.check.lost, untold=report.totals.untold)
    return texts("of-lost", lost=report.check.lost)


def _doubled(report: Report, texts: Texts) -> str:
    check = report.check
    if check.doubled_resends:
        return texts("of-doubled-resends", doubled=check.doubled, resends=check.doubled_resends)
    return texts("of-doubled", doubled=check.doubled)


def _times(times: Percentiles, texts: Texts) -> str:
    return texts("of-times", p50=texts.decimal(times.p50), p99=texts.decimal(times.p99), most=texts.decimal(times.most))
