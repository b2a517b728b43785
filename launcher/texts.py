"""Everything that the launcher says to people, in Portuguese and in English."""

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass

_COMMANDS_PT = """\
comandos:
  up       (padrão) inicia o laboratório
  device   contas de dispositivos: add, list, remove
  codes    mostra os códigos da turma e do professor; --new faz outros
  test     verifica tudo; argumentos vão para o pytest
  doctor   diz o que há, o que falta e o que digitar
  setup    só prepara
  bench    mede"""
_COMMANDS_EN = """\
commands:
  up       (default) run the lab
  device   accounts of devices: add, list, remove
  codes    show the class code and the teacher's code; --new makes new ones
  test     check everything; arguments go to pytest
  doctor   say what is here, what is missing and what to type
  setup    prepare only
  bench    measure"""

_DEVICE_HOW_PT = """\

  usuário  {role}
  senha    {password}     (não aparece outra vez)

  mosquitto_pub -h {host} -p {port}{cafile} -u {role} -P {password} -q 1 -t chat/{session}/{role} -m Oi

  Python (paho-mqtt):
    client.username_pw_set("{role}", "{password}"){tls_set}
    client.connect("{host}", {port})

  Com o laboratório no ar, vale em 2 segundos. Cada conta tem uma conexão de cada vez.
"""
_DEVICE_HOW_EN = """\

  user      {role}
  password  {password}     (not shown again)

  mosquitto_pub -h {host} -p {port}{cafile} -u {role} -P {password} -q 1 -t chat/{session}/{role} -m Hi

  Python (paho-mqtt):
    client.username_pw_set("{role}", "{password}"){tls_set}
    client.connect("{host}", {port})

  A lab that is running takes it within 2 seconds. An account has one connection at a time.
"""

