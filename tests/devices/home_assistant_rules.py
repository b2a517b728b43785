"""What Home Assistant takes of a discovery document: its rules, written down as tables.

Source: github.com/home-assistant/core, homeassistant/components/mqtt, as it stood in versions of 2024 to 2026:
`abbreviations.py`, `discovery.py` (TOPIC_MATCHER), `schemas.py` (DEVICE_DISCOVERY_SCHEMA, MQTT_ENTITY_COMMON_SCHEMA,
check_unique_id), `config.py` (MQTT_BASE_SCHEMA, MQTT_RO_SCHEMA, MQTT_RW_SCHEMA), `util.py` (valid_publish_topic,
valid_subscribe_topic), and the schema of each platform (`number.py` and so on). Home Assistant drops a key that it does
not know without a word; here it is a fault, so that a misspelt abbreviation is one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

JINJA = ImmutableSandboxedEnvironment()
"""Home Assistant's own is one of these, with more filters and the same rules for what is not defined."""

TOPIC = re.compile(r"homeassistant/(?P<component>\w+)/(?:(?P<node>[a-zA-Z0-9_-]+)/)?(?P<object>[a-zA-Z0-9_-]+)/config")

ROOT = {
    "dev": "device",
    "o": "origin",
    "cmps": "components",
    "avty_t": "availability_topic",
    "qos": "qos",
}
DEVICE = {"ids": "identifiers", "name": "name", "mf": "manufacturer", "mdl": "model"}
ORIGIN = {"name": "name", "sw": "sw_version", "url": "support_url"}
COMPONENT = {
    "p": "platform",
    "name": "name",
    "uniq_id": "unique_id",
    "stat_t": "state_topic",
    "val_tpl": "value_template",
    "cmd_t": "command_topic",
    "cmd_tpl": "command_template",
    "json_attr_t": "json_attributes_topic",
    "json_attr_tpl": "json_attributes_template",
    "unit_of_meas": "unit_of_measurement",
    "dev_cla": "device_class",
    "stat_cla": "state_class",
    "pl_on": "payload_on",
    "pl_off": "payload_off",
    "stat_on": "state_on",
    "stat_off": "state_off",
    "pl_prs": "payload_press",
    "ops": "options",
    "min": "min",
    "max": "max",
    "step": "step",
}

_COMMON = {"platform", "name", "unique_id", "json_attributes_topic", "json_attributes_template"}
_READS = {"state_topic", "value_template"}
_WRITES = {"command_topic", "command_template"}
MAY = {
    "sensor": _COMMON | _READS | {"unit_of_measurement", "device_class", "state_class"},
    "binary_sensor": _COMMON | _READS | {"payload_on", "payload_off", "device_class"},
    "switch": _COMMON | _READS | _WRITES | {"payload_on", "payload_off", "state_on", "state_off", "device_class"},
    "number": _COMMON | _READS | _WRITES | {"min", "max", "step", "unit_of_measurement", "device_class"},
    "select": _COMMON | _READS | _WRITES | {"options"},
    "text": _COMMON | _READS | _WRITES | {"min", "max"},
    "button": _COMMON | _WRITES | {"payload_press", "device_class"},
    "device_tracker": _COMMON,  # `state_topic` is deprecated there
}
MUST = {
    "sensor": {"state_topic"},
    "binary_sensor": {"state_topic"},
    "switch": {"command_topic"},
    "number": {"command_topic"},
    "select": {"command_topic", "options"},
    "text": {"command_topic"},
    "button": {"command_topic"},
    "device_tracker": {"json_attributes_topic"},
}
STATE_CLASSES = {"measurement", "measurement_angle", "total", "total_increasing"}
UNITS = {
    "temperature": {"°C", "°F", "K"},
    "humidity": {"%"},
    "speed": {"m/s", "km/h", "mph", "ft/s", "kn", "mm/d", "in/d", "in/h", "mm/h", "in/s", "mm/s", "Beaufort"},
}


