"""What the command line of the devices says to people, in Portuguese and in English."""

from typing import Any

LANGUAGES = ("pt-BR", "en")

_TEXTS: dict[str, tuple[str, str]] = {
    # Help.
    "description": (
        "Um dispositivo que entra numa sessão do laboratório.",
        "A device that joins a session of the lab.",
    ),
    "kinds": ("tipos", "kinds"),
    "fleet": (
        "milhares de dispositivos simulados: python -m devices fleet --help",
        "thousands of simulated devices: python -m devices fleet --help",
    ),
    "replay": (
        "uma sessão, tocada de novo: python -m devices replay --help",
        "a session, played again: python -m devices replay --help",
    ),
    "together": ("{roles} numa sessão", "{roles} in one session"),
    "help-kind": ("o que executar; list mostra os tipos", "what to run; list shows the kinds"),
    "help-session": ("a sessão em que entrar (demo: demo)", "the session to join (demo: demo)"),
    "help-role": ("o papel com que fala; sem isto, o do tipo", "the role to speak as; by default the kind's own"),
    "help-every": (
        "tempo entre duas leituras (button: em média)",
        "time between two readings (button: on average)",
    ),
    "help-file": (
        "chatter: o roteiro; player: uma tabela CSV ou um arquivo de log",
        "chatter: the script; player: a CSV table or a log file",
    ),
    "help-speed": ("player: quantas vezes mais rápido (1)", "player: how many times as fast (1)"),
    "help-loop": (
        "chatter, player: do começo, outra vez e outra",
        "chatter, player: from the beginning, again and again",
    ),
    "help-source": ("player: do log, só o que este papel disse", "player: of a log, only what this role said"),
    "help-discovery": (
        "homeassistant: apresenta-se também ao Home Assistant",
        "homeassistant: lets Home Assistant discover it",
    ),
    "help-host": (
        "onde está o broker (LAB_MQTT_HOST, senão LAB_HOST, senão 127.0.0.1)",
        "where the broker is (LAB_MQTT_HOST, else LAB_HOST, else 127.0.0.1)",
    ),
    "help-port": (
        "a porta (LAB_MQTT_PORT, senão 1883; com TLS LAB_MQTTS_PORT, senão 8883)",
        "its port (LAB_MQTT_PORT, else 1883; with TLS LAB_MQTTS_PORT, else 8883)",
    ),
    "help-tls": ("conecta com TLS (LAB_MQTT_TLS=on)", "reach it over TLS (LAB_MQTT_TLS=on)"),
    "help-ca": (
        "com TLS, confiando nesta autoridade: o /ca.pem da página (LAB_MQTT_CA)",
        "over TLS, trusting this authority: the page's /ca.pem (LAB_MQTT_CA)",
    ),
    "help-username": (
        "usuário no broker (LAB_MQTT_USERNAME, senão o papel)",
        "user name at the broker (LAB_MQTT_USERNAME, else the role)",
    ),
    "help-password": (
        "a senha; melhor em LAB_MQTT_PASSWORD, pois outros podem ver as palavras de um comando",
        "its password; better in LAB_MQTT_PASSWORD, for others can see the words of a command",
    ),
    "help-passwords": (
        "senhas por papel, em JSON; não executa outro papel",
        "passwords by role, as JSON; runs no other role",
    ),
    # What is wrong with the `.env` file.
    "bad-setting": (
        "{file}: {word} não está escrito CHAVE=valor, como em LAB_MQTT_PORT=1883",
        "{file}: {word} is not written KEY=value, as in LAB_MQTT_PORT=1883",
    ),
    "bad-env": ("{file}: {why}", "{file}: {why}"),
    "env-not-utf-8": ("{file} não é UTF-8; salve como UTF-8", "{file} is not UTF-8; save it as UTF-8"),
    "env-utf-16": (
        "{file} não é UTF-8, e sim UTF-16; salve como UTF-8",
        "{file} is not UTF-8 but UTF-16; save it as UTF-8",
    ),
    # What is wrong with the command line.
    "bad-kind": ("{kind!r} não é um tipo. Há: {kinds}", "{kind!r} is no kind. There are: {kinds}"),
    "unknown-options": ("{options}: não há esta opção", "{options}: there is no such option"),
    "option-of-others": (
        "--{option} não vale para {kind}; vale para: {kinds}",
        "--{option} does not go with {kind}; it goes with: {kinds}",
    ),
    "needs-session": (
        "falta --session: em qual conversa entrar",
        "--session is needed: which conversation to join",
    ),
    "demo-role": (
        "demo executa vários dispositivos, cada um com o seu papel: --role não vale",
        "demo runs several devices, each in a role of its own: --role does not go with it",
    ),
    "bad-session": (
        "sessão {name!r}: de 1 a 48 de a-z 0-9 _ -, começa com a-z 0-9, e não é um nome reservado do Windows",
        "session {name!r}: 1 to 48 of a-z 0-9 _ -, beginning with a-z 0-9, and no device name of Windows",
    ),
    "bad-role": (
        "papel {name!r}: de 1 a 32 de A-Z a-z 0-9 _ -, começa com letra ou número, e não é lab nem bridge",
        "role {name!r}: 1 to 32 of A-Z a-z 0-9 _ -, beginning with a letter or digit, and neither lab nor bridge",
    ),
    "bad-number": (
        "--{option} {given}: é um número maior que 0, como {example}",
        "--{option} {given}: it takes a number above 0, such as {example}",
    ),
    "bad-discovery": ("--discovery {given}: há: {known}", "--discovery {given}: there are: {known}"),
    "bad-port": (
        "porta {port!r} (--port ou LAB_MQTT_PORT): uma porta TCP é um número inteiro de 1 a 65535",
        "port {port!r} (--port or LAB_MQTT_PORT): a TCP port is a whole number from 1 to 65535",
    ),
    "bad-host": (
        "host {host!r}: é um endereço IP ou um nome de máquina, sem a porta",
        "host {host!r}: it takes an IP address or a host name, without a port",
    ),
    "bad-ca": ("{file} (--ca ou LAB_MQTT_CA): {why}", "{file} (--ca or LAB_MQTT_CA): {why}"),
    "no-certificate": ("não tem certificado em PEM", "it holds no certificate in PEM"),
    "bad-language": ("LAB_LANG={wanted!r}: é um destes: {known}", "LAB_LANG={wanted!r}: it takes one of: {known}"),
    "bad-passwords": ("--passwords {file}: {why}", "--passwords {file}: {why}"),
    "no-json": ("não é JSON", "it is no JSON"),
    "no-passwords": (
        "--passwords {file}: é um objeto JSON de senhas por papel",
        "--passwords {file}: it takes a JSON object of passwords by role",
    ),
    "no-password-of": ("--passwords: não há a senha de {roles}", "--passwords: no password of {roles} is in it"),
    # What is wrong with a file.
    "needs-file": ("falta --file: {what}", "--file is needed: {what}"),
    "what-player-plays": (
        "uma tabela CSV, ou o log de uma sessão, como devices/examples/room.csv",
        "a CSV table, or the log of a session, such as devices/examples/room.csv",
    ),
    "bad-file": ("--file {file}: {why}", "--file {file}: {why}"),
    "bad-line": ("--file {file}, linha {line}: {why}", "--file {file}, line {line}: {why}"),
    "not-utf-8": ("não é texto em UTF-8", "it is no text in UTF-8"),
    "empty-file": ("não há nada para tocar", "there is nothing to play"),
    "few-columns": (
        "a primeira linha de uma tabela dá um nome a cada coluna, e nenhum nome se repete",
        "the first line of a table names each column, and no name twice",
    ),
    "long-line": ("tem mais de {most} bytes", "it has more than {most} bytes"),
    "bad-table": ("não é uma linha de tabela CSV: {why}", "it is no line of a CSV table: {why}"),
    "wrong-cells": ("células: {cells}, colunas: {columns}", "cells: {cells}, columns: {columns}"),
    "bad-time": (
        "{cell!r} não é tempo: segundos, ou como 2026-11-22T16:48:00",
        "{cell!r} is no time: seconds, or as 2026-11-22T16:48:00",
    ),
    "no-record": (
        "não é um registro do log (docs/protocol.md)",
        "it is no record of a log (docs/protocol.md)",
    ),
    "bad-script": (
        "não é uma fala (5 Bom dia), nem uma resposta (? oi: Olá), nem um comentário (# ...)",
        "it is neither a line to say (5 Hello), nor an answer (? hi: Hello), nor a comment (# ...)",
    ),
    "answer-mentions": (
        "uma resposta não começa com @: dois deles conversariam para sempre",
        "an answer does not begin with @: two of them would talk for ever",
    ),
}


def text(language: str, key: str, **values: Any) -> str:
    """The text in `pt-BR` or `en`. Raises KeyError for a key that there is not."""
    return _TEXTS[key][LANGUAGES.index(language)].format(**values)


class OptionError(ValueError):
    """Something is wrong with the command line, the settings, or a file that they name.

    As a string it is English; `text` says it in the lab's language.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(text("en", key, **values))
        self._key = key
        self._values = values

    def text(self, language: str) -> str:
        """What is wrong, in `pt-BR` or `en`."""
        said = {name: value.text(language) if isinstance(value, Why) else value for name, value in self._values.items()}
        return text(language, self._key, **said)


class Why:
    """A part of an error that is a text of its own."""

    def __init__(self, key: str, **values: Any) -> None:
        self._key = key
        self._values = values

    def text(self, language: str) -> str:
        """The part, in `pt-BR` or `en`."""
        return text(language, self._key, **self._values)

    def __format__(self, _spec: str) -> str:
        return self.text("en")
