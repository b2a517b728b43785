const times = (count: number, word: string): string => (count === 1 ? `one ${word}` : `${count} ${word}`);

export const faultsEn = {
  title: "Fault lab",
  lead: "Lose, double, delay and cut MQTT packets on purpose, and see what a QoS promises.",
  toSession: (session: string): string => `Session ${session}`,

  // Whose line
  whose: "Whose client?",
  whoseHint:
    "The name under which you write in this session. Its client gets a line of its own, with faults of its own.",
  role: "Name",
  openLine: "Open the line",
  badRole: "1 to 32 letters, digits, dashes and underscores, without accents.",
  lines: "Lines",
  lineOf: (role: string): string => `Line of ${role}`,
  otherLine: "Another line",
  connected: (count: number): string => (count === 1 ? "one connection" : `${count} connections`),

  // State
  opening: "The fault lab is starting…",
  failed: (detail: string): string => `The fault lab does not answer: ${detail}`,
  problems: {
    "faults-off": "This lab has no fault lab (LAB_FAULTS=off).",
    "role-taken": "Somebody else has this name now.",
    "device-role": "This name belongs to a device. The teacher can open its line.",
    "teacher-role": "This is the teacher's name.",
    "faults-busy": "There is no room now. Wait until the last run is over.",
    "no-access": "The lab asks for its code again.",
    unreachable: "The lab can't be reached.",
  } as Readonly<Record<string, string>>,

  // Faults
  faults: "Faults",
  faultsHint: "They count from the next packet on.",
  faultNames: {
    "lose-publish": "Lose the PUBLISH",
    "lose-puback": "Lose the PUBACK",
    "double-publish": "Double the PUBLISH",
    "delay-publish": "Delay the PUBLISH",
    "slow-publish": "Send the PUBLISH slowly",
    "cut-connect": "Cut after the CONNECT",
    "cut-publish": "Cut after a PUBLISH",
    "cut-pubrec": "Cut after the PUBREC (QoS 2)",
    "hang-publish": "Half-open: nothing passes any more",
  },
  probability: "how often",
  duration: "how long",
  percent: (count: number): string => `${count} %`,
  theNext: "the next one",
  randomly: "by chance",
  seconds: (count: number): string => `${count} s`,
  otherRules: "Other rules, set over HTTP",
  off: "All off",
  forAll: (count: number): string => `The same for all ${count} lines`,
  allSet: (count: number): string => (count === 1 ? "Set for one line." : `Set for ${count} lines.`),
  cutNow: "Cut the connection now",

  // Runs
  try: "Try it",
  tryHint: "The lab's own client sends 40 messages through the line, and the log is counted.",
  runs: ["40 at QoS 0", "40 at QoS 1", "40 at QoS 1 with id", "40 at QoS 2"] as readonly string[],

  // Claims
  claims: "What arrived",
  claimsHint: "Counted from the log of the session.",
  noClaims: "Nothing yet. Choose a fault, then let 40 messages go.",
  claimName: (qos: number | null, withId: boolean): string =>
    `${qos === null ? "QoS unknown" : `QoS ${qos}`}${withId ? " with id" : ""}`,
  claim: (arrived: number, of: number, twice: number, isOn: boolean): string => {
    if (arrived < of)
      return `${arrived} of ${of} arrived${twice > 0 ? `, ${times(twice, "twice")}` : ""}${isOn ? " so far" : ""}`;
    return twice > 0 ? `${arrived} of ${of}, ${times(twice, "twice")}` : `${arrived} of ${of}, each once`;
  },
  sentAgain: (count: number): string =>
    count === 1 ? "one PUBLISH was sent again" : `${count} PUBLISH were sent again`,
  gaveUp: "The client gave up after 25 s.",
  byProgram: (role: string): string => `by the client of ${role}`,
  promises: [
    "QoS 0 promises nothing: at most once (MQTT 3.1.1, section 4.3.1).",
    "QoS 1 promises at least once, so a message may come twice (section 4.3.2).",
    "QoS 2 promises exactly once between client and broker (section 4.3.3).",
  ] as readonly string[],
  promiseOfId: "With an id the lab logs a message once, however often it comes.",

  // Diagram
  diagram: "What passes",
  diagramLabel: (rows: number): string =>
    `Sequence diagram of the last ${rows} packets and records. The list has the same in words.`,
  asDiagram: "Diagram",
  asList: "List",
  pause: "Pause",
  resume: "Go on",
  nothingPasses: "Nothing has passed yet. Connect your client to the port of the line, or try it with the lab's own.",
  client: "client",
  proxy: "fault lab",
  broker: "broker",
  log: "log",
  fates: {
    passed: "passed",
    lost: "lost",
    doubled: "twice",
    delayed: "later",
    slowed: "slowly",
    cut: "then cut",
    hung: "half-open",
  },
  toBroker: "client → broker",
  toClient: "broker → client",
  connection: (number: number): string => `connection ${number}`,
  logged: (seq: number): string => `log: seq ${seq}`,
  loggedAgain: "the same message again",

  // Connecting
  connect: "Connect your own client",
  connectHint: (port: number, usual: number): string =>
    `Port ${port} instead of ${usual}. Nothing else changes: account, topics and password stay.`,
  commandLine: "From a terminal",
  python: "Python (paho)",
  esp32: "ESP32 (Arduino)",
  websocket: "WebSocket",
  countHint:
    'Messages such as {"run": "my-1", "n": 1, "of": 40} are counted above: n from 1 to "of", a new "run" each time.',
};
