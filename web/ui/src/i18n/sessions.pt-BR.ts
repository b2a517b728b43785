import type { SessionsWords } from "./sessions";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const sessionsPtBR: SessionsWords = {
  // The list
  live: "Sessões abertas",
  filter: "Buscar pelo nome",
  searchMessages: "Buscar nas mensagens",
  noneMatches: (typed) => `Nenhuma sessão com nome parecido com “${typed}”`,
  noneMatchesHint:
    "Os nomes têm letras minúsculas, números, - e _. O que foi dito se encontra pela busca nas mensagens.",
  showEvery: "Mostrar todas",
  present: (roles) => `Presentes: ${roles}`,
  andOthers: (count) => `e mais ${count}`,
  found: (count) => plural(count, "sessão", "sessões"),
  moreAbout: (session) => `Mais sobre ${session}`,
  lookOn: "Assistir",
  lookOnAbout: "Acompanhar sem papel",
  devices: "Dispositivos",
  openBoard: "Como placa",
  openBoardHint: "MicroPython no navegador, com LEDs, botões e sensores",
  devicesAbout: "Valores, gráficos e botões",
  wire: "Pacotes MQTT",
  wireAbout: "Ao vivo, ao passar pelo broker",
  search: "Buscar",
  searchAbout: "Nas mensagens desta sessão",

  // Archiving
  archive: "Arquivar",
  archiveDots: "Arquivar…",
  archiving: "Arquivando…",
  archiveAsk: (session) => `Arquivar “${session}”?`,
  archiveMeaning: (count) =>
    `Nada se perde: o log, com ${plural(count, "registro", "registros")}, termina aqui e vai para o arquivo, onde pode ser lido e baixado.`,
  archiveName: (session) =>
    `A aula termina para todas as janelas e dispositivos. O nome ${session} fica reservado; para usá-lo de novo, crie a sessão outra vez.`,
  archivePresent: (roles) => `Ainda presentes: ${roles}.`,
  archiveGone: "Esta sessão não existe mais. Alguém pode tê-la arquivado há pouco.",
  archiveFailed: (detail) => `Não foi possível arquivar: ${detail}`,
  archived: (session) => `${session} agora está no arquivo.`,
  cancel: "Cancelar",

  // Deleting
  deleteDots: "Apagar…",
  deleteAsk: (name) => `Apagar “${name}” para sempre?`,
  deleteMeaning: (count) =>
    count === null
      ? "As mensagens e o log serão apagados do disco. Não há como recuperá-los."
      : `O log, com ${plural(count, "registro", "registros")}, será apagado do disco. Não há como recuperá-lo.`,
  deleteOrArchive: "Para guardar o log e só liberar o nome, prefira arquivar a sessão.",
  deleteType: (session) => `Para confirmar, digite o nome da sessão: ${session}`,
  deleteForever: "Apagar para sempre",
  deleting: "Apagando…",
  deleteGone: "Esta sessão já não existe. Talvez alguém a tenha apagado ou arquivado há pouco.",
  deleteFailed: (detail) => `Não foi possível apagá-la: ${detail}`,
  deleted: (name) => `${name} foi apagada.`,

  // The archive
  archiveTitle: "Arquivo",
  archiveLead:
    "Sessões passadas, completas e encerradas. Ficam no disco, na pasta dos registros, em .archive (uma pasta oculta).",
  archiveEmpty: "Nada foi arquivado ainda. Uma sessão aberta é arquivada pelo menu dela.",
  archiveUnreachable: "Não foi possível ler o arquivo. O laboratório está rodando?",
  from: (first, last) => (first === last ? first : `${first} a ${last}`),

  // Coming in
  comeIn: "Entrar",
  joinBy: "Abra este endereço, ou aponte a câmera para o código",
  trustOnce: "Os navegadores avisam até conhecerem a autoridade deste laboratório. Instale-a uma vez:",
  trustHow:
    "Android: Configurações, Segurança, Instalar um certificado, CA. iPhone: instale o perfil e ative-o em Ajustes, Geral, Sobre, Ajustes de Confiança do Certificado. Remova-a quando o curso acabar.",
  trustFile: "Este laboratório fala TLS. Os programas confiam nele por este arquivo, na pasta em que rodam:",
  classCode: "Código da turma:",
  joinHere: "Endereço nesta máquina",
  qrAlt: (address) => `Código QR de ${address}`,
  copyAddress: "Copiar o endereço",
  alone: "Só esta máquina pode entrar",
  aloneWhy: (host) =>
    `O laboratório escuta somente em ${host}, e celulares e placas não o alcançam. Pare-o e inicie-o assim, para deixar entrar quem está na rede e tem o código da turma:`,
  noNetwork: "Esta máquina não está em nenhuma rede",
  noNetworkWhy:
    "O laboratório deixaria outros entrarem, mas não há endereço para eles. Entre em uma rede e recarregue esta página.",
  joinUnknown: "O laboratório não disse seu endereço; este é o do seu navegador. Outros podem precisar de outro.",
  whoIsHere: "Presentes",
  nobodyHere: "Ninguém ainda. Quem escolher um papel, e cada dispositivo, aparece aqui.",
  presenceUnknown: "Sem conexão: agora não dá para ver quem está presente.",
  peoplePresent: (count) => plural(count, "participante presente", "participantes presentes"),
  away: (roles) => `Ausentes: ${roles}`,
  takeRole: "Quem é você?",
  yourName: "Seu nome",
  nameExample: "por exemplo, Ana Souza",
  yourRole: "Seu papel",
  nameHint: "É assim que os outros veem você. Pode ter acentos e espaços.",
  roleWillBe: (role) => `Os outros escrevem para você como @${role}.`,
  changeRole: "Mudar",
  enter: "Entrar",
  continueAs: (name) => `Continuar como ${name}`,
  tryAlone: "Experimentar sozinho, com dois papéis",
  nameFaults: {
    missing: "Escreva primeiro o seu nome.",
    roleMissing: "Escreva também um papel: letras sem acento, números, - e _.",
    tooLong: "Um papel tem no máximo 32 caracteres.",
    badLetters: "Um papel tem letras sem acento, números, - e _, e começa com letra ou número.",
    reserved: "Este papel é do próprio laboratório. Escolha outro.",
  },
  freeSeat: "Liberar um lugar…",
  freeSeatHint: "Um nome é de uma só pessoa durante a aula. Libere-o quando ela voltar com outro celular.",
  seatFreed: (name) => `${name} está livre: é de quem entrar com esse nome agora.`,
  seatNotFreed: (detail) => `Não foi possível liberar: ${detail}`,
  lessonOver: "A aula terminou",
  lessonOverHint: "O nome desta sessão está reservado, para que nada que chegue atrasado a comece de novo.",
  beginAgain: "Começar de novo",
  lookAround: "Ver a sessão",

  // By program
  byProgram: "Entrar com um programa",
  byProgramLead: "Pronto para esta sessão: copie, cole, execute.",
  deviceNeedsAccount:
    "Este laboratório é fechado: cada programa tem um papel e uma senha só seus. Quem roda o laboratório os cria, na máquina dele, e a senha vai no lugar de PASSWORD:",
  accountsHere: "Ou crie as de uma turma inteira, com os arquivos já preenchidos:",
  boards: "Placas",
  boardsAbout: "contas, arquivos e cartões para uma turma",
  more: "Outras páginas",
  terminal: "Terminal",
  shell: "Qual terminal",
  unix: "Linux, macOS",
  powershell: "PowerShell",
  cmd: "cmd do Windows",
  terminalHint: "mosquitto_sub e mosquitto_pub vêm com o Mosquitto.",
  windowsHint: "No Windows eles ficam em C:\\Program Files\\mosquitto, que precisa estar no PATH.",
  greeting: "Oi",
  watch: "Ver tudo o que é registrado",
  hear: (role) => `Ver só o que se diz a ${role}`,
  say: "Dizer algo",
  report: "Enviar uma medida",
  python: "Python: ouvir, falar e medir",
  pythonHint:
    "Um programa inteiro. Precisa do paho-mqtt 2: pip install paho-mqtt. Salve como device.py. Depois: python device.py",
  micropython: "config.py para a placa",
  micropythonHint:
    "Troque o config.py dele por este, preencha o Wi-Fi e copie os três arquivos para o ESP32 ou Pico W.",
  boardProgram: "O programa da placa:",
  arduino: "lab_config.h para o sketch",
  arduinoHint:
    "Salve como lab_config.h ao lado de lab_device.ino e preencha o Wi-Fi. Precisa do núcleo ESP32 3 na Arduino IDE, e de nenhuma biblioteca. README.pt-BR.md, no arquivo, conta os passos.",
  topics: "Tópicos",
  topicsHint: "Para qualquer cliente MQTT 3.1.1.",
  topicTalk: "Publique aqui: texto, ou um objeto JSON",
  topicTo: "Assine aqui: só o que se diz ao seu papel, um registro de cada vez; o papel em minúsculas",
  topicLog: "Assine aqui: tudo, depois de registrado",
  topicStatus: "online ao chegar, offline como testamento (will); retidos",
  broker: "Broker",
  usualRole: "meu-sensor",
  programRole: "Nome do seu programa ou placa",
  programRoleHint: "Um para cada programa em execução. Ele aparece em tudo o que está abaixo.",
  programRoleUsed: (role) => `Abaixo é ${role}: letras sem acento, algarismos, - e _.`,
  otherProgram: "O mesmo com a biblioteca PubSubClient:",
  node: "Node.js: ouvir, falar e medir",
  nodeHint:
    "Um programa inteiro. Salve como device.mjs em uma pasta só dele, e nela: npm install mqtt. Depois: node device.mjs",
  codeHello: "Olá do",
  codeToMe: "para mim:",
  codeRefused: "o laboratório não me deixa entrar:",
  codeReconnects: "Conecta em segundo plano, e de novo se a conexão cair; o que digo espera por ela.",
  codeMeasures: "Leia o seu sensor aqui.",
  codeWifi: "O Wi-Fi que a placa usa, e a senha dele.",
  codeWifiName: "meu-wifi",
};
