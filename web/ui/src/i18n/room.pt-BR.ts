import type { RoomWords } from "./room";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const roomPtBR: RoomWords = {
  newSince: "Novas desde que você saiu",
  recordsHint:
    "Enter vai às mensagens, as setas passam de uma a outra; Enter então copia o link dela, ou abre as leituras reunidas, e M mostra o que se pode fazer com ela.",
  copyLink: (hour) => `${hour}, copiar o link desta mensagem`,
  linkCopied: "Link copiado",
  linkNotCopied: "O navegador não deixou copiar o link. Ele está agora na barra de endereço.",
  loadingLinked: "Procurando a mensagem…",
  noSuchRecord: (seq) => `Não há mensagem ${seq} aqui`,
  noSuchRecordHint: "O log termina antes dela, ou a sessão foi refeita. As mais novas estão a um toque.",
  excerptFailed: "Não foi possível carregar as mensagens.",
  toNewest: "Ir para o fim",
  andMore: (count) => `mais ${plural(count, "valor", "valores")}`,
  hexDump: "Bytes em hexadecimal",
  bytesShown: (shown, all) => `Os primeiros ${shown} de ${all}`,
  repliesChanged: (count) =>
    count === 0
      ? "As respostas rápidas foram removidas"
      : `A sessão agora tem ${plural(count, "resposta rápida", "respostas rápidas")}`,
  rulesChanged: (count) =>
    count === 0 ? "As regras foram removidas" : `A sessão agora tem ${plural(count, "regra", "regras")}`,

  // Why one may not write now
  locked: {
    ended: {
      title: "A aula terminou",
      hint: "O que foi dito continua aqui para ler. Nada do que você escrever será enviado.",
    },
    muted: {
      title: "O professor silenciou você",
      hint: "Você continua lendo. Peça ao professor para voltar a escrever.",
    },
    lobby: { title: "A aula ainda não começou", hint: "Você poderá escrever assim que o professor começar." },
    taken: {
      title: "Outra pessoa está com este papel",
      hint: "O que você escreveu fica guardado, e nada é enviado com este papel sem você pedir. Se o nome é seu, peça ao professor que o libere.",
    },
    frozen: { title: "O professor pausou a conversa", hint: "Você continua lendo, e o seu rascunho fica guardado." },
  },
  otherRole: "Escolher outro papel",
  toArchive: "Ler e baixar tudo",
  startLesson: "Começar a aula",
  phaseButtons: { lobby: "Voltar à sala de espera", open: "Continuar a conversa", frozen: "Pausar a conversa" },
  projector: "O que se projeta",
  parts: { lobby: "Sala de espera", talk: "Conversa", chart: "Gráfico", wire: "Pacotes MQTT" },
  fullScreen: "Tela cheia",
  whoCame: "Já chegaram",
  nobodyYet: "Ninguém ainda",
  endLesson: "Encerrar a aula…",
  phaseFailed: (detail) => `Não foi possível: ${detail}`,
  phaseChanged: {
    lobby: "A aula ainda não começou: só o professor escreve",
    open: "Todos podem escrever",
    frozen: "O professor pausou a conversa",
    ended: "A aula terminou",
  },

  teacher: "Professor",
  teacherHint: "Você tem os direitos do professor. Saia deles por aqui.",
  soundOn: "Som quando me mencionam",
  soundOff: "Sem som quando me mencionam",
  nameSet: (role, name) => `${name} chegou (@${role})`,

  // What one does with a message
  aboutMessage: "Sobre esta mensagem",
  reply: "Responder",
  replyTo: "Em resposta a",
  stopReplying: "Não responder a ela",
  removedQuote: "Uma mensagem que foi removida",
  react: "Reagir",
  reactionOf: (reaction, count) => `${reaction}, ${plural(count, "pessoa", "pessoas")}`,
  replayOf: (source, seq) => `repetição: ${source} #${seq}`,
  byRule: (rule) => `pela regra ${rule}`,
  copyMessage: "Copiar o texto",
  pin: "Fixar acima da conversa",
  unpin: "Desafixar",
  pinned: "Mensagem fixada",
  mute: (name) => `Silenciar ${name}`,
  unmute: (name) => `Deixar ${name} escrever de novo`,
  remove: "Remover…",
  removeSure: "Sim, remover para todos",
  removed: (name) => `Uma mensagem de ${name} foi removida`,
  messageRemoved: "Uma mensagem foi removida",
  messagePinned: "Uma mensagem foi fixada",
  messageUnpinned: "A mensagem fixada foi retirada",
  roleMuted: (role) => `${role} não pode escrever por enquanto`,
  roleUnmuted: (role) => `${role} pode escrever de novo`,

  // A poll
  poll: "Votação",
  newPoll: "Votação",
  newPollDots: "Perguntar à turma…",
  pollQuestion: "Pergunta",
  pollChoices: "Opções, uma em cada linha",
  pollHint: "Todos respondem com um toque; um dispositivo, dizendo uma das opções.",
  openPoll: "Perguntar",
  closePoll: "Encerrar a votação",
  voters: (count) => plural(count, "voto", "votos"),
  votes: (count) => plural(count, "voto", "votos"),
  pollOpened: (question) => `Votação: ${question}`,
  pollResult: (question) => `Resultado: ${question}`,
  pollFaults: {
    "no-question": "Escreva a pergunta.",
    "few-choices": "Escreva pelo menos duas opções, uma em cada linha.",
    "many-choices": "No máximo oito opções.",
    "same-choices": "Duas opções são iguais.",
    "too-long": "Uma pergunta ou opção tem no máximo 200 caracteres.",
  },

  // Mentions
  offers: "Participantes",
  offersCount: (count) => `${plural(count, "participante", "participantes")}: as setas escolhem, Enter aceita`,

  // Quick replies
  quickReplies: "Respostas rápidas",
  editReplies: "Editar as respostas rápidas",
  addReplies: "Respostas rápidas…",
  repliesLead: "Uma por linha. Todos nesta sessão as veem acima da mensagem, e enviam uma com um toque.",
  repliesCount: (count) => `${count} de 12`,
  repliesTwice: (count) =>
    count === 1 ? "1 linha repete outra e fica de fora." : `${count} linhas repetem outras e ficam de fora.`,
  tooManyReplies: (count) => `No máximo 12; há ${count}.`,
  replyTooLong: (line) => `A linha ${line} tem mais de 200 caracteres.`,
  repliesFailed: (why) => `Não foram salvas: ${why}`,
  repliesNoSession: "esta sessão ainda não tem mensagem; escreva a primeira",
  repliesUnreachable: "não foi possível alcançar o laboratório; tente de novo daqui a pouco",
  save: "Salvar",
  saving: "Salvando…",
  cancel: "Cancelar",

  // The header
  menu: "Menu",
  devices: "Dispositivos",
  board: "Placa: MicroPython nesta página",
  lessons: "Lições",
  wire: "Pacotes MQTT",
  faults: "Laboratório de falhas",
  search: "Buscar",
  join: "Convidar, ou outro papel",
  otherLanguage: "English",
  otherLanguageTag: "en",
  presenceUnknown: "não se sabe enquanto não há conexão",

  // Access
  roleTaken:
    "Outra pessoa está com este papel nesta sessão. Escolha outro, ou espere: ele fica livre um minuto depois que ela sair.",
  teacherRole: "Este papel é do professor. Escolha outro.",
  deviceRole: "Este papel é de um dispositivo com senha própria. Escolha outro.",

  // Connection
  noNetwork: "Este aparelho está sem rede. O que você escrever espera aqui.",
  serverAway: "O laboratório parou ou está reiniciando. O que você escrever espera aqui.",
  looksAway: "Não foi possível alcançar o laboratório. O que for dito enquanto isso aparecerá quando ele voltar.",
  restarted: "O laboratório voltou; ao que parece, foi reiniciado. Não falta nada.",

  // Looking on
  lookingOn: "Assistindo",
  largerText: "Texto maior",
  archived: "Arquivada",
  archivedNote: "Esta sessão está arquivada: seu log está completo e nada é acrescentado.",
  noArchive: "Não há sessão arquivada com este nome",
  noArchiveHint: "Talvez tenha sido apagada. A lista de sessões mostra as que existem.",
  emptyView: "Nada foi dito ainda",
  emptyViewHint: "O que for dito nesta sessão aparecerá aqui.",

  // Search
  searchTitle: "Busca",
  searchLead: "Procura estas palavras juntas nos logs, das mensagens mais novas às mais antigas.",
  searchWords: "Palavras",
  searchPlaceholder: "O que foi dito, ou quem disse",
  searchWhere: "Onde",
  searchAll: "Todas as sessões e o arquivo",
  searchGo: "Buscar",
  searchCancel: "Parar",
  searching: "Buscando…",
  searchRead: (read, of) => `${read} de ${of} lidos`,
  searchFound: (count) => plural(count, "mensagem", "mensagens"),
  searchMore: (count) => `As ${count} mais novas aparecem; há mais. Use mais palavras, ou uma só sessão.`,
  searchNothing: (words) => `Nada contém “${words}”`,
  searchNothingHint: "As palavras devem estar juntas, como digitadas. Maiúsculas e acentos não fazem diferença.",
  searchStart: "Digite o que procura",
  searchStartHint: "Uma palavra, parte dela, um número, ou um papel.",
  searchStopped: "Parada. Nem tudo foi lido.",
  searchBusy: "Há buscas demais na fila. Tente de novo daqui a pouco.",
  searchWaiting: (ahead) =>
    `Há outras pessoas buscando. ${plural(ahead, "busca vem", "buscas vêm")} antes da sua, que começa sozinha depois.`,
  searchReplaced: "Esta busca terminou porque você começou outra, em outra janela ou em outra página.",
  searchBroke: "A busca parou antes do fim. O que foi achado até então aparece aqui.",
  searchFailed: (why) => `A busca falhou: ${why}`,
  searchUnreachable: "Não foi possível alcançar o laboratório. Ele está rodando?",
};
