import type { FaultsWords } from "./faults";

export const faultsPtBR: FaultsWords = {
  title: "Laboratório de falhas",
  lead: "Perca, duplique, atrase e corte pacotes MQTT de propósito, e veja o que um QoS promete.",
  toSession: (session) => `Sessão ${session}`,

  whose: "De quem é o cliente?",
  whoseHint: "O nome com que você escreve nesta sessão. O cliente dele ganha uma linha própria, com falhas próprias.",
  role: "Nome",
  openLine: "Abrir a linha",
  badRole: "De 1 a 32 letras, dígitos, hífens e sublinhados, sem acentos.",
  lines: "Linhas",
  lineOf: (role) => `Linha de ${role}`,
  otherLine: "Outra linha",
  connected: (count) => (count === 1 ? "uma conexão" : `${count} conexões`),

  opening: "O laboratório de falhas está começando…",
  failed: (detail) => `O laboratório de falhas não responde: ${detail}`,
  problems: {
    "faults-off": "Este laboratório não tem laboratório de falhas (LAB_FAULTS=off).",
    "role-taken": "Outra pessoa está com este nome agora.",
    "device-role": "Este nome é de um dispositivo. A linha dele, quem abre é o professor.",
    "teacher-role": "Este nome é do professor.",
    "faults-busy": "Não há lugar agora. Espere o último envio acabar.",
    "no-access": "O laboratório pede o código de novo.",
    unreachable: "O laboratório não responde.",
  },

  faults: "Falhas",
  faultsHint: "Valem a partir do próximo pacote.",
  faultNames: {
    "lose-publish": "Perder o PUBLISH",
    "lose-puback": "Perder o PUBACK",
    "double-publish": "Duplicar o PUBLISH",
    "delay-publish": "Atrasar o PUBLISH",
    "slow-publish": "Enviar o PUBLISH devagar",
    "cut-connect": "Cortar depois do CONNECT",
    "cut-publish": "Cortar depois de um PUBLISH",
    "cut-pubrec": "Cortar depois do PUBREC (QoS 2)",
    "hang-publish": "Meio aberta: nada mais passa",
  },
  probability: "com que frequência",
  duration: "quanto tempo",
  percent: (count) => `${count} %`,
  theNext: "só o próximo",
  randomly: "ao acaso",
  seconds: (count) => `${String(count).replace(".", ",")} s`,
  otherRules: "Outras regras, postas por HTTP",
  off: "Desligar tudo",
  forAll: (count) => `O mesmo para todas as ${count} linhas`,
  allSet: (count) => (count === 1 ? "Valendo em uma linha." : `Valendo em ${count} linhas.`),
  cutNow: "Cortar a conexão agora",

  try: "Experimente",
  tryHint: "O cliente do próprio laboratório manda 40 mensagens pela linha, e o log é contado.",
  runs: ["40 com QoS 0", "40 com QoS 1", "40 com QoS 1 e id", "40 com QoS 2"],

  claims: "O que chegou",
  claimsHint: "Contado no log da sessão.",
  noClaims: "Nada ainda. Escolha uma falha e solte 40 mensagens.",
  claimName: (qos, withId) => `${qos === null ? "QoS desconhecido" : `QoS ${qos}`}${withId ? " com id" : ""}`,
  claim: (arrived, of, twice, isOn) => {
    const doubled = twice === 1 ? "uma em dobro" : `${twice} em dobro`;
    if (arrived < of)
      return `${arrived} de ${of} chegaram${twice > 0 ? `, ${doubled}` : ""}${isOn ? " até agora" : ""}`;
    return twice > 0 ? `${arrived} de ${of}, ${doubled}` : `${arrived} de ${of}, cada uma uma vez`;
  },
  sentAgain: (count) => (count === 1 ? "um PUBLISH foi mandado de novo" : `${count} PUBLISH foram mandados de novo`),
  gaveUp: "O cliente desistiu depois de 25 s.",
  byProgram: (role) => `do cliente de ${role}`,
  promises: [
    "QoS 0 não promete nada: no máximo uma vez (MQTT 3.1.1, seção 4.3.1).",
    "QoS 1 promete pelo menos uma vez; uma mensagem pode chegar em dobro (seção 4.3.2).",
    "QoS 2 promete exatamente uma vez entre cliente e broker (seção 4.3.3).",
  ],
  promiseOfId: "Com um id o laboratório anota a mensagem uma vez, venha ela quantas vezes vier.",

  diagram: "O que passa",
  diagramLabel: (rows) =>
    `Diagrama de sequência dos últimos ${rows} pacotes e registros. A lista diz o mesmo em palavras.`,
  asDiagram: "Diagrama",
  asList: "Lista",
  pause: "Pausar",
  resume: "Continuar",
  nothingPasses: "Nada passou ainda. Conecte o seu cliente à porta da linha, ou experimente com o do laboratório.",
  client: "cliente",
  proxy: "falhas",
  broker: "broker",
  log: "log",
  fates: {
    passed: "passou",
    lost: "perdido",
    doubled: "em dobro",
    delayed: "atrasado",
    slowed: "devagar",
    cut: "e corte",
    hung: "meio aberta",
  },
  toBroker: "cliente → broker",
  toClient: "broker → cliente",
  connection: (number) => `conexão ${number}`,
  logged: (seq) => `log: seq ${seq}`,
  loggedAgain: "a mesma mensagem de novo",

  connect: "Conecte o seu cliente",
  connectHint: (port, usual) => `Porta ${port} em vez de ${usual}. Nada mais muda: conta, tópicos e senha ficam.`,
  commandLine: "De um terminal",
  python: "Python (paho)",
  esp32: "ESP32 (Arduino)",
  websocket: "WebSocket",
  countHint:
    'Mensagens como {"run": "meu-1", "n": 1, "of": 40} são contadas acima: n de 1 até "of", e um "run" novo a cada vez.',
};
