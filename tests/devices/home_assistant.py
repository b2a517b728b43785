"""Home Assistant in a few lines, as far as its MQTT integration goes: it discovers, shows states, and presses.

It renders the templates of a document with Jinja, as Home Assistant does; what it does with an empty answer of a
template is what its platforms do: nothing.
"""

import json
from collections.abc import Mapping
from typing import Any

from tests.devices.home_assistant_rules import JINJA


def render(template: str, **values: Any) -> str:
    """What a template makes of values."""
    return JINJA.from_string(template).render(**values)


class Entity:
    """One component of a document, with its state."""

    def __init__(self, component: Mapping[str, Any]) -> None:
        self.component = component
        self.state: object = "unknown"

    def receive(self, payload: str | bytes) -> None:
        """A message on its state topic, or that of its attributes."""
        message = json.loads(payload)
        if "json_attr_tpl" in self.component:
            attributes = json.loads(render(self.component["json_attr_tpl"], value_json=message))
            self.state = attributes or self.state
        elif "val_tpl" in self.component:
            shown = render(self.component["val_tpl"], value_json=message, this={"state": self.state})
            self.state = shown.strip() or self.state

    def press(self, value: object = None) -> str:
        """What it publishes when somebody switches it to True or False, chooses a value, or presses it."""
        match self.component["p"]:
            case "switch":
                return str(self.component["pl_on" if value else "pl_off"])
            case "button":
                return str(self.component["pl_prs"])
            case _:
                return render(self.component["cmd_tpl"], value=value)