def faults(topic: str, document: Mapping[str, Any]) -> list[str]:
    """Why Home Assistant would refuse the document, or a part of it; empty when it takes all of it."""
    found = TOPIC.fullmatch(topic)
    told = [] if found and found["component"] == "device" else [f"topic {topic!r}"]
    told += _unknown("", document, ROOT)
    told += [f"{key} is missing" for key in ("dev", "o", "cmps") if key not in document]
    if told:
        return told
    told += _unknown("dev", document["dev"], DEVICE) + _unknown("o", document["o"], ORIGIN)
    told += [] if document["dev"].get("ids") else ["dev.ids is empty"]
    told += [] if isinstance(document["o"].get("name"), str) else ["o.name is missing"]
    told += [] if document.get("qos", 0) in (0, 1, 2) else ["qos"]
    told += _topic_faults("avty_t", document.get("avty_t", "x"))
    unique = [component.get("uniq_id") for component in document["cmps"].values()]
    told += ["a unique_id stands twice"] if len(set(unique)) < len(unique) else []
    for name, component in document["cmps"].items():
        told += [f"{name}: {fault}" for fault in _component_faults(component)]
    return told


def _unknown(where: str, part: Mapping[str, Any], known: Mapping[str, str]) -> list[str]:
    return [f"{where}.{key} is unknown" for key in part if key not in known]


def _component_faults(component: Mapping[str, Any]) -> Iterator[str]:
    if unknown := _unknown("", component, COMPONENT):
        yield from unknown
        return
    parts = {COMPONENT[key]: value for key, value in component.items()}
    platform = parts.get("platform")
    if platform not in MAY:
        yield f"platform {platform!r}"
        return
    yield from (f"{key} is nothing of {platform}" for key in sorted(parts.keys() - MAY[platform]))
    yield from (f"{key} is missing" for key in sorted((MUST[platform] | {"unique_id"}) - parts.keys()))
    for key, value in parts.items():
        yield from _CHECKS.get(key, _text_faults)(key, value)
    yield from _range_faults(parts)
    if "device_class" in parts and parts.get("unit_of_measurement") not in UNITS.get(parts["device_class"], set()):
        yield f"device_class {parts['device_class']} with the unit {parts.get('unit_of_measurement')}"


def _range_faults(parts: Mapping[str, Any]) -> Iterator[str]:
    if parts.get("min", 1) >= parts.get("max", 100):
        yield "min is not below max"
    if parts.get("step", 1) < 0.001:
        yield "step is below 0.001"


def _text_faults(key: str, value: object) -> list[str]:
    return [] if isinstance(value, str) and value else [f"{key} is no text"]


def _topic_faults(key: str, value: str) -> list[str]:
    sound = value and not set(value) & {"+", "#", "\0"} and not any(char <= "\x1f" for char in value)
    return [] if sound else [f"{key} {value!r} is no topic"]


def _template_faults(key: str, value: str) -> list[str]:
    try:
        JINJA.from_string(value)
    except TemplateSyntaxError as error:
        return [f"{key}: {error}"]
    return []


def _number_faults(key: str, value: object) -> list[str]:
    return [] if isinstance(value, int | float) else [f"{key} is no number"]


def _options_faults(key: str, value: object) -> list[str]:
    return (
        [] if isinstance(value, list) and value and all(isinstance(one, str) for one in value) else [f"{key}: no list"]
    )


def _state_class_faults(key: str, value: object) -> list[str]:
    return [] if value in STATE_CLASSES else [f"{key} {value!r}"]


_CHECKS: Mapping[str, Callable[[str, Any], list[str]]] = {
    "state_topic": _topic_faults,
    "command_topic": _topic_faults,
    "json_attributes_topic": _topic_faults,
    "value_template": _template_faults,
    "command_template": _template_faults,
    "json_attributes_template": _template_faults,
    "min": _number_faults,
    "max": _number_faults,
    "step": _number_faults,
    "options": _options_faults,
    "state_class": _state_class_faults,
}
