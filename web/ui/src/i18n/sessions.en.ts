/** Words of the page of sessions and of the page of one session. */

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const sessionsEn = {
  // The list
  live: "Open sessions",
  filter: "Find by name",
  searchMessages: "Search in the messages",
  noneMatches: (typed: string): string => `No session is named like “${typed}”`,
  noneMatchesHint: "Names have small letters, digits, - and _. What was said is found by the search in the messages.",
  showEvery: "Show all",
  present: (roles: string): string => `Present: ${roles}`,
  andOthers: (count: number): string => `and ${plural(count, "other", "others")}`,
  found: (count: number): string => plural(count, "session", "sessions"),
  moreAbout: (session: string): string => `More about ${session}`,
  lookOn: "Look on",
  lookOnAbout: "Follow without a role",
  devices: "Devices",
  openBoard: "As a board",
  openBoardHint: "MicroPython in the browser, with LEDs, buttons and sensors",
  devicesAbout: "Values, charts and switches",
  wire: "The wire",
  wireAbout: "MQTT packets as they pass",
  search: "Search",
  searchAbout: "In the messages of this session",

  // Archiving
  archive: "Archive",
  archiveDots: "Archive…",
  archiving: "Archiving…",
  archiveAsk: (session: string): string => `Archive “${session}”?`,
  archiveMeaning: (count: number): string =>
    `Nothing is lost: its log, with ${plural(count, "record", "records")}, ends here and moves to the archive, where it can be read and downloaded.`,
  archiveName: (session: string): string =>
    `The lesson is over for all windows and devices. The name ${session} stays reserved; to use it again, create the session again.`,
  archivePresent: (roles: string): string => `Still present: ${roles}.`,
  archiveGone: "There is no such session any more. Somebody may have archived it a moment ago.",
  archiveFailed: (detail: string): string => `It could not be archived: ${detail}`,
  archived: (session: string): string => `${session} is in the archive now.`,
  cancel: "Cancel",

  // Deleting
  deleteDots: "Delete…",
  deleteAsk: (name: string): string => `Delete “${name}” forever?`,
  deleteMeaning: (count: number | null): string =>
    count === null
      ? "Its messages and its log are removed from the disk. Nothing brings them back."
      : `Its log, with ${plural(count, "record", "records")}, is removed from the disk. Nothing brings it back.`,
  deleteOrArchive: "To keep the log and only free the name, archive the session instead.",
  deleteType: (session: string): string => `To confirm, type the name of the session: ${session}`,
  deleteForever: "Delete forever",
  deleting: "Deleting…",
  deleteGone: "It is gone already. Somebody may have deleted or archived it a moment ago.",
  deleteFailed: (detail: string): string => `It could not be deleted: ${detail}`,
  deleted: (name: string): string => `${name} was deleted.`,

  // The archive
  archiveTitle: "Archive",
  archiveLead:
    "Past sessions, complete and closed. They stay on the disk, in the folder of the logs, under .archive (a hidden folder).",
  archiveEmpty: "Nothing has been archived yet. An open session is archived from its menu.",
  archiveUnreachable: "The archive could not be read. Is the lab running?",
  from: (first: string, last: string): string => (first === last ? first : `${first} to ${last}`),

  // Coming in
  comeIn: "Come in",
  joinBy: "Open this address, or point the camera at the code",
  trustOnce: "Browsers warn until they know this lab's authority. Install it once:",
  trustHow:
    "Android: Settings, Security, Install a certificate, CA. iPhone: install the profile, then switch it on under Settings, General, About, Certificate Trust Settings. Remove it when the course is over.",
  trustFile: "This lab speaks TLS. Programs trust it by this file, in the folder where they run:",
  classCode: "Code of the class:",
  joinHere: "Address on this machine",
  qrAlt: (address: string): string => `QR code of ${address}`,
  copyAddress: "Copy the address",
  alone: "Only this machine can come in",
  aloneWhy: (host: string): string =>
    `The lab listens on ${host} alone, so phones and boards can't reach it. Stop it and start it like this to let in those on the network who have the code of the class:`,
  noNetwork: "This machine is in no network",
  noNetworkWhy:
    "The lab would let others in, but no address for them was found. Join a network and load this page again.",
  joinUnknown: "The lab did not tell its address; this is the one in your browser. Others may need another one.",
  whoIsHere: "Present",
  nobodyHere: "Nobody yet. Whoever takes a role, and every device, appears here.",
  presenceUnknown: "Not connected: who is present can't be seen right now.",
  peoplePresent: (count: number): string => plural(count, "participant present", "participants present"),
  away: (roles: string): string => `Away: ${roles}`,
  takeRole: "Choose a role",
  lookAround: "Look around",

  // By program
  byProgram: "Join with a program",
  byProgramLead: "Ready for this session: copy, paste, run.",
  deviceNeedsAccount:
    "This lab is closed: each program has a role and a password of its own. Whoever runs the lab makes them, on its machine, and the password goes in place of PASSWORD:",
  accountsHere: "Or make them for a whole class, with files that are filled in:",
  boards: "Boards",
  boardsAbout: "accounts, files and cards for a class",
  more: "More pages",
  terminal: "Terminal",
  shell: "Which terminal",
  unix: "Linux, macOS",
  powershell: "PowerShell",
  cmd: "Windows cmd",
  terminalHint: "mosquitto_sub and mosquitto_pub come with Mosquitto.",
  windowsHint: "On Windows they are in C:\\Program Files\\mosquitto, which has to be in the PATH.",
  greeting: "Hello",
  watch: "See all that is logged",
  hear: (role: string): string => `See only what is said to ${role}`,
  say: "Say something",
  report: "Send a measurement",
  python: "Python: listen, talk and measure",
  pythonHint: "A whole program. Needs paho-mqtt 2: pip install paho-mqtt. Save it as device.py. Then: python device.py",
  micropython: "config.py for the board",
  micropythonHint: "Replace its config.py by this, fill in the Wi-Fi, and copy the three files to the ESP32 or Pico W.",
  boardProgram: "The program of the board:",
  arduino: "lab_config.h for the sketch",
  arduinoHint:
    "Save this as lab_config.h beside lab_device.ino, and fill in the Wi-Fi. Needs the ESP32 core 3 in the Arduino IDE, and no library. README.md in the archive tells the steps.",
  topics: "Topics",
  topicsHint: "For any MQTT 3.1.1 client.",
  topicTalk: "Publish here: text, or a JSON object",
  topicTo: "Subscribe here: only what is said to your role, each record alone; the role in small letters",
  topicLog: "Subscribe here: everything, once it is logged",
  topicStatus: "online when you come, offline as the will; retained",
  broker: "Broker",
  usualRole: "my-sensor",
  programRole: "Name of your program or board",
  programRoleHint: "One for each program that runs. It stands in all that is below.",
  programRoleUsed: (role: string): string => `Below it is ${role}: letters without accents, digits, - and _.`,
  otherProgram: "The same with the library PubSubClient:",
  node: "Node.js: listen, talk and measure",
  nodeHint:
    "A whole program. Save it as device.mjs in a folder of its own, where: npm install mqtt. Then: node device.mjs",
  codeHello: "Hello from",
  codeToMe: "to me:",
  codeRefused: "the lab does not let me in:",
  codeReconnects: "Connects in the background, again and again; what I say waits for it.",
  codeMeasures: "Read your sensor here.",
  codeWifi: "The Wi-Fi that the board uses, and its password.",
  codeWifiName: "my-wifi",
};
