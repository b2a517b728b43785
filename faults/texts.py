"""What the fault lab says to the person who runs it, in both languages."""

from faults.trace import PacketEvent

_TEXTS = {
    "help": {
        "en": "A proxy before the broker that loses, doubles, delays and cuts MQTT packets.",
        "pt-BR": "Um proxy na frente do broker que perde, duplica, atrasa e corta pacotes MQTT.",
    },
    "help-rules": {
        "en": "what goes wrong, such as lose-puback:30%, delay-publish:2s, cut-connect:next 1, double-publish, "
        "hang-publish (a connection that looks alive and is dead)",
        "pt-BR": "o que dá errado, como lose-puback:30%, delay-publish:2s, cut-connect:next 1, double-publish, "
        "hang-publish (uma conexão que parece viva e está morta)",
    },
    "help-port": {"en": "port of the first client (1893)", "pt-BR": "porta do primeiro cliente (1893)"},
    "help-clients": {
        "en": "clients, each with a port of its own from --port on (1)",
        "pt-BR": "clientes, cada um com a sua porta, de --port em diante (1)",
    },
    "help-host": {
        "en": "address to listen on (127.0.0.1); the lab's accounts count, whoever comes",
        "pt-BR": "endereço em que escuta (127.0.0.1); as contas do laboratório valem, venha quem vier",
    },
    "help-seed": {
        "en": "seed of the dice, to see the same again",
        "pt-BR": "semente do acaso, para ver tudo de novo",
    },
    "ready": {
        "en": "{name}: connect to {host}:{port} instead of the broker; rules: {rules}",
        "pt-BR": "{name}: conecte-se a {host}:{port} em vez do broker; regras: {rules}",
    },
    "none": {"en": "none", "pt-BR": "nenhuma"},
    "passed": {"en": "", "pt-BR": ""},
    "lost": {"en": "LOST", "pt-BR": "PERDIDO"},
    "doubled": {"en": "TWICE", "pt-BR": "DUAS VEZES"},
    "delayed": {"en": "LATER", "pt-BR": "ATRASADO"},
    "slowed": {"en": "SLOWLY", "pt-BR": "DEVAGAR"},
    "cut": {"en": "then CUT", "pt-BR": "e CORTE"},
    "hung": {"en": "nothing passes any more", "pt-BR": "nada mais passa"},
}


def text(key: str, language: str, **values: object) -> str:
    """A text in `pt-BR` or `en`. Raises KeyError."""
    return _TEXTS[key][language].format(**values)


def line(name: str, event: PacketEvent, language: str) -> str:
    """One packet as a line of a sequence diagram: the client stands left, the broker right."""
    arrow = "->" if event.direction == "up" else "<-"
    parts = [event.packet, f"mid {event.mid}" if event.mid else "", f"QoS {event.qos}" if event.topic else ""]
    parts += ["DUP" if event.dup else "", event.topic, event.text]
    what = " ".join(part for part in parts if part)
    fate = text(event.fate, language)
    why = f"  [{fate}: {', '.join(event.rules)}]" if fate else ""
    return f"{name} #{event.connection} {arrow} {what}{why}"
