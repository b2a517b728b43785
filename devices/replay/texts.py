"""What the replay says to the person who runs it, in both languages."""

_TEXTS = {
    "help": {
        "en": "Plays a session again: its messages under their roles, at the log's pace, each marked as a replay.",
        "pt-BR": "Toca uma sessão de novo: as mensagens com seus papéis, no ritmo do log, marcadas como repetição.",
    },
    "source": {
        "en": "a log file, a session's folder, or http://.../api/sessions/<session>/log",
        "pt-BR": "um arquivo de log, a pasta de uma sessão, ou http://.../api/sessions/<sessão>/log",
    },
    "session": {"en": "the session in which it is played", "pt-BR": "a sessão em que é tocada"},
    "speed": {"en": "how many times as fast: 0.1 to 100 (1)", "pt-BR": "quantas vezes mais rápido: 0.1 a 100 (1)"},
    "fast": {"en": "as fast as possible", "pt-BR": "o mais rápido possível"},
    "only": {"en": "only these roles, with commas between", "pt-BR": "só estes papéis, separados por vírgulas"},
    "from": {"en": "begin at this seq", "pt-BR": "começa neste seq"},
    "until": {"en": "end at this seq", "pt-BR": "termina neste seq"},
    "commands": {"en": "devices obey the commands in it", "pt-BR": "os dispositivos obedecem aos comandos"},
    "role": {
        "en": "say everything under this role, as an account of a closed lab must",
        "pt-BR": "diz tudo com este papel, como exige uma conta de um laboratório fechado",
    },
    "plays": {
        "en": "{count} messages, {seconds} at this speed",
        "pt-BR": "{count} mensagens, {seconds} nesta velocidade",
    },
    "progress": {"en": "{done} of {count}, seq {seq}", "pt-BR": "{done} de {count}, seq {seq}"},
    "end": {
        "en": "{count} messages in {took} s: {rate}/s; at most {late} ms later than in the log",
        "pt-BR": "{count} mensagens em {took} s: {rate}/s; no máximo {late} ms mais tarde que no log",
    },
    "nothing": {"en": "nothing of the log is left to play", "pt-BR": "nada do log resta para tocar"},
    "bad-number": {
        "en": "{option}: {value!r} is no number from {least} to {most}",
        "pt-BR": "{option}: {value!r} não é um número de {least} a {most}",
    },
    "no-broker": {
        "en": "the broker is not there, or refuses: {why}",
        "pt-BR": "o broker não está lá, ou recusa: {why}",
    },
}

NAMES = frozenset(_TEXTS)


def say(language: str, name: str, **values: object) -> str:
    """A text in a language."""
    return _TEXTS[name][language].format(**values)
