"""Everything that a fleet says to the person who runs it, in both languages."""

from devices.fleet.errors import FleetError

_TEXTS = {
    "help": {
        "en": "Many simulated devices in one process, and the check that the lab logged what it acknowledged.",
        "pt-BR": "Muitos dispositivos simulados em um processo, e a conferência do que o lab confirmou e gravou.",
    },
    "help-end": {
        "en": "Exit code: 0; 1 when something acknowledged is lost, something is doubled, or a will is missing; 2 when "
        "an option is wrong; 3 when the log could not be read. Ctrl-C ends the run early, with its report.",
        "pt-BR": "Código de saída: 0; 1 se algo confirmado se perdeu, algo foi gravado em dobro ou falta um testamento "
        "(will); 2 se uma opção está errada; 3 se o log não pôde ser lido. Ctrl-C encerra antes, com o relatório.",
    },
    "help-session": {"en": "the session to join", "pt-BR": "a sessão em que os dispositivos entram"},
    "help-sessions": {
        "en": "spread the devices over so many sessions: S-1, S-2 ...",
        "pt-BR": "distribui os dispositivos por tantas sessões: S-1, S-2 ...",
    },
    "help-role": {
        "en": "the roles are PREFIX-1, PREFIX-2 ... (device)",
        "pt-BR": "os papéis são PREFIX-1, PREFIX-2 ... (device)",
    },
    "help-count": {"en": "how many devices (100)", "pt-BR": "quantos dispositivos (100)"},
    "help-rate": {
        "en": "messages of each device: 1/s, 10/min, 0.5/s (1/s)",
        "pt-BR": "mensagens de cada dispositivo: 1/s, 10/min, 0.5/s (1/s)",
    },
    "help-for": {"en": "how long they send: 90s, 5m, 1h (1m)", "pt-BR": "por quanto tempo enviam: 90s, 5m, 1h (1m)"},
    "help-ramp": {
        "en": "time in which all connect, one after the other (100 a second)",
        "pt-BR": "tempo em que todos se conectam, um após o outro (100 por segundo)",
    },
    "help-wait": {
        "en": "how long to wait at the end for what is missing (30s)",
        "pt-BR": "quanto esperar no fim pelo que falta (30s)",
    },
    "help-qos": {"en": "quality of service (1)", "pt-BR": "qualidade de serviço (1)"},
    "help-size": {"en": "bytes of a message (100)", "pt-BR": "bytes de uma mensagem (100)"},
    "help-scenario": {
        "en": "a scenario instead of a steady rate: see devices/fleet/scenarios/",
        "pt-BR": "um cenário em vez de um ritmo constante: veja devices/fleet/scenarios/",
    },
    "help-csv": {"en": "write the time line, a row a second", "pt-BR": "grava a linha do tempo, uma linha por segundo"},
    "help-report": {"en": "write the report, as JSON", "pt-BR": "grava o relatório, em JSON"},
    "help-logs": {
        "en": "where the lab's log files are (LAB_LOGS, else logs; none when the broker is another machine's)",
        "pt-BR": "onde estão os arquivos de log do lab (LAB_LOGS, ou logs; nenhum se o broker é de outra máquina)",
    },
    "help-passwords": {
        "en": "passwords by role, as JSON, for a closed lab: these roles are the devices, and the last one watches",
        "pt-BR": "senhas por papel, em JSON, para um lab fechado: esses papéis são os dispositivos, e o último observa",
    },
    "no-session": {
        "en": "--session is needed: which conversation to join",
        "pt-BR": "falta --session: em que conversa entrar",
    },
    "bad-number": {
        "en": "{text!r}: it takes a whole number from {low} to {high}",
        "pt-BR": "{text!r}: use um número inteiro de {low} a {high}",
    },
    "bad-duration": {
        "en": "{text!r} is no time: write 90s, 5m, 1m30s or 2h, at most a week",
        "pt-BR": "{text!r} não é um tempo: escreva 90s, 5m, 1m30s ou 2h, no máximo uma semana",
    },
    "bad-rate": {
        "en": "{text!r} is no rate: write 1/s, 10/min or 2/h, at most 1000/s",
        "pt-BR": "{text!r} não é um ritmo: escreva 1/s, 10/min ou 2/h, no máximo 1000/s",
    },
    "bad-for": {
        "en": '"for" is needed: how long the phase takes, above 0',
        "pt-BR": 'falta "for": quanto dura a fase, acima de 0',
    },
    "bad-burst": {
        "en": '"burst" takes a whole number from 1 to {most}',
        "pt-BR": '"burst" é um número inteiro de 1 a {most}',
    },
    "bad-share": {
        "en": '"share" takes a number above 0, up to 1',
        "pt-BR": '"share" é um número acima de 0, até 1',
    },
    "away-without-leave": {
        "en": '"away" needs "leave": how the devices leave',
        "pt-BR": '"away" precisa de "leave": como os dispositivos saem',
    },
    "bad-leave": {"en": '"leave" is one of: {ways}', "pt-BR": '"leave" é um de: {ways}'},
    "too-long": {
        "en": "away {away} s and ramp {ramp} s do not fit into {seconds} s",
        "pt-BR": "away {away} s e ramp {ramp} s não cabem em {seconds} s",
    },
    "bad-phases": {
        "en": "a scenario is 1 to {most} phases, each a [[phase]]",
        "pt-BR": "um cenário tem de 1 a {most} fases, cada uma um [[phase]]",
    },
    "bad-toml": {"en": "it is no TOML: {detail}", "pt-BR": "não é TOML: {detail}"},
    "unknown-key": {
        "en": "{key!r} is unknown; there are: {known}",
        "pt-BR": "{key!r} é desconhecido; existem: {known}",
    },
    "bad-value": {
        "en": "{key} = {value}: a value of another kind is needed",
        "pt-BR": "{key} = {value}: é preciso um valor de outro tipo",
    },
    "for-and-scenario": {
        "en": "--for does not go with --scenario: its phases have times of their own",
        "pt-BR": "--for não combina com --scenario: as fases têm seus próprios tempos",
    },
    "unreadable": {"en": "{file}: {detail}", "pt-BR": "{file}: {detail}"},
    "unwritable": {"en": "{file} can't be written", "pt-BR": "{file} não pode ser gravado"},
    "no-logs": {"en": "--logs {folder}: there is no such folder", "pt-BR": "--logs {folder}: essa pasta não existe"},
    "too-few-passwords": {
        "en": "--passwords: {count} devices need a password each; the file has {known}",
        "pt-BR": "--passwords: {count} dispositivos precisam de uma senha cada; o arquivo tem {known}",
    },
    "too-few-files": {
        "en": "{count} devices need {needed} open files, and this system allows {hard}: raise the hard limit "
        "(ulimit -Hn {needed}, as root), or run fewer",
        "pt-BR": "{count} dispositivos precisam de {needed} arquivos abertos, e este sistema permite {hard}: aumente o "
        "limite (ulimit -Hn {needed}, como root) ou use menos",
    },
    "too-many-for-windows": {
        "en": "{count} devices are too many for one process on Windows: at most {most}; run several",
        "pt-BR": "{count} dispositivos são demais para um processo no Windows: no máximo {most}; use vários",
    },
    "begin": {
        "en": "fleet: {count} devices at {host}:{port}, sessions: {sessions}, {seconds:.0f} s",
        "pt-BR": "frota: {count} dispositivos em {host}:{port}, sessões: {sessions}, {seconds:.0f} s",
    },
    "not-watched": {
        "en": "no account is left to watch: the log is only read at the end, and wills are not checked",
        "pt-BR": "não sobra conta para observar: o log só é lido no fim, e testamentos (wills) não são conferidos",
    },
    "no-broker": {
        "en": "no connection to the broker at {host}:{port}: {reasons}",
        "pt-BR": "sem conexão com o broker em {host}:{port}: {reasons}",
    },
    "watcher-late": {
        "en": "the broker does not let {role} read the log: {reasons}",
        "pt-BR": "o broker não deixa {role} ler o log: {reasons}",
    },
    "not-connected": {
        "en": "{count} devices are not connected: {reasons}",
        "pt-BR": "{count} dispositivos não estão conectados: {reasons}",
    },
    "settling": {
        "en": "waiting until everything is acknowledged and logged",
        "pt-BR": "esperando até que tudo esteja confirmado e gravado",
    },
    "line": {
        "en": "{time}  {phase}  connected {connected}/{count}  sent {sent}  acknowledged {acknowledged}  "
        "logged {logged}  waiting {waiting}  PUBACK p50 {ack50} p99 {ack99} ms  log p50 {log50} p99 {log99} ms",
        "pt-BR": "{time}  {phase}  conectados {connected}/{count}  enviadas {sent}  confirmadas {acknowledged}  "
        "gravadas {logged}  esperando {waiting}  PUBACK p50 {ack50} p99 {ack99} ms  log p50 {log50} p99 {log99} ms",
    },
    "report-files": {"en": "the session's log files", "pt-BR": "os arquivos de log da sessão"},
    "report-records": {
        "en": "the records on log/<session>: no log file here is of this run",
        "pt-BR": "os registros em log/<session>: nenhum arquivo de log daqui é desta execução",
    },
    "report-nothing": {
        "en": "nothing: neither the files nor log/<session> could be read",
        "pt-BR": "nada: nem os arquivos nem log/<session> puderam ser lidos",
    },
    "row-source": {"en": "compared with", "pt-BR": "comparado com"},
    "row-devices": {"en": "devices", "pt-BR": "dispositivos"},
    "of-devices": {
        "en": "{count}, connected at the end {connected}, connections {connections}, failed tries {failures}",
        "pt-BR": "{count}, conectados no fim {connected}, conexões {connections}, tentativas sem êxito {failures}",
    },
    "row-sent": {"en": "sent", "pt-BR": "enviadas"},
    "of-sent": {
        "en": "{sent} in {seconds} s ({rate} a second); turns left out {left_out}",
        "pt-BR": "{sent} em {seconds} s ({rate} por segundo); vezes puladas {left_out}",
    },
    "row-acknowledged": {"en": "acknowledged", "pt-BR": "confirmadas"},
    "of-acknowledged": {
        "en": "{acknowledged}, not acknowledged {unacknowledged}, sent again {resent}",
        "pt-BR": "{acknowledged}, sem confirmação {unacknowledged}, enviadas de novo {resent}",
    },
    "of-acknowledged-0": {"en": "QoS 0 has no acknowledgement", "pt-BR": "QoS 0 não tem confirmação"},
    "row-refused": {"en": "refused by the lab", "pt-BR": "recusadas pelo lab"},
    "of-refused": {
        "en": "{refused}{reasons}; counted but not told {untold}",
        "pt-BR": "{refused}{reasons}; contadas mas não detalhadas {untold}",
    },
    "row-logged": {"en": "logged", "pt-BR": "gravadas"},
    "of-logged": {
        "en": "{logged}; sent and not logged {missing}",
        "pt-BR": "{logged}; enviadas e não gravadas {missing}",
    },
    "row-lost": {"en": "acknowledged and lost", "pt-BR": "confirmadas e perdidas"},
    "of-lost": {"en": "{lost}", "pt-BR": "{lost}"},
    "of-lost-untold": {
        "en": "{lost}; up to {untold} of them may be refusals that were not told",
        "pt-BR": "{lost}; até {untold} podem ser recusas não detalhadas",
    },
    "row-doubled": {"en": "logged twice", "pt-BR": "gravadas em dobro"},
    "of-doubled": {
        "en": "{doubled}",
        "pt-BR": "{doubled}",
    },
    "of-doubled-resends": {
        "en": "{doubled}, of messages sent again after a lost connection {resends} (the lab recognises a resend among "
        "the last 4096 records of its session: use --sessions)",
        "pt-BR": "{doubled}, de mensagens enviadas de novo após uma conexão perdida {resends} (o lab reconhece um "
        "reenvio entre os últimos 4096 registros da sessão: use --sessions)",
    },
    "row-order": {"en": "out of order, per device", "pt-BR": "fora de ordem, por dispositivo"},
    "of-order": {"en": "{out_of_order}", "pt-BR": "{out_of_order}"},
    "row-wills": {"en": "wills", "pt-BR": "testamentos (wills)"},
    "of-wills": {
        "en": "{seen} of {due} devices that vanished were told offline",
        "pt-BR": "{seen} de {due} dispositivos que sumiram foram anunciados offline",
    },
    "row-puback": {"en": "time to PUBACK", "pt-BR": "tempo até o PUBACK"},
    "row-to-log": {"en": "time to the record", "pt-BR": "tempo até o registro"},
    "of-times": {
        "en": "p50 {p50} ms, p99 {p99} ms, longest {most} ms",
        "pt-BR": "p50 {p50} ms, p99 {p99} ms, maior {most} ms",
    },
    "row-fleet": {"en": "this process", "pt-BR": "este processo"},
    "of-fleet": {
        "en": "{cpu} % of a core, at most {late} ms behind its plan",
        "pt-BR": "{cpu} % de um núcleo, no máximo {late} ms atrás do plano",
    },
    "busy": {
        "en": "The fleet itself was the limit: the times above are partly its own.",
        "pt-BR": "A própria frota foi o limite: parte dos tempos acima é dela.",
    },
    "good": {
        "en": "Nothing acknowledged is lost, nothing is doubled.",
        "pt-BR": "Nada confirmado se perdeu, nada em dobro.",
    },
    "bad": {"en": "The lab did not keep its promise.", "pt-BR": "O lab não cumpriu o que promete."},
    "nothing-sent": {"en": "Nothing was sent.", "pt-BR": "Nada foi enviado."},
    "unknown": {"en": "The log could not be compared.", "pt-BR": "O log não pôde ser comparado."},
}


class Texts:
    """The texts of one language, `pt-BR` or `en`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """A text with its values. Whole numbers stand in it as `number` writes them."""
        return _TEXTS[key][self.language].format(**{name: self._plain(value) for name, value in values.items()})

    def error(self, error: FleetError) -> str:
        """What a person has to change, and where."""
        values = dict(error.values)
        return f"{values.pop('where', '')}{self(error.key, **values)}"

    def number(self, value: int) -> str:
        """A whole number with its thousands apart: 70,000 or 70.000."""
        return f"{value:,}".replace(",", "." if self.language == "pt-BR" else ",")

    def decimal(self, value: float) -> str:
        """A number with at most one decimal: 1.5 or 1,5."""
        if value >= 100:
            return self.number(round(value))
        return f"{value:.1f}".replace(".", "," if self.language == "pt-BR" else ".")

    def _plain(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return value
