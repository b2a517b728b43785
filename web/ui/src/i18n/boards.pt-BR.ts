import type { BoardsWords } from "./boards";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const boardsPtBR: BoardsWords = {
  boards: "Placas",
  lead: "Contas, arquivos e cartões para as placas de uma turma.",
  openLab:
    "Este laboratório está aberto: só atende esta máquina, e as placas não precisam de conta. Os arquivos estão aqui do mesmo jeito.",
  otherBroker: "O broker não é o do laboratório. Quem cuida dele cria os usuários e as senhas.",
  unreachable: "Não foi possível ler as contas. O laboratório está rodando?",
  cancel: "Cancelar",

  // Making
  add: "Placas novas",
  several: "Várias",
  one: "Uma",
  howMany: "Várias ou uma",
  count: "Quantas placas",
  prefix: "Início do nome",
  first: "Do número",
  role: "Nome",
  session: "Sessão",
  onlyHere: "Estas placas só podem usar esta sessão",
  willBe: (names) => `Papéis: ${names}`,
  make: (count) => (count === 1 ? "Criar a conta" : `Criar ${count} contas`),
  prepare: (count) => (count === 1 ? "Preparar os arquivos" : `Preparar os arquivos de ${count} placas`),
  making: "Um momento…",
  noRole: "Dê um nome a pelo menos uma placa.",
  tooMany: (most) => `No máximo ${most} de cada vez.`,
  noSession: "Escreva o nome da sessão.",
  badSession: "O nome de uma sessão só tem letras minúsculas, números, - e _.",
  failed: (detail) => `Não deu certo: ${detail}`,
  tooFast: "Muitos pedidos de uma vez. Tente de novo daqui a pouco.",

  // Made
  ready: (count) => plural(count, "placa pronta", "placas prontas"),
  once: "O laboratório não guarda as senhas. Elas aparecem aqui até você sair desta página ou recarregá-la: baixe os arquivos ou imprima os cartões agora.",
  kind: "Arquivos para",
  micropython: "MicroPython",
  esp32: "Arduino (ESP32)",
  pubsubclient: "Arduino com PubSubClient",
  python: "Python",
  micropythonHint:
    "Para ESP32 e Pico W: copie todos os arquivos de uma pasta para a placa dela, com o Thonny ou o mpremote.",
  esp32Hint: "O sketch lab_device com o seu lab_config.h: abra-o na IDE do Arduino e envie-o para a placa da pasta.",
  pubsubclientHint:
    "O sketch lab_pubsubclient com o seu lab_config.h, para quem usa a biblioteca PubSubClient: instale-a na IDE do Arduino.",
  pythonHint:
    "Um programa para um computador ou um Raspberry Pi: pip install paho-mqtt, e depois python device.py na pasta dele.",
  caHint: "A autoridade do laboratório, ca.pem, está entre os arquivos.",
  noCaHint:
    "O laboratório não conhece a autoridade do seu certificado: ponha o certificado dela em cada pasta como ca.pem; no Arduino, em lab_config.h.",
  toFlash: "Gravar o MicroPython e os arquivos em uma placa, pelo cabo USB",
  wifiName: "Nome do Wi-Fi",
  wifiPassword: "Senha do Wi-Fi",
  wifiHint: "Vai nos arquivos, e o laboratório não guarda. Você pode deixar vazio e preencher nas placas.",
  showWifi: "Mostrar a senha do Wi-Fi",
  address: "Endereço para as placas",
  addressHint: (port, tls) => `MQTT${tls ? " por TLS" : ""} na porta ${port}.`,
  aloneHint: "Agora só esta máquina alcança o laboratório. Para as placas, inicie-o com: python lab.py --host 0.0.0.0",
  files: "Baixar os arquivos (.zip)",
  print: "Imprimir os cartões",
  cardsHint: "Oito cartões em uma página A4.",
  passwords: "Senhas",
  downloaded: (names) => `Baixado: ${names}`,
  done: "Esconder as senhas",

  // A card
  user: "Usuário",
  password: "Senha",
  broker: "MQTT",
  brokerTls: "MQTT, TLS",
  page: "Página",
  qrAlt: "Código QR da página",

  // The accounts
  accounts: "Contas",
  none: "Nenhum dispositivo tem conta ainda.",
  find: "Procurar um nome",
  noneMatches: "Nenhum nome combina.",
  everywhere: "todas as sessões",
  since: (when) => `desde ${when}`,
  online: "conectado",
  onlineIn: (sessions) => `conectado em ${sessions}`,
  selectAll: "Selecionar todas",
  selectNone: "Não selecionar nenhuma",
  renew: (count) => `Senha nova e arquivos (${count})`,
  remove: (count) => `Tirar a conta (${count})`,

  // Questions
  inUseAsk: "Estes papéis estão em uso",
  inUseAccount: (role) => `${role} já tem conta. O dispositivo que tem a senha dela será desligado.`,
  inUseOnline: (role, sessions) => `${role} já tem conta e está conectado em ${sessions}. Ele será desligado.`,
  inUsePerson: (role, sessions) => `Alguém é ${role} em ${sessions}. Depois disso só a placa escreve com este papel.`,
  more: (count) => `e mais ${count}`,
  inUseGo: "Criar mesmo assim",
  renewAsk: (count) => (count === 1 ? "Criar uma senha nova?" : `Criar ${count} senhas novas?`),
  renewMeaning: (names) => `As senhas antigas acabam em 2 segundos, e as placas que as têm são desligadas: ${names}.`,
  renewGo: "Criar senhas novas",
  removeAsk: (count) => (count === 1 ? "Tirar a conta?" : `Tirar ${count} contas?`),
  removeMeaning: (names) => `Estas placas são desligadas em 2 segundos e não voltam: ${names}. O log fica.`,
  removeGo: "Tirar",
  removed: (count) => plural(count, "conta foi tirada", "contas foram tiradas"),
};
