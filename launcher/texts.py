"""Every text that the launcher prints for people, in Portuguese and in English."""

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass

_COMMANDS_PT = """\
comandos:
  up       (padrão) inicia o laboratório
  device   contas de dispositivos: add, list, remove
  codes    mostra os códigos da turma e do professor; --new faz outros
  test     verifica tudo; os argumentos vão para o pytest
  doctor   mostra o que há, o que falta e o que digitar
  setup    só prepara o ambiente e a página
  bench    mede o desempenho"""
_COMMANDS_EN = """\
commands:
  up       (default) run the lab
  device   accounts of devices: add, list, remove
  codes    show the class code and the teacher's code; --new makes new ones
  test     check everything; arguments go to pytest
  doctor   show what is installed, what is missing and what to type
  setup    prepare environment and page, and stop
  bench    measure performance"""

_DEVICE_HOW_PT = """\

  usuário  {role}
  senha    {password}     (não aparece outra vez)

  mosquitto_pub -h {host} -p {port}{cafile} -u {role} -P {password} -q 1 -t chat/{session}/{role} -m Oi

  Python (paho-mqtt):
    client.username_pw_set("{role}", "{password}"){tls_set}
    client.connect("{host}", {port})

  Um laboratório no ar aceita a conta em 2 segundos. Cada conta tem uma conexão de cada vez.
"""
_DEVICE_HOW_EN = """\

  user      {role}
  password  {password}     (not shown again)

  mosquitto_pub -h {host} -p {port}{cafile} -u {role} -P {password} -q 1 -t chat/{session}/{role} -m Hi

  Python (paho-mqtt):
    client.username_pw_set("{role}", "{password}"){tls_set}
    client.connect("{host}", {port})

  A running lab accepts the account within 2 seconds. An account has one connection at a time.
"""

