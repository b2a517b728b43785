const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const boardsEn = {
  boards: "Boards",
  lead: "Accounts, files and cards for the boards of a class.",
  openLab:
    "This lab is open: it serves this machine alone, and boards need no accounts. The files are here all the same.",
  otherBroker: "The broker is not the lab's own. Whoever runs it makes the users and their passwords.",
  unreachable: "The accounts could not be read. Is the lab running?",
  cancel: "Cancel",

  // Making
  add: "New boards",
  several: "Several",
  one: "One",
  howMany: "Several or one",
  count: "How many",
  prefix: "Name begins with",
  first: "From number",
  role: "Name",
  session: "Session",
  onlyHere: "These boards may use this session only",
  willBe: (names: string): string => `Roles: ${names}`,
  make: (count: number): string => (count === 1 ? "Make the account" : `Make ${count} accounts`),
  prepare: (count: number): string => (count === 1 ? "Prepare the files" : `Prepare the files of ${count} boards`),
  making: "One moment…",
  noRole: "Give at least one board a name.",
  tooMany: (most: number): string => `At most ${most} at a time.`,
  noSession: "Type the session's name.",
  badSession: "A session's name has small letters, digits, - and _ only.",
  failed: (detail: string): string => `It did not work: ${detail}`,
  tooFast: "Too many at a time. Try again in a moment.",

  // Made
  ready: (count: number): string => plural(count, "board is ready", "boards are ready"),
  once: "The lab keeps no password. You see them here until you leave or reload this page: download the files or print the cards now.",
  kind: "Files for",
  micropython: "MicroPython",
  esp32: "Arduino (ESP32)",
  pubsubclient: "Arduino with PubSubClient",
  python: "Python",
  micropythonHint: "For ESP32 and Pico W: copy every file of a folder to its board, with Thonny or mpremote.",
  esp32Hint:
    "The sketch lab_device with its lab_config.h: open it in the Arduino IDE and upload it to the board of its folder.",
  pubsubclientHint:
    "The sketch lab_pubsubclient with its lab_config.h, for those who use the library PubSubClient: install it in the Arduino IDE.",
  pythonHint:
    "A program for a computer or a Raspberry Pi: pip install paho-mqtt, then run python device.py in its folder.",
  caHint: "The lab's authority, ca.pem, is among the files.",
  noCaHint:
    "The lab does not know the authority of its certificate: put that authority's certificate into each folder as ca.pem, for Arduino into lab_config.h.",
  toFlash: "Put MicroPython and the files on a board, through its USB cable",
  wifiName: "Wi-Fi name",
  wifiPassword: "Wi-Fi password",
  wifiHint: "Goes into the files and is not kept by the lab. You may leave it empty and fill it in on the boards.",
  showWifi: "Show the Wi-Fi password",
  address: "Address for boards",
  addressHint: (port: number, tls: boolean): string => `MQTT${tls ? " over TLS" : ""} at port ${port}.`,
  aloneHint: "Only this machine reaches the lab now. For boards, start it with: python lab.py --host 0.0.0.0",
  files: "Download the files (.zip)",
  print: "Print the cards",
  cardsHint: "Eight cards on an A4 page.",
  passwords: "Passwords",
  downloaded: (names: string): string => `Downloaded: ${names}`,
  done: "Hide the passwords",

  // A card
  user: "User",
  password: "Password",
  broker: "MQTT",
  brokerTls: "MQTT, TLS",
  page: "Page",
  qrAlt: "QR code of the page",

  // The accounts
  accounts: "Accounts",
  none: "No device has an account yet.",
  find: "Find a name",
  noneMatches: "No name matches.",
  everywhere: "all sessions",
  since: (when: string): string => `since ${when}`,
  online: "connected",
  onlineIn: (sessions: string): string => `connected in ${sessions}`,
  selectAll: "Select all",
  selectNone: "Select none",
  renew: (count: number): string => `New password and files (${count})`,
  remove: (count: number): string => `Take away (${count})`,

  // Questions
  inUseAsk: "These roles are in use",
  inUseAccount: (role: string): string =>
    `${role} has an account. The device that has its password will be disconnected.`,
  inUseOnline: (role: string, sessions: string): string =>
    `${role} has an account and is connected in ${sessions}. It will be disconnected.`,
  inUsePerson: (role: string, sessions: string): string =>
    `Somebody is ${role} in ${sessions}. Only the board writes under this role then.`,
  more: (count: number): string => `and ${count} more`,
  inUseGo: "Make them all the same",
  renewAsk: (count: number): string => (count === 1 ? "Make a new password?" : `Make ${count} new passwords?`),
  renewMeaning: (names: string): string =>
    `The old passwords end within 2 seconds, and boards that have them are disconnected: ${names}.`,
  renewGo: "Make new passwords",
  removeAsk: (count: number): string => (count === 1 ? "Take the account away?" : `Take ${count} accounts away?`),
  removeMeaning: (names: string): string =>
    `These boards are disconnected within 2 seconds and can't come back: ${names}. The log stays.`,
  removeGo: "Take away",
  removed: (count: number): string => plural(count, "account was taken away", "accounts were taken away"),
};
