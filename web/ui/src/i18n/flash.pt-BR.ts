import type { FlashWords } from "./flash";

/** Palavras da página para uma placa de verdade. */
export const flashPtBR: FlashWords = {
  title: "Uma placa de verdade",
  lead: "MicroPython e o seu programa em um ESP32, pelo cabo USB.",
  toBoards: "Placas",

  cannot: "Aqui esta página não alcança uma porta USB",
  insecure: (address) =>
    `Navegadores só permitem isso por HTTPS ou na própria máquina. Esta página veio por HTTP simples de ${address}.`,
  insecureDo: (local) =>
    `Na máquina onde o laboratório roda, abra ${local}. Para outras máquinas, inicie o laboratório com TLS e confie na autoridade dele nelas; a página de uma sessão mostra como.`,
  noBrowser: "Este navegador não tem Web Serial. Firefox e Safari não o oferecem.",
  noBrowserDo: "Use o Chrome, o Edge ou outro navegador Chromium em um computador.",
  phone: "Navegadores de celulares e tablets não têm acesso a uma placa ligada por cabo.",
  phoneDo: "Use um computador, com o Chrome, o Edge ou outro navegador Chromium.",
  startTls: "O laboratório com TLS",
  instead: "Sem o navegador",
  insteadThonny:
    "O Thonny faz as duas coisas pelos menus: Executar, Configurar interpretador, Instalar ou atualizar MicroPython; depois Visualizar, Arquivos, Enviar para /.",
  insteadTools:
    "Ou em um terminal, com Python. Para outros chips que não o ESP32, o endereço está nas instruções do firmware.",
  installTools: "As ferramentas",
  writeFirmware: "MicroPython, em um ESP32",
  copyFiles: "Os arquivos, na pasta deles",

  connect: "1. Placa",
  connectHint:
    "Ligue a placa com um cabo que passa dados e escolha a porta dela: muitas vezes CP2102, CH340 ou USB JTAG. Se a lista ficar vazia, tente outro cabo; alguns computadores precisam de um driver para o chip USB.",
  choose: "Escolher a porta",
  chooseOther: "Escolher outra porta",
  disconnect: "Desconectar",
  phases: {
    closed: "Não conectada",
    opening: "Abrindo a porta…",
    console: "Conectada",
    detecting: "Procurando o chip…",
    chip: "O bootloader espera",
    flashing: "Gravando o firmware…",
    writing: "Gravando os arquivos…",
  },

  firmware: "2. MicroPython",
  firmwareHint: "Só para uma placa que ainda não o tem. Escolha o firmware (.bin) do chip dela.",
  downloads: "Firmware em micropython.org",
  firmwareFile: "Firmware (.bin)",
  firmwareIs: (size, chip) => `${size}, para ${chip}`,
  firmwareFor: (size) => `${size}. O arquivo não diz para qual chip.`,
  firmwareMerged: "Começa no endereço 0.",
  tooSmall: "Este arquivo é pequeno demais para um firmware.",
  tooLarge: "Este arquivo é grande demais para um firmware.",
  noImage:
    "Isto não é um firmware para ESP32. Um Raspberry Pi Pico usa um .uf2: segure o botão BOOTSEL ao ligar o cabo e copie o arquivo para a unidade que aparece.",
  appOnly: "Este arquivo é para atualizações: a placa não inicia com ele. Use o .bin sem “app” no nome.",
  detect: "Descobrir o chip",
  found: (chip, memory) => (memory ? `${chip}, ${memory} de memória flash` : chip),
  address: "Endereço na memória flash",
  addressHint: (chip, address) => `Para este arquivo em um ${chip}: ${address}`,
  badAddress: "Um endereço é um múltiplo de 0x1000, como 0x1000.",
  eraseAll: "Apagar tudo antes, também os arquivos da placa",
  install: "Instalar o MicroPython",
  cancel: "Deixar como está",
  flashed: "O MicroPython está na placa; o que foi gravado foi lido de volta e é igual.",
  flashedUnchecked: "O MicroPython está na placa. Este chip não deixa a página comparar o que foi gravado.",
  flashedClosed: "A porta dela fechou. Escolha-a de novo acima.",
  keepPlugged: "Não tire o cabo.",
  part: (percent) => `${percent}%`,

  files: "3. Arquivos",
  filesHint:
    "Escolha config.py, main.py e mqtt_min.py, com ca.pem se o laboratório fala TLS; ou o arquivo .zip da página Placas.",
  filesFile: "Arquivos, ou o .zip",
  whichBoard: "Qual placa é esta?",
  chooseBoard: "Escolha…",
  filesNone: "Escolha pelo menos um arquivo.",
  filesTooLarge: "Um arquivo tem mais de 256 KB, o que é demais para uma placa.",
  filesTooMany: "São arquivos demais para uma placa.",
  filesBadName: "Um nome tem caracteres que placas não aceitam, ou está em uma pasta.",
  filesBadArchive: "Não é possível ler este .zip.",
  filesNotMicroPython: "Este .zip não tem arquivos para MicroPython. Na página Placas, escolha MicroPython.",
  write: "Gravar os arquivos",
  written: "Os arquivos estão na placa, lidos de volta e iguais. Ela os iniciou.",

  console: "Console",
  nothingPrinted: "O que a placa imprime aparece aqui.",
  clear: "Limpar",
  line: "Linha para a placa",
  lineHint: "Python, ou o que o seu programa pede",
  send: "Enviar",
  interrupt: "Ctrl-C",
  interruptHint: "Ctrl-C: parar o programa",
  softReset: "Ctrl-D",
  softResetHint: "Ctrl-D: começar de novo, a partir do prompt",
  reset: "Reset",
  resetHint: "Apertar o botão de reset da placa",

  failures: {
    "no-port": "Nenhuma porta foi escolhida.",
    busy: "Outro programa está com a porta: Thonny, a IDE do Arduino, um terminal ou outra aba. Feche-o e tente de novo.",
    "no-answer":
      "O chip não responde. Segure o botão BOOT, aperte Descobrir o chip e solte-o quando o chip for encontrado. Sem BOOT: esta é a porta da placa, e ela é um ESP32?",
    "no-room": "O firmware não cabe na memória flash da placa neste endereço.",
    "not-written": "O que a placa tem não é o que foi enviado. Tente de novo, com um cabo mais curto ou sem hub.",
    lost: "A placa sumiu: o cabo foi tirado ou a porta fechou. Ligue-a e escolha a porta de novo.",
    "no-micropython":
      "Nenhum MicroPython responde. Ele está instalado? Aperte Reset e tente de novo enquanto a placa inicia.",
  },
  wrongChip: (file, chip) => `O arquivo é para um ${file}, a placa é um ${chip}. Use o firmware para ${chip}.`,
  differs: (file) => `${file} está na placa com outro conteúdo. Os arquivos antigos continuam no lugar. Tente de novo.`,
  python: (detail) => `A placa diz: ${detail}`,
  other: (detail) => `Não deu certo: ${detail}`,
};
