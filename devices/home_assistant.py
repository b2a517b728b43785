"""A device as Home Assistant discovers it over MQTT: one retained document, made from the description. Pure.

The form is Home Assistant's device discovery (since 2024.11), `homeassistant/device/<node>/<object>/config` with the
abbreviations `dev`, `o`, `cmps`: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery. State comes from what
the device publishes; a message that does not have the value changes nothing. A command of Home Assistant is a message
of the role `homeassistant`, as anybody's: docs/protocol.md, "Home Assistant".
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from devices.description import Button, Choice, Command, Description, Slider, Switch, Value
from devices.names import chat_topic, status_topic
from devices.paths import steps

ROLE = "homeassistant"
"""Home Assistant's own role, under which it sends its commands. In a closed lab it is its account."""

LEAST_STEP = 0.001
"""Home Assistant takes no smaller step of a number."""

_CLASSES = {("temperature", "°C"): "temperature", ("humidity", "%"): "humidity", ("speed", "m/s"): "speed"}
"""Device classes that are sure from a key and its unit."""

Component = dict[str, Any]


def discovery_topic(session: str, role: str) -> str:
    """Where the document belongs, retained. An empty one makes Home Assistant forget the device."""
    return f"homeassistant/device/{session}/{role}/config"


def discovery(session: str, role: str, description: Description) -> dict[str, Any]:
    """The document: a component for each command, and for each value that no command shows already."""
    state, orders = chat_topic(session, role), chat_topic(session, ROLE)
    shown = {getattr(command, "key", "") for command in description.commands}
    components = [
        (f"command_{command.word}", _command(command, role, state, orders)) for command in description.commands
    ]
    components += [
        (f"value_{value.key}", _value(value, state)) for value in description.values if value.key not in shown
    ]
    own_id = f"lab-{session}-{role}"
    return {
        "dev": {"ids": [own_id], "name": f"{role} ({session})", "mdl": description.device, "mf": "Messaging lab"},
        "o": {"name": "messaging-lab"},
        "avty_t": status_topic(session, role),
        "qos": 1,
        "cmps": {name: component | {"uniq_id": f"{own_id}-{name}"} for name, component in _unique(components)},
    }


def _command(command: Command, role: str, state: str, orders: str) -> Component:
    """A component that sends an order. Without a key it has no state: Home Assistant then assumes it."""
    key = getattr(command, "key", "")
    made: Component = {"name": key or command.word, "cmd_t": orders}
    if key:
        made |= {"stat_t": state, "val_tpl": _flag(key) if isinstance(command, Switch) else _plain(key)}
    match command:
        case Switch():
            on, off = _order(role, command.word), _order(role, command.off)
            return made | {"p": "switch", "pl_on": on, "pl_off": off, "stat_on": "ON", "stat_off": "OFF"}
        case Slider():
            step = command.step or min(1.0, (command.greatest - command.least) / 100)
            bounds = {"min": command.least, "max": command.greatest, "step": max(step, LEAST_STEP)}
            return (
                made | {"p": "number", "cmd_tpl": _order_with_value(role, command.word)} | bounds | _unit(command.unit)
            )
        case Choice():
            return made | {
                "p": "select",
                "ops": list(command.choices),
                "cmd_tpl": _order_with_value(role, command.word),
            }
        case Button():
            return made | {"p": "button", "pl_prs": _order(role, command.word)}
        case _:
            return made | {"p": "text", "cmd_tpl": _order_with_value(role, command.word)}


def _value(value: Value, state: str) -> Component:
    """A component that shows a value."""
    made: Component = {"name": value.key}
    match value.kind:
        case "place":
            return made | {"p": "device_tracker", "json_attr_t": state, "json_attr_tpl": _place(value.key)}
        case "boolean":
            return made | {"p": "binary_sensor", "stat_t": state, "val_tpl": _flag(value.key)}
        case "number":
            made |= {"p": "sensor", "stat_t": state, "val_tpl": _plain(value.key), "stat_cla": "measurement"}
            device_class = _CLASSES.get((value.key.rpartition(".")[2], value.unit))
            return made | _unit(value.unit) | ({"dev_cla": device_class} if device_class else {})
        case _:
            # Home Assistant would show an empty text; so what is shown stays.
            return made | {"p": "sensor", "stat_t": state, "val_tpl": _plain(value.key, otherwise="{{ this.state }}")}


def _unit(unit: str) -> Component:
    return {"unit_of_meas": unit} if unit else {}


def _order(role: str, words: str) -> str:
    """The message that orders a device to do something."""
    return json.dumps({"to": role, "text": words}, ensure_ascii=False)


def _order_with_value(role: str, word: str) -> str:
    """A template of such a message, with what was chosen behind the word."""
    return f'{{{{ {{"to": {_quoted(role)}, "text": {_quoted(word + " ")} ~ value}} | tojson }}}}'


def _plain(key: str, otherwise: str = "") -> str:
    return _if_told(key, f"{{{{ {_expression(steps(key))} }}}}", otherwise)


def _flag(key: str) -> str:
    return _if_told(key, f"{{{{ 'ON' if {_expression(steps(key))} else 'OFF' }}}}")


def _place(key: str) -> str:
    at = _expression(steps(key))
    return _if_told(key, f'{{{{ {{"latitude": {at}.lat, "longitude": {at}.lon}} | tojson }}}}', "{}")


def _if_told(key: str, template: str, otherwise: str = "") -> str:
    """A template for messages that have the value. Each step is looked at, for what is not there has no members."""
    way = steps(key)
    told = " and ".join(f"{_expression(way[: end + 1])} is defined" for end in range(len(way)))
    return f"{{% if {told} %}}{template}{'{% else %}' + otherwise if otherwise else ''}{{% endif %}}"


def _expression(way: Iterable[str | int]) -> str:
    return "value_json" + "".join(f"[{step if isinstance(step, int) else _quoted(step)}]" for step in way)


def _quoted(text: str) -> str:
    """A string of a template: Jinja reads the escapes of JSON, except for those of pairs beyond U+FFFF."""
    return json.dumps(text, ensure_ascii=False)


def _unique(components: Iterable[tuple[str, Component]]) -> list[tuple[str, Component]]:
    """With names of letters, digits, `_` and `-`, each once."""
    found: dict[str, Component] = {}
    for wanted, component in components:
        name = re.sub(r"[^A-Za-z0-9_-]", "_", wanted)
        while name in found:
            name += "_"
        found[name] = component
    return list(found.items())
