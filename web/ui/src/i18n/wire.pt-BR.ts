import type { WireWords } from "./wire";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const wirePtBR: WireWords = {
  title: (session) => `Pacotes MQTT de ${session}`,
  lead: "Cada pacote desta sessão, ao passar pelo broker, e o que aconteceu com ele.",
  backTo: (session) => `Sessão ${session}`,

  // State
  connecting: "Conectando…",
  watching: "Observando",
  offline:
    "Sem conexão com o laboratório. Os pacotes que passam enquanto isso não aparecem aqui; as mensagens estão no log.",
  refused: (detail) => `O laboratório não deixa esta página observar: ${detail}`,
  tryNow: "Conectar agora",

  // List
  packets: "Pacotes",
  packetCount: (shown, all) =>
    shown === all ? plural(all, "pacote", "pacotes") : `${shown} de ${plural(all, "pacote", "pacotes")}`,
  held: (most) => `Os últimos ${most} são guardados.`,
  dropped: (count) =>
    `${count === 1 ? "1 pacote a mais ficou" : `${count} pacotes a mais ficaram`} de fora aqui. O log tem todas as mensagens.`,
  pause: "Pausar",
  resume: "Continuar",
  paused: (count) =>
    count === 0
      ? "Em pausa. Nada de novo ainda."
      : `Em pausa. Desde então ${count === 1 ? "chegou" : "chegaram"} ${plural(count, "pacote", "pacotes")}.`,
  clear: "Limpar",
  toNewest: "Ir para o fim",
  nothingYet: "Nenhum pacote ainda",
  nothingYetHint: "Publique algo aqui, escreva na janela de um papel, ou deixe um dispositivo falar.",
  nothingFound: "Nenhum pacote corresponde ao filtro",
  showAll: "Mostrar tudo",
  filter: "Filtrar",
  filterHint: "Filtrar por texto no tópico ou no conteúdo",
  onlyTopic: (topic) => `Somente ${topic}`,
  kindsShown: "Tipos mostrados",
  kinds: {
    message: "Mensagens",
    record: "Registros",
    addressed: "Endereçados",
    status: "Presença",
    rejected: "Recusas",
    synced: "No disco",
    lab: "Lab",
  },
  bytes: (count) => plural(count, "byte", "bytes"),
  emptyPayload: "(vazio)",

  // Outcome, in short
  outcomeWaiting: "esperando",
  outcomeSeq: (seq) => `seq ${seq}`,
  outcomeDurable: (seq, ms) => `seq ${seq} · no disco em ${ms} ms`,
  outcomeAgain: (seq) => `de novo: seq ${seq}`,
  outcomeRejected: "recusada",
  outcomeUnsure: "não dá para saber",
  outcomeStored: "cópia guardada",
  notData: "não é dado",

  // Detail
  detail: "O pacote escolhido",
  close: "Fechar",
  backToList: "Voltar à lista",
  chooseOne: "Escolha um pacote",
  chooseOneHint: "Com um toque, ou com as setas na lista. Aqui ele é explicado, campo por campo.",
  messagePath: "O caminho de uma mensagem",
  stepPublished: "Publicada",
  stepPublishedHint: (topic) =>
    `Um participante envia PUBLISH em ${topic}. O broker entrega a todos os que assinaram, entre eles a ponte.`,
  stepPublishedQos: [
    "Ninguém confirma (QoS 0).",
    "O broker confirma a quem enviou, com um PUBACK (QoS 1).",
    "O broker e quem enviou confirmam em quatro passos (QoS 2).",
  ],
  stepTaken: (seq) => `Registrada com seq ${seq}`,
  stepTakenHint: "A ponte a recebeu, sem confirmar ainda, e lhe deu o próximo número da sessão.",
  stepById: "Encontrada pelo id: é certo.",
  stepByOrder: "Ela não tem id: é a primeira que esperava com o mesmo papel e conteúdo.",
  stepAgain: (seq) => `Já registrada, com seq ${seq}`,
  stepAgainHint:
    "Uma mensagem com este id já estava no log. Não foi registrada duas vezes: é para isso que serve o id.",
  stepSynced: (ms) => `No disco em ${ms} ms`,
  stepSyncedHint: (first, last) =>
    first === last
      ? "Gravada e sincronizada (fsync) sozinha. A partir daqui sobrevive a uma queda de energia."
      : `Gravada e sincronizada (fsync) junto com seq ${first} a ${last}. A partir daqui sobrevive a uma queda de energia.`,
  stepDisk: "No disco",
  stepDiskHint:
    "Foi sincronizada antes de ser repassada. Quanto demorou não foi dito: o laboratório conta no máximo dez vezes por segundo.",
  stepAcked: "Confirmada ao broker (PUBACK)",
  stepAckedHint:
    "Só agora a ponte confirma. Se ela tivesse morrido antes, o broker ainda teria a mensagem e a enviaria de novo: assim nada se perde.",
  stepRelayed: (topic) => `Repassada em ${topic}`,
  stepRelayedHint: "Agora todas as janelas a mostram; o que se vê já está no disco.",
  stepAfter: (ms) => `${ms} ms depois de publicada`,
  stepWaiting: "Esperando o registro…",
  stepWaitingHint:
    "A ponte registra em alguns milissegundos. Se continuar assim, ela está fora do ar: o broker guarda para ela o que tem QoS 1 ou 2.",
  stepRejected: "Recusada pela ponte",
  stepUnsure: "Não dá para saber qual registro é o dela",
  stepUnsureHint:
    "Ela não tem id, e aqui a ordem das mensagens não foi vista sem falhas. Com um id, cada mensagem pode ser encontrada.",
  stepStored: "Uma cópia guardada, não uma mensagem nova",
  stepStoredHint:
    "O broker guardou este conteúdo de uma publicação anterior com o sinal retain, e o envia a quem assina de novo.",
  showPacket: "Mostrar esse pacote",
  showCause: "Mostrar a publicação",
  fields: "Campos",
  time: "Hora",
  timeHint: "Quando o serviço web do laboratório o recebeu, pelo relógio dele.",
  topic: "Tópico",
  topicHints: {
    message: "chat / sessão / papel: o terceiro nível diz quem fala.",
    record: "log / sessão: aqui a ponte publica o que já gravou no disco, um registro por linha.",
    addressed:
      "to / sessão / papel: um registro que é para este papel, sozinho, para placas com pouca memória. Ele também sai em log, entre todos os outros.",
    status:
      "status / sessão / papel: online ou offline. O próprio broker publica offline, o testamento, quando perde um participante.",
    rejected: "Aqui a ponte conta o que recusou, e por quê.",
    synced:
      "Aqui a ponte conta o que ficou seguro no disco: quanto demorou gravar e sincronizar, e o primeiro e o último seq de cada sessão.",
    lab: "A conversa do próprio laboratório: pedidos à ponte, e se ela está presente.",
  },
  qos: "QoS",
  qosHints: [
    "No máximo uma vez: enviado e esquecido. Se a conexão cai, ele se perde.",
    "Pelo menos uma vez: quem recebe responde com PUBACK; sem ele, é enviado de novo, e pode chegar duas vezes.",
    "Exatamente uma vez entre dois vizinhos, com quatro pacotes em vez de dois. Neste laboratório o que conta é o id: ele vale de ponta a ponta.",
  ],
  retain: "Retain",
  retainOn: "Uma cópia guardada: o broker manteve o último conteúdo deste tópico para quem assina depois.",
  retainOff:
    "Um pacote ao vivo. A quem já assinava, o broker sempre envia RETAIN 0, mesmo que se tenha pedido para guardar.",
  dup: "DUP",
  dupOn: "Enviado de novo: a confirmação de uma entrega anterior não veio. Quem recebe talvez já o tenha.",
  dupOff: "A primeira entrega deste pacote.",
  packetId: "Id do pacote",
  packetIdHint:
    "Conta as entregas em uma conexão, para que um PUBACK diga de que pacote fala. Cada um que recebe vê o seu.",
  packetIdNone: "nenhum",
  packetIdNoneHint: "Um pacote QoS 0 não tem id: ninguém o confirma.",
  size: "Tamanho",
  sizeHint: "O conteúdo. O resto do pacote é o tópico e de dois a sete bytes.",
  payload: "Conteúdo",
  payloadCut: (size) => `O começo de ${size}.`,
  forms: { text: "texto", json: "JSON", hex: "bytes, em hexadecimal", empty: "vazio" },
  yes: "1, sim",
  no: "0, não",

  // Topics
  topics: "Tópicos",
  topicsHint: "Escolha um para ver só o que passa nele e abaixo dele.",
  noTopics: "Nenhum ainda.",
  allTopics: "Todos os tópicos",
  topicCount: (count) => plural(count, "pacote", "pacotes"),

  // Refusals
  rejections: "Recusas",
  suppressed: "Houve mais recusas do que o laboratório conta: no máximo 50 por segundo.",
  dismiss: "Ocultar",
  moreRejections: (count) => plural(count, "anterior", "anteriores"),
  reasons: {
    "bad-topic":
      "Um tópico tem que ser chat/<sessão>/<papel>: três níveis, nem mais nem menos. Acrescente ou tire um nível.",
    "bad-session":
      "O nome da sessão (segundo nível) só pode ter a-z, 0-9, - e _, no máximo 48, e não pode ser um nome reservado pelo Windows. Use letras minúsculas, sem espaços.",
    "bad-role":
      "O nome do papel (terceiro nível) só pode ter letras sem acento, números, - e _, no máximo 32. Escreva maria ou sensor-1.",
    "reserved-role": "Os papéis lab e bridge são do próprio laboratório. Escolha outro nome.",
    empty: "Não há nada dentro: nem texto nem dados. Coloque algo no conteúdo.",
    "too-large": "O conteúdo é maior do que o laboratório aceita. Envie menos, ou em várias mensagens.",
    "bad-field":
      "Um dos campos text, id, sent_at ou to não é o que deve ser. text é um texto, id tem de 1 a 64 caracteres, to é um papel.",
    "not-allowed": "Num laboratório fechado, uma conta só publica nos tópicos dela. Publique com o papel da conta.",
    muted: "Este papel foi silenciado nesta sessão.",
    ended: "A sessão terminou. Crie-a de novo para começar outra com este nome.",
    "role-taken": "Este papel está com outra pessoa agora. Publique com o seu.",
    "teacher-role": "Este papel é do professor. Publique com o seu.",
    "device-role": "Este papel é de um dispositivo com senha própria.",
    flood:
      "Mensagens demais por segundo: as dos outros estavam esperando. Esta não foi gravada; envie de novo, mais devagar.",
    "too-many-sessions": "Sessões novas demais em pouco tempo, ou no total. Use uma que já existe, ou arquive alguma.",
    "too-fast": "Foram mensagens demais de uma vez. Espere alguns segundos.",
  },
  otherReason: (reason, detail) => `O laboratório recusou (${reason}): ${detail}`,
  announced: (count, last) => (count === 1 ? `Recusada: ${last}` : `${count} recusas. A última: ${last}`),

  // Publishing
  publish: "Publicar",
  publishHint:
    "Qualquer coisa, em qualquer tópico que comece com chat/. Provoque o laboratório: ele diz por que recusa.",
  examples: "Exemplos",
  exampleNames: {
    hello: "Olá",
    telemetry: "Telemetria",
    "with-id": "Com id",
    "bad-topic": "Tópico errado",
    "bad-session": "Sessão errada",
    "reserved-role": "Papel reservado",
    empty: "Vazia",
    "too-large": "Grande demais",
    "bad-field": "Campo errado",
  },
  helloText: "Olá",
  topicPrefix: "Tem que começar com chat/, sem + nem #.",
  retainFlag: "Retain",
  retainFlagHint: "Pede ao broker que guarde a mensagem. O laboratório a apaga de lá: uma mensagem não é um estado.",
  large: (size) => `${size} de texto`,
  largeEdit: "Escrever outra coisa",
  send: "Publicar",
  sending: "Publicando…",
  answered: (ms) => `PUBACK do broker depois de ${ms} ms.`,
  answeredTwice: (ms) => `PUBCOMP do broker depois de ${ms} ms.`,
  answeredZero: "Enviada. Com QoS 0 ninguém confirma.",
  brokerHasIt: "O broker a recebeu. Se o laboratório a registrar, ela aparecerá na lista.",
  notPublished: (detail) => `Não publicada: ${detail}`,
  unreachable: "Não foi possível alcançar o laboratório. Ele está rodando?",
  timedOut: "O broker não confirmou a tempo. Mesmo assim, talvez a tenha recebido.",
  brokerAway: "O broker está fora do ar. Tente de novo daqui a pouco.",
};