_CATALOGUE: dict[str, tuple[str, str]] = {
    # up
    "starting": ("Iniciando: {names}", "Starting: {names}"),
    "stopping": ("Parando...", "Stopping..."),
    "stopped": ("Parado.", "Stopped."),
    "died": (
        "{name} terminou ({how}) depois de {lived:.1f} s e volta em {delay:g} s. Os outros serviços continuam.",
        "{name} ended ({how}) after {lived:.1f} s and starts again in {delay:g} s. The other services go on.",
    ),
    "refused": (
        "{name} não aceita a configuração (código 2). Veja a mensagem acima. O laboratório para.",
        "{name} refuses its settings (code 2). See its message above. The lab stops.",
    ),
    "not-ready": (
        "{name} não ficou pronto em {seconds:g} s{missing}. O laboratório continua mesmo assim.",
        "{name} was not ready within {seconds:g} s{missing}. The lab continues without waiting.",
    ),
    "bad-setting": ("Configuração: {detail}", "Setting: {detail}"),
    "busy-port": (
        "A porta {port} ({host}), usada {who}, já está ocupada{holder}. Mude-a com {option} ou {key}={other}.",
        "Port {port} ({host}), needed by {who}, is in use{holder}. Change it with {option} or {key}={other}.",
    ),
    "forbidden-port": (
        "Este usuário não pode usar a porta {port}, usada {who} ({why}). Mude-a com {option} ou {key}.",
        "This user may not use port {port}, needed by {who} ({why}). Change it with {option} or {key}.",
    ),
    "bad-host": (
        "LAB_HOST={host} (--host) não é um endereço desta máquina ({why}).",
        "LAB_HOST={host} (--host) is not an address of this machine ({why}).",
    ),
    "held-by": (" por {process}", " by {process}"),
    "who-broker": ("pelo broker (MQTT)", "the broker (MQTT)"),
    "who-tls": ("pelo broker (MQTT por TLS)", "the broker (MQTT over TLS)"),
    "who-websocket": ("pelo broker (MQTT por WebSocket)", "the broker (MQTT over WebSocket)"),
    "who-page": ("pela página web", "the web page"),
    "already-running": (
        "Um laboratório nesta pasta já está no ar (pid {pid}): {url}",
        "A lab in this folder is already running (pid {pid}): {url}",
    ),
    "no-data-folder": (
        "Não é possível escrever em LAB_DATA={folder}: {why}",
        "Can't write in LAB_DATA={folder}: {why}",
    ),
    # banner
    "banner-title": ("O laboratório está no ar.", "The lab is running."),
    "banner-title-incomplete": (
        "O laboratório está no ar, mas falta uma parte. Veja as mensagens acima.",
        "The lab is running, but a part is missing. See the messages above.",
    ),
    "banner-closed": (
        "Ele é fechado: a página pede um código; um dispositivo precisa de uma conta (python lab.py device add).",
        "It is closed: the page asks for a code; a device needs an account (python lab.py device add).",
    ),
    "banner-closed-page": (
        "A página pede um código. O broker é externo: lá valem LAB_MQTT_USERNAME e as regras dele.",
        "The page asks for a code. The broker is external: LAB_MQTT_USERNAME and its own rules apply there.",
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
        "O laboratório está aberto e não pede isto: só atende esta máquina. LAB_HOST=0.0.0.0 ou LAB_ACCESS=on o fecha.",
        "The lab is open, asks for no code and serves only this machine. LAB_HOST=0.0.0.0 or LAB_ACCESS=on closes it.",
    ),
    "lab-not-running": (
        "Nenhum laboratório desta pasta está no ar. Endereço e portas são os da configuração (.env).",
        "No lab of this folder is running. Address and ports are those of the settings (.env).",
    ),
    "device-has-account": (
        "{role} já tem conta. Uma senha nova desliga o dispositivo que tem a antiga.",
        "{role} has an account already. A new password disconnects the device that has the old one.",
    ),
    "device-in-use": (
        "{role} já tem conta e está em uso agora, na sessão {sessions}. Uma senha nova desliga quem a usa.",
        "{role} has an account already and is in use now, in session {sessions}. A new password disconnects its user.",
    ),
    "device-present": (
        "Alguém é {role} agora, na sessão {sessions}. Com uma conta, só o dispositivo escreve com este papel.",
        "Somebody is {role} now, in session {sessions}. With an account only the device writes under this role.",
    ),
    "device-ask": ("Continuar? [s/N]", "Go on? [y/N]"),
    "answers-yes": ("s sim", "y yes"),
    "device-not-added": ("Nada mudou.", "Nothing has changed."),
    "device-needs-yes": (
        "Nada mudou. Escolha outro papel, ou confirme com --yes.",
        "Nothing has changed. Choose another role, or confirm with --yes.",
    ),
    "device-added": ("Conta de {role} ({sessions}).", "Account of {role} ({sessions})."),
    "device-how": (_DEVICE_HOW_PT, _DEVICE_HOW_EN),
    "device-left": (
        "Contas de outros dispositivos, que ficam como estão: {roles} (python lab.py device remove tira uma conta).",
        "Accounts of other devices, which stay unchanged: {roles} (python lab.py device remove removes an account).",
    ),
    "device-kept": ("Senhas de {roles} em {file}", "Passwords of {roles} in {file}"),
    "device-removed": (
        "{role} não tem mais conta. Em um laboratório no ar, a conexão dele termina em 2 segundos.",
        "{role} has no account any more. In a running lab its connection ends within 2 seconds.",
    ),
    "device-unknown": ("{role} não tem conta.", "{role} has no account."),
    "device-none": ("Nenhum dispositivo tem conta.", "No device has an account."),
    "device-all-sessions": ("todas as sessões", "all sessions"),
    # page
    "page-kept": (
        "A página mudou e não pôde ser construída. O laboratório usa a anterior.",
        "The page has changed and could not be built. The lab uses the previous one.",
    ),
    "page-no-sources": ("Página: não há fontes em web/ui; nada a construir.", "Page: no sources in web/ui to build."),
    "page-current": ("Página construída.", "Page built."),
    "setup-done": ("Tudo pronto. Para começar: python lab.py", "Everything is ready. To start: python lab.py"),
    # test
    "tools-missing": (
        "Os testes precisam destes programas: {names}. Instale-os com:\n    {command}",
        "The tests need these programs: {names}. Install them with:\n    {command}",
    ),
    "tools-still-missing": (
        "Ainda falta depois da instalação: {names}",
        "Still missing after the installation: {names}",
    ),
    "tools-service-off": (
        "O serviço {name} foi desligado: o pacote o iniciou, e ele ocuparia uma porta.",
        "The {name} service is now switched off: the package had started it, and it would take a port.",
    ),
    "test-passed": ("Tudo passou: {names}", "All passed: {names}"),
    "test-failed": ("Falhou: {names}", "Failed: {names}"),
    "no-bench": (
        "Não há medições aqui: falta a pasta bench/.",
        "No benchmarks here: the folder bench/ is missing.",
    ),
    # doctor
    "mark-ok": ("ok", "ok"),
    "mark-missing": ("falta", "missing"),
    "mark-optional": ("opcional", "optional"),
    "doctor-ready": ("O laboratório pode começar: python lab.py", "The lab can start: python lab.py"),
    "doctor-not-ready": ("O laboratório ainda não pode começar; veja acima.", "The lab can't start yet; see above."),
    "doctor-environment": ("Ambiente .venv", "Environment .venv"),
    "doctor-lock-old": (
        "não é o de requirements.lock; rode: python lab.py setup",
        "not that of requirements.lock; type: python lab.py setup",
    ),
    "doctor-settings": ("Configuração (.env)", "Settings (.env)"),
    "doctor-node": ("Node.js", "Node.js"),
    "doctor-node-none": (
        "não há um >= 20.19; o laboratório instala um do PyPI quando precisa",
        "none >= 20.19; the lab installs one from PyPI when it needs it",
    ),
    "doctor-page": ("Página", "Page"),
    "doctor-page-none": ("a primeira execução a constrói", "the first start builds it"),
    "doctor-page-stale": (
        "as fontes mudaram; a próxima execução a constrói",
        "the sources have changed; the next start builds it",
    ),
    "doctor-broker": ("Broker", "Broker"),
    "doctor-clients": ("mosquitto_sub, mosquitto_pub", "mosquitto_sub, mosquitto_pub"),
    "doctor-chromium": ("Chromium (testes)", "Chromium (tests)"),
    "doctor-not-installed": ("não instalado; para instalar: {command}", "not installed; to install: {command}"),
    "doctor-port": ("Porta {port} ({key})", "Port {port} ({key})"),
    "doctor-free": ("livre", "free"),
    "doctor-running": ("em uso por este laboratório, que está no ar", "in use by this lab, which is running"),
    "doctor-logs": ("Registros", "Logs"),
    "doctor-space": ("{folder}: {free:.1f} GB livres", "{folder}: {free:.1f} GB free"),
    "doctor-not-writable": ("não é possível escrever em {folder}", "can't write in {folder}"),
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
        "faz uma conta, ou uma senha nova para ela, e mostra a senha uma vez",
        "make an account, or a new password for it, and show the password once",
    ),
    "help-device-list": ("mostra as contas", "show the accounts"),
    "help-device-remove": ("tira a conta", "remove the account"),
    "help-device-role": (
        "o papel do dispositivo, nome da conta",
        "the device's role, the name of the account",
    ),
    "help-device-session": (
        "uma sessão permitida; pode repetir; sem nenhuma, todas",
        "an allowed session; may be repeated; without any, all sessions",
    ),
    "help-device-to": (
        "guarda as senhas neste arquivo em vez de mostrá-las; as senhas válidas ficam",
        "write the passwords to this file instead of showing them; valid ones stay",
    ),
    "help-device-yes": (
        "não pergunta, mesmo se um papel já está em uso",
        "do not ask, even if a role is in use",
    ),
    "help-codes": (
        "Os códigos que a página de um laboratório fechado pede.",
        "The codes that the page of a closed lab asks for.",
    ),
    "help-codes-new": (
        "faz códigos novos; quem entrou com os antigos precisa entrar de novo",
        "make new codes; people who entered with the old ones must enter again",
    ),
    "help-no-devices": ("sem os dispositivos de demonstração", "without the demo devices"),
    "help-open": ("abre o navegador quando tudo estiver pronto", "open the browser when everything is ready"),
    "help-broker": (
        "auto, amqtt, mosquitto ou external (LAB_BROKER)",
        "auto, amqtt, mosquitto or external (LAB_BROKER)",
    ),
    "help-host": (
        "endereço de escuta; 0.0.0.0 são todas as redes (LAB_HOST)",
        "address to listen on; 0.0.0.0 is every network (LAB_HOST)",
    ),
    "help-web-port": ("porta da página (LAB_WEB_PORT)", "port of the page (LAB_WEB_PORT)"),
    "help-mqtt-port": ("porta do MQTT (LAB_MQTT_PORT)", "port of MQTT (LAB_MQTT_PORT)"),
    "help-tls": (
        "off, auto ou own: cifragem na rede (LAB_TLS)",
        "off, auto or own: encryption on the network (LAB_TLS)",
    ),
    "help-mqtts-port": ("porta do MQTT por TLS (LAB_MQTTS_PORT)", "port of MQTT over TLS (LAB_MQTTS_PORT)"),
    "help-mqtt-ws-port": (
        "porta do MQTT por WebSocket (LAB_MQTT_WS_PORT)",
        "port of MQTT over WebSocket (LAB_MQTT_WS_PORT)",
    ),
    "help-logs": ("pasta dos registros (LAB_LOGS)", "folder of the logs (LAB_LOGS)"),
    "help-lang": ("pt-BR, en ou auto (LAB_LANG)", "pt-BR, en or auto (LAB_LANG)"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue in one language."""

    english: bool = False

    @classmethod
    def of(cls, lang: str, environ: Mapping[str, str] | None = None) -> "Texts":
        """The catalogue for a value of LAB_LANG: `pt-BR`, `en`, or `auto` (the language of the system)."""
        if lang == "auto":
            return cls(english=not _system_language(os.environ if environ is None else environ).startswith("pt"))
        return cls(english=lang == "en")

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with `values` filled in. Raises KeyError for an unknown key or a missing value."""
        return _CATALOGUE[key][self.english].format(**values)


def _system_language(environ: Mapping[str, str]) -> str:
    for key in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(key):
            return environ[key].lower()
    return (locale.getlocale()[0] or "").lower()


def catalogue() -> Mapping[str, tuple[str, str]]:
    """Every text, Portuguese first."""
    return _CATALOGUE
