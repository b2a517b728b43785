import type { Dictionary } from ".";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const ptBR: Dictionary = {
  loading: "Carregando…",
  retry: "Tentar de novo",
  discard: "Descartar",
  copy: "Copiar",
  copied: "Copiado",
  copyOf: (title) => `Copiar: ${title}`,
  copyFailed: "Selecione e copie",
  code: "Código",
  opensNewWindow: "abre em outra janela",

  // Sessions
  sessions: "Sessões",
  sessionsLead: "Uma sessão é uma conversa, entre pessoas e dispositivos, com um log só dela.",
  sessionName: "Nome da sessão",
  sessionNameHint: "Letras minúsculas, números, - e _. Deixe vazio para um nome sorteado.",
  create: "Criar",
  creating: "Criando…",
  useInstead: (name) => `Usar “${name}”`,
  noSessions: "Nenhuma sessão ainda",
  noSessionsHint: "Crie a primeira acima. Um dispositivo que publica em chat/<sessão>/<papel> também cria uma.",
  sessionsUnreachable:
    "Não foi possível ler a lista. O laboratório pode estar iniciando ou parado; esta página continua tentando.",
  messages: (count) => plural(count, "mensagem", "mensagens"),
  started: (when) => `iniciada ${when}`,
  noMessageYet: "nenhuma mensagem ainda",
  nameTooLong: "No máximo 48 caracteres.",
  nameBadLetters: "Somente a-z, 0-9, - e _, começando com letra ou número.",
  nameDevice: "O Windows reserva este nome para um dispositivo, e ele não pode dar nome a uma pasta. Escolha outro.",
  sessionExists: "Já existe uma sessão com este nome.",
  enterIt: "Entrar nela",
  bridgeAway: "A ponte, que grava o log, não responde. Tente de novo daqui a pouco.",
  createFailed: (detail) => `Não foi possível criar: ${detail}`,
  unreachable: "Não foi possível alcançar o laboratório. Ele está rodando?",

  // Choosing a role
  allSessions: "Todas as sessões",
  chooseRoleLead: "Cada papel abre em uma janela própria. Abra duas para conversar entre elas.",
  usuarioRole: "pergunta, conta, experimenta",
  atendenteRole: "responde e ajuda",
  roleTooLong: "No máximo 32 caracteres.",
  roleBadLetters: "Somente letras sem acento, números, - e _, começando com letra ou número.",
  roleReserved: "Este nome é reservado para o próprio laboratório.",

  // A role's window
  messageLog: (session) => `Mensagens de ${session}`,
  you: "você",
  youAre: (role) => `Você é ${role}`,
  participants: "Participantes",
  online: "online",
  offline: "offline",
  mention: (role) => `Escrever para ${role}`,
  addressedTo: (role) => `para ${role}`,
  download: "Baixar",
  downloadLog: "Log (um registro por linha)",
  downloadTxt: "Texto, para ler",
  downloadXlsx: "Planilha (XLSX)",
  downloadValues: "Valores (CSV)",
  downloadCsv: "Mensagens (CSV)",
  typingOne: (role) => `${role} está digitando…`,
  typingSome: (roles) => `${roles} estão digitando…`,
  typingMany: (count) => `${count} pessoas estão digitando…`,
  nothingYet: "Nada foi dito ainda",
  nothingYetHint: "Escreva a primeira mensagem abaixo, ou deixe um dispositivo falar.",
  older: "Mensagens anteriores",
  beginning: "Aqui a sessão começa.",
  newMessages: (count) => plural(count, "mensagem nova", "mensagens novas"),
  showAll: "Mostrar tudo",
  showLess: "Mostrar menos",
  binary: (size) => `${size}, não é texto`,

  // The lab's own events
  eventCreated: "Sessão criada",
  eventArchived: "Sessão arquivada: o log está completo e guardado",
  eventGap: (since) => `Podem faltar mensagens desde ${since}: o broker perdeu o lugar da ponte`,
  eventOther: (event) => `Evento do laboratório: ${event}`,

  // Writing
  write: "Mensagem",
  writePlaceholder: "Escreva uma mensagem…",
  send: "Enviar",
  enterHint: "Enter envia · Shift+Enter começa outra linha",
  codeHint: "Código depois de ```: Enter começa outra linha, Tab recua, Ctrl+Enter envia",
  tooLarge: (size, most) => `Esta mensagem tem ${size}; o máximo é ${most}. Encurte-a.`,
  outboxFull: "Há mensagens demais esperando. Aguarde até o laboratório receber algumas.",
  stateSending: "Enviando…",
  stateAccepted: "Enviada; registrando…",
  stateLogged: "Registrada",
  stateWaiting: "Esperando a conexão",
  stateFailed: (why) => `Não enviada: ${why}`,
  whyUnsure: "talvez tenha chegado há muito tempo; confira antes de enviar de novo",
  whyTooLarge: "é grande demais",
  whyTaken: "este papel não é seu",
  whyFrozen: "agora só a professora ou o professor escreve",
  whyMuted: "este papel foi silenciado",
  whyEnded: "a sessão terminou",
  whyBadField: "o laboratório não a entende",
  whyOther: (reason) => `o laboratório a recusou (${reason})`,

  // Access
  lockedOut: "Seu acesso terminou: os códigos mudaram, ou passaram 12 horas. O que você escreveu está guardado.",
  enterAgain: "Informar o código",
  foreignHost: (host) =>
    `O laboratório recusa o endereço ${host}. Quem cuida do laboratório pode acrescentá-lo a LAB_ALLOWED_HOSTS e reiniciar; ou abra o laboratório por um endereço que ele mostra ao iniciar.`,
  foreignOrigin: (host) =>
    `O laboratório recusa esta página: um proxy no caminho esconde o endereço dela, ${host}. Quem cuida do proxy encontra a configuração em docs/reverse-proxy.md. O que você escreveu está guardado.`,

  // Connection
  connecting: "Conectando…",
  catchingUp: (count) =>
    count > 0
      ? `Atualizando: ${count === 1 ? "falta" : "faltam"} ${plural(count, "mensagem", "mensagens")}…`
      : "Atualizando…",
  reconnected: "Conectado de novo. Não falta nada.",
  offlineBanner: "Sem conexão com o laboratório. O que você escrever espera aqui.",
  connectNow: "Conectar agora",
  bridgeOffline: "A ponte está fora do ar: as mensagens são aceitas e esperam para ser registradas.",
  brokerOffline: "O broker está fora do ar: as mensagens esperam aqui até ele voltar.",
  refused: (detail) => `O laboratório não deixa este papel entrar: ${detail}`,
};