_CATALOGUE: dict[str, tuple[str, str]] = {
    # up
    "starting": ("Iniciando: {names}", "Starting: {names}"),
    "stopping": ("Parando...", "Stopping..."),
    "stopped": ("Parado.", "Stopped."),
    "died": (
        "{name} terminou ({how}) depois de {lived:.1f} s; volta em {delay:g} s. Os outros continuam.",
        "{name} ended ({how}) after {lived:.1f} s; it starts again in {delay:g} s. The others go on.",
    ),
    "refused": (
        "{name} não aceita a configuração (código 2): veja a linha dele acima. O laboratório para.",
        "{name} refuses its configuration (code 2): see its line above. The lab stops.",
    ),
    "not-ready": (
        "{name} não ficou pronto em {seconds:g} s{missing}. Continuo assim mesmo.",
        "{name} was not ready within {seconds:g} s{missing}. Going on all the same.",
    ),
    "bad-setting": ("Configuração: {detail}", "Setting: {detail}"),
    "busy-port": (
        "A porta {port} ({host}), pedida {who}, já está em uso{holder}. Mude com {option} ou {key}={other}.",
        "Port {port} ({host}), asked for by {who}, is taken{holder}. Move it with {option} or {key}={other}.",
    ),
    "forbidden-port": (
        "A porta {port}, pedida {who}, não pode ser usada por este usuário ({why}). Mude com {option} ou {key}.",
        "Port {port}, asked for by {who}, is not allowed to this user ({why}). Move it with {option} or {key}.",
    ),
    "bad-host": (
        "LAB_HOST={host} (--host): não é um endereço desta máquina ({why}).",
        "LAB_HOST={host} (--host): no address of this machine ({why}).",
    ),
    "held-by": (" por {process}", " by {process}"),
    "who-broker": ("pelo broker (MQTT)", "the broker (MQTT)"),
    "who-tls": ("pelo broker (MQTT por TLS)", "the broker (MQTT over TLS)"),
    "who-websocket": ("pelo broker (MQTT por WebSocket)", "the broker (MQTT over WebSocket)"),
    "who-page": ("pela página web", "the web page"),
    "already-running": (
        "Um laboratório desta pasta já está no ar (pid {pid}): {url}",
        "A lab of this folder is already running (pid {pid}): {url}",
    ),
    "no-data-folder": (
        "Não consigo escrever em LAB_DATA={folder}: {why}",
        "Can't write in LAB_DATA={folder}: {why}",
    ),
    # banner
    "banner-title": ("O laboratório está no ar.", "The lab is running."),
    "banner-title-incomplete": (
        "O laboratório está no ar, mas incompleto: veja acima o que falta.",
        "The lab is running, but not all of it: see above what is missing.",
    ),
    "banner-closed": (
        "Ele é fechado: a página pede um código; um dispositivo, uma conta (python lab.py device add).",
        "It is closed: the page asks for a code; a device needs an account (python lab.py device add).",
    ),
    "banner-closed-page": (
        "A página pede um código. O broker é de outro: LAB_MQTT_USERNAME e as regras dele valem lá.",
        "The page asks for a code. The broker is another's: LAB_MQTT_USERNAME and its own rules hold there.",
    ),
    "banner-class-code": ("Turma", "Class"),
    "banner-teacher-code": ("Professor", "Teacher"),
    "banner-page": ("Página", "Page"),
    "banner-lan": ("Na rede", "Network"),
    "banner-mqtt": ("MQTT", "MQTT"),
    "banner-mqtts": ("MQTT TLS", "MQTT TLS"),
    "banner-ca": ("Autoridade", "Authority"),
    "banner-websocket": ("WebSocket", "WebSocket"),
    "banner-logs": ("Registros", "Logs"),
    "banner-watch": ("Ver tudo", "Watch"),
    "banner-stop": ("Parar", "Stop"),
    # accounts
    "lab-is-open": (
        "Por ora ninguém pede isto: o laboratório só atende esta máquina. LAB_HOST=0.0.0.0 ou LAB_ACCESS=on o fecha.",
        "Nobody asks for it yet: the lab serves this machine alone. LAB_HOST=0.0.0.0 or LAB_ACCESS=on closes it.",
    ),
    "device-added": ("Conta de {role} ({sessions}).", "Account of {role} ({sessions})."),
    "device-how": (_DEVICE_HOW_PT, _DEVICE_HOW_EN),
    "device-left": (
        "Já tem conta de outro dispositivo, fica com ele: {roles} (python lab.py device remove a tira).",
        "Has an account of another device, left to it: {roles} (python lab.py device remove takes it away).",
    ),
    "device-kept": ("Senhas de {roles} em {file}", "Passwords of {roles} in {file}"),
    "device-removed": (
        "{role} não tem mais conta. Com o laboratório no ar, a conexão dele termina em 2 segundos.",
        "{role} has no account any more. In a lab that is running, its connection ends within 2 seconds.",
    ),
    "device-unknown": ("{role} não tem conta.", "{role} has no account."),
    "device-none": ("Nenhum dispositivo tem conta.", "No device has an account."),
    "device-all-sessions": ("todas as sessões", "all sessions"),
    # page
    "page-kept": (
        "A página mudou e não pôde ser construída; uso a que já existia.",
        "The page has changed and could not be built; going on with the one that was there.",
    ),
    "page-no-sources": ("Página: não há fontes em web/ui; nada a construir.", "Page: no sources in web/ui to build."),
    "page-current": ("Página construída.", "Page built."),
    "setup-done": ("Tudo pronto. Para começar: python lab.py", "All set. To begin: python lab.py"),
    # test
    "tools-missing": (
        "Para os testes falta: {names}. Instale com:\n    {command}",
        "The tests need what is missing: {names}. Install with:\n    {command}",
    ),
    "tools-still-missing": ("A instalação terminou, mas ainda falta: {names}", "Installed, but still missing: {names}"),
    "tools-service-off": (
        "O serviço {name} recém-instalado foi desligado: ele ocuparia uma porta.",
        "The {name} service that was just installed is switched off: it would take a port.",
    ),
    "test-passed": ("Tudo passou: {names}", "All passed: {names}"),
    "test-failed": ("Falhou: {names}", "Failed: {names}"),
    "no-bench": ("Ainda não há medições: falta a pasta bench/.", "There are no benchmarks yet: bench/ is missing."),
    # doctor
    "mark-ok": ("ok", "ok"),
    "mark-missing": ("falta", "missing"),
    "mark-optional": ("opcional", "optional"),
    "doctor-ready": ("O laboratório pode começar: python lab.py", "The lab can start: python lab.py"),
    "doctor-not-ready": ("O laboratório ainda não pode começar; veja acima.", "The lab can't start yet; see above."),
    "doctor-environment": ("Ambiente .venv", "Environment .venv"),
    "doctor-lock-old": (
        "não é o de requirements.lock; rode: python lab.py setup",
        "differs; type: python lab.py setup",
    ),
    "doctor-settings": ("Configuração (.env)", "Settings (.env)"),
    "doctor-node": ("Node.js", "Node.js"),
    "doctor-node-none": (
        "não há um >= 20.19; se for preciso, vem do PyPI",
        "none >= 20.19; when needed it comes from PyPI",
    ),
    "doctor-page": ("Página", "Page"),
    "doctor-page-none": ("o primeiro início a constrói", "the first start builds it"),
    "doctor-page-stale": (
        "as fontes mudaram; o próximo início a constrói",
        "sources changed; the next start builds it",
    ),
    "doctor-broker": ("Broker", "Broker"),
    "doctor-clients": ("mosquitto_sub, mosquitto_pub", "mosquitto_sub, mosquitto_pub"),
    "doctor-chromium": ("Chromium (testes)", "Chromium (tests)"),
    "doctor-not-installed": ("não instalado; para instalar: {command}", "not installed; to install: {command}"),
    "doctor-port": ("Porta {port} ({key})", "Port {port} ({key})"),
    "doctor-free": ("livre", "free"),
    "doctor-running": ("em uso por este laboratório, que está no ar", "taken by this lab, which is running"),
    "doctor-logs": ("Registros", "Logs"),
    "doctor-space": ("{folder}: {free:.1f} GB livres", "{folder}: {free:.1f} GB free"),
    "doctor-not-writable": ("não consigo escrever em {folder}", "can't write in {folder}"),
    "doctor-tls": ("TLS", "TLS"),
    "doctor-tls-off": ("desligado; LAB_TLS=auto o liga", "off; LAB_TLS=auto switches it on"),
    "doctor-tls-until": (
        "{mode}: certificado até {until:%Y-%m-%d}, para {names}",
        "{mode}: certificate until {until:%Y-%m-%d}, for {names}",
    ),
    "doctor-lan": ("Endereço na rede", "Network address"),
    "doctor-no-lan": ("sem rede local", "no local network"),
    # command line
    "help-description": (
        "Laboratório de mensagens: broker MQTT, ponte, página e dispositivos.",
        "A messaging lab: MQTT broker, bridge, page and devices.",
    ),
    "help-commands": (_COMMANDS_PT, _COMMANDS_EN),
    "help-device": ("Contas de dispositivos no broker.", "Accounts of devices at the broker."),
    "help-device-add": (
        "faz uma conta, ou uma senha nova, e mostra a senha uma vez",
        "make an account, or a new password, and show the password once",
    ),
    "help-device-list": ("mostra quem tem conta", "show who has an account"),
    "help-device-remove": ("tira a conta", "take the account away"),
    "help-device-role": ("o papel do dispositivo, que é o nome da conta", "the device's role, which names the account"),
    "help-device-session": (
        "uma sessão dele; pode repetir; sem nenhuma, todas",
        "a session of its; may be repeated; without any, all of them",
    ),
    "help-device-to": (
        "guarda as senhas neste arquivo em vez de mostrar; as que já valem ficam",
        "keep the passwords in this file instead of showing them; those that are good stay",
    ),
    "help-codes": (
        "Os códigos que a página de um laboratório fechado pede.",
        "The codes that the page of a closed lab asks for.",
    ),
    "help-codes-new": (
        "faz códigos novos: quem entrou com os de antes sai",
        "make new codes: who came in with the old ones is out",
    ),
    "help-no-devices": ("sem os dispositivos de demonstração", "without the demo devices"),
    "help-open": ("abre o navegador quando tudo estiver pronto", "open the browser when everything is ready"),
    "help-broker": (
        "auto, amqtt, mosquitto ou external (LAB_BROKER)",
        "auto, amqtt, mosquitto or external (LAB_BROKER)",
    ),
    "help-host": (
        "endereço de escuta; 0.0.0.0 é toda a rede (LAB_HOST)",
        "listen here; 0.0.0.0 is everywhere (LAB_HOST)",
    ),
    "help-web-port": ("porta da página (LAB_WEB_PORT)", "port of the page (LAB_WEB_PORT)"),
    "help-mqtt-port": ("porta do MQTT (LAB_MQTT_PORT)", "port of MQTT (LAB_MQTT_PORT)"),
    "help-tls": (
        "off, auto ou own: cifra o que vai pela rede (LAB_TLS)",
        "off, auto or own: encrypt the network (LAB_TLS)",
    ),
    "help-mqtts-port": ("porta do MQTT por TLS (LAB_MQTTS_PORT)", "port of MQTT over TLS (LAB_MQTTS_PORT)"),
    "help-mqtt-ws-port": ("porta do MQTT por WebSocket (LAB_MQTT_WS_PORT)", "MQTT over WebSocket (LAB_MQTT_WS_PORT)"),
    "help-logs": ("pasta dos registros (LAB_LOGS)", "folder of the logs (LAB_LOGS)"),
    "help-lang": ("pt-BR, en ou auto (LAB_LANG)", "pt-BR, en or auto (LAB_LANG)"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue in one language."""

    english: bool = False

    @classmethod
    def of(cls, lang: str, environ: Mapping[str, str] | None = None) -> "Texts":
        """The language that LAB_LANG asks for: `pt-BR`, `en`, or `auto`, which is the system's."""
        if lang == "auto":
            return cls(english=not _system_language(os.environ if environ is None else environ).startswith("pt"))
        return cls(english=lang == "en")

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with its values in place."""
        return _CATALOGUE[key][self.english].format(**values)


def _system_language(environ: Mapping[str, str]) -> str:
    for key in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(key):
            return environ[key].lower()
    return (locale.getlocale()[0] or "").lower()


def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every text, Portuguese first."""
    return _CATALOGUE
