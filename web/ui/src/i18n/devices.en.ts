/** Words of the devices page. */

export const devicesEn = {
  devices: "Devices",
  lead: "What the devices of this session report, now and since its log began.",
  toSession: (session: string): string => `Session ${session}`,
  loading: "Reading the log…",
  historyFailed: "The history could not be read. New values appear as they come; the page keeps asking for the rest.",

  // A card
  online: "online",
  stale: "stale",
  offline: "offline",
  unknown: "seen",
  onlineHint: "It is connected, or reports as usual.",
  staleHint: "Nothing came for more than three times its usual interval.",
  offlineHint: "It left, or its connection broke.",
  unknownHint: "It has reported, but does not tell whether it is connected.",
  lastSeen: "Last seen",
  justNow: "just now",
  noValue: "It has not reported any value yet.",
  moreValues: (count: number): string => (count === 1 ? "1 more value" : `${count} more values`),

  // Commands
  switchOf: (role: string): string => `Switch of ${role}`,
  on: "on",
  off: "off",
  stateUnknown: "not known yet",
  commandsOf: (role: string): string => `Commands of ${role}`,
  sending: (command: string): string => `Sending “${command}”…`,
  waiting: (command: string): string => `“${command}” is logged; waiting for the answer…`,
  silent: (command: string): string => `No answer to “${command}”. Is the device running?`,
  refused: (command: string): string => `The lab refused “${command}”.`,
  outboxFull: "Too many commands are waiting. Wait until the lab has taken some.",
  sendAs: "You send as",
  change: "Change",
  whoAreYou: "Who sends the command?",
  whoAreYouHint: "Everybody in the session sees who pressed. The browser remembers it for this session.",
  lastRole: (role: string): string => `You were ${role} in this session.`,
  role: "Your role",
  confirm: "Send as this role",
  keep: "Use this role",
  cancel: "Cancel",
  roleBad: "1 to 32 letters without accents, digits, - and _, beginning with a letter or a digit.",
  roleReserved: "This name is kept for the lab itself.",
  roleOfDevice: "A device has this role. Take another one.",

  // The chart
  chart: "Chart",
  chartOf: (names: string): string => `Chart of ${names}`,
  chartKeys: "Left and right arrows move, plus and minus zoom, Home goes back to now. The table shows the same.",
  timeRange: "Time range",
  fiveMinutes: "5 min",
  oneHour: "1 h",
  all: "All",
  pause: "Pause",
  resume: "Resume",
  paused: "Paused. New values are kept and appear when you resume.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  earlier: "Earlier",
  later: "Later",
  reset: "Back to now",
  asTable: "Table",
  csv: "CSV",
  csvHint: "Download what is shown as CSV",
  seriesShown: "Series shown",
  tooFew: "Choose at least one series.",
  nothingHere: "Nothing was reported in this time.",
  showAll: "Show all",

  // The table
  tableOf: (from: string, to: string): string => `Values from ${from} to ${to}`,
  time: "Time",
  newestRows: (shown: number, count: number): string =>
    `The newest ${shown} of ${count} rows. The CSV has all of them.`,

  // Nobody there
  noDevice: "No device has spoken yet",
  noDeviceHint: "Make one talk: run one of these in a terminal. It appears here at once.",
  startSensor: "A sensor in Python, in the folder of the lab",
  startLamp: "A lamp that you can switch from here",
  sendReading: "One measurement from any machine with mosquitto",
  valuesLeftOut: (count: number): string =>
    count === 1 ? "1 more value has no room here." : `${count} more values have no room here.`,
  devicesShown: (most: number): string => `The first ${most} devices are shown; there may be more.`,
  seriesLeftOut: (count: number): string =>
    count === 1
      ? "1 series has no room here. The log has it all."
      : `${count} series or more have no room here. The log has them all.`,
  noNumber: "No device has reported a number yet, so there is nothing to draw.",
};
