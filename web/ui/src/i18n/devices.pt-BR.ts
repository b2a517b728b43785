import type { DevicesWords } from "./devices";

export const devicesPtBR: DevicesWords = {
  devices: "Dispositivos",
  lead: "O que os dispositivos desta sessão informam, agora e desde o começo do log.",
  toSession: (session) => `Sessão ${session}`,
  loading: "Lendo o log…",
  historyFailed:
    "Não foi possível ler o histórico. Valores novos aparecem quando chegam; a página continua pedindo o resto.",

  // A card
  online: "conectado",
  stale: "sem notícias",
  offline: "desconectado",
  unknown: "visto",
  onlineHint: "Está conectado, ou informa como de costume.",
  staleHint: "Nada chegou por mais de três vezes o seu intervalo habitual.",
  offlineHint: "Saiu, ou a conexão caiu.",
  unknownHint: "Já informou algo, mas não diz se está conectado.",
  lastSeen: "Visto",
  justNow: "agora mesmo",
  noValue: "Ainda não informou nenhum valor.",
  moreValues: (count) => (count === 1 ? "mais 1 valor" : `mais ${count} valores`),

  // Commands
  switchOf: (role) => `Interruptor de ${role}`,
  on: "ligado",
  off: "desligado",
  stateUnknown: "ainda não se sabe",
  commandsOf: (role) => `Comandos de ${role}`,
  sending: (command) => `Enviando “${command}”…`,
  waiting: (command) => `“${command}” está no log; esperando a resposta…`,
  silent: (command) => `Sem resposta a “${command}”. O dispositivo está rodando?`,
  refused: (command) => `O laboratório recusou “${command}”.`,
  outboxFull: "Há comandos demais esperando. Aguarde até que o laboratório receba alguns.",
  sendAs: "Você envia como",
  change: "Mudar",
  whoAreYou: "Quem envia o comando?",
  whoAreYouHint: "Todos na sessão veem quem apertou. O navegador se lembra disso nesta sessão.",
  lastRole: (role) => `Você esteve nesta sessão como ${role}.`,
  role: "Seu papel",
  confirm: "Enviar com este papel",
  keep: "Usar este papel",
  cancel: "Cancelar",
  roleBad: "De 1 a 32 letras sem acento, números, - e _, começando com letra ou número.",
  roleReserved: "Este nome é reservado ao próprio laboratório.",
  roleOfDevice: "Um dispositivo tem este papel. Escolha outro.",

  // The chart
  chart: "Gráfico",
  chartOf: (names) => `Gráfico de ${names}`,
  chartKeys:
    "As setas para a esquerda e para a direita movem, mais e menos ampliam e reduzem, Home volta para agora. A tabela mostra o mesmo.",
  timeRange: "Período",
  fiveMinutes: "5 min",
  oneHour: "1 h",
  all: "Tudo",
  pause: "Pausar",
  resume: "Continuar",
  paused: "Em pausa. Valores novos são guardados e aparecem quando você continuar.",
  zoomIn: "Ampliar",
  zoomOut: "Reduzir",
  earlier: "Mais cedo",
  later: "Mais tarde",
  reset: "Voltar para agora",
  asTable: "Tabela",
  csv: "CSV",
  csvHint: "Baixar em CSV o que é mostrado",
  seriesShown: "Séries mostradas",
  tooFew: "Escolha pelo menos uma série.",
  nothingHere: "Nada foi informado neste período.",
  showAll: "Mostrar tudo",

  // The table
  tableOf: (from, to) => `Valores de ${from} a ${to}`,
  time: "Hora",
  newestRows: (shown, count) => `As ${shown} linhas mais novas de ${count}. O CSV tem todas.`,

  // Nobody there
  noDevice: "Nenhum dispositivo falou ainda",
  noDeviceHint: "Faça um falar: rode um destes comandos em um terminal. Ele aparece aqui na hora.",
  startSensor: "Um sensor em Python, na pasta do laboratório",
  startLamp: "Uma lâmpada que você liga e desliga daqui",
  sendReading: "Uma medida, de qualquer máquina com mosquitto",
  valuesLeftOut: (count) => (count === 1 ? "Mais 1 valor não cabe aqui." : `Mais ${count} valores não cabem aqui.`),
  devicesShown: (most) => `Aparecem os primeiros ${most} dispositivos; pode haver mais.`,
  seriesLeftOut: (count) =>
    count === 1
      ? "1 série não cabe aqui. No log ela está completa."
      : `${count} séries ou mais não cabem aqui. No log estão todas.`,
  noNumber: "Nenhum dispositivo informou um número ainda; não há o que desenhar.",
};
