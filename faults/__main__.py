"""`python -m faults lose-puback:30%`: the fault lab alone, which prints every packet.

`python -m faults serve` is the service that the lab starts when somebody opens its page.
"""

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Sequence

from chat.errors import SettingsError
from chat.settings import Settings
from faults.proxy import FaultProxy, FaultyClient, Upstream
from faults.rules import Rule, RuleError
from faults.signals import signalled
from faults.texts import line, text
from faults.trace import PacketEvent
from tls.contexts import broker_context

BAD_OPTION = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM. Returns 0; 2 when a setting, an option or a rule is wrong, or a port is taken."""
    try:
        settings = Settings.load(os.environ)
    except SettingsError as error:
        print(f"faults: {error.detail}", file=sys.stderr)
        return BAD_OPTION
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["serve"]:
        from faults.service import serve  # noqa: PLC0415 - a proxy alone needs no WebSockets

        return serve(settings)
    language = "en" if settings.lang == "en" else "pt-BR"
    options = _parser(language).parse_args(given)
    try:
        rules = [Rule.parse(rule) for rule in options.rules]
        upstream = Upstream(settings.broker_address, settings.broker_port, broker_context(settings))
        asyncio.run(_serve(upstream, options, rules, language))
    except (RuleError, SettingsError, OSError) as error:
        print(f"faults: {error}", file=sys.stderr)
        return BAD_OPTION
    return 0


def _parser(language: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faults", description=text("help", language))
    parser.add_argument("rules", nargs="*", metavar="RULE", help=text("help-rules", language).replace("%", "%%"))
    parser.add_argument("--port", type=int, default=1893, help=text("help-port", language))
    parser.add_argument("--clients", type=int, default=1, help=text("help-clients", language))
    parser.add_argument("--host", default="127.0.0.1", help=text("help-host", language))
    parser.add_argument("--seed", type=int, help=text("help-seed", language))
    return parser


async def _serve(upstream: Upstream, options: argparse.Namespace, rules: Sequence[Rule], language: str) -> None:
    """Listen, print, and stop at a signal. Raises RuleError, OSError."""

    def show(client: FaultyClient, event: PacketEvent) -> None:
        print(line(client.name, event, language), flush=True)

    dice = random.Random(options.seed).random  # noqa: S311 - a lesson, no secret
    proxy = FaultProxy(upstream, options.host, on_event=show, dice=dice)
    try:
        for number in range(options.clients):
            client = await proxy.open(f"client-{number + 1}", options.port + number)
            client.set_rules(rules)
            said = ", ".join(rule.text() for rule in rules) or text("none", language)
            values = {"name": client.name, "host": options.host, "port": client.port, "rules": said}
            print(text("ready", language, **values), flush=True)
        await signalled()
    finally:
        await proxy.stop()


if __name__ == "__main__":
    sys.exit(main())
