const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const wireEn = {
  title: (session: string): string => `The wire of ${session}`,
  lead: "Every MQTT packet of this session as it passes the broker, and what became of it.",
  backTo: (session: string): string => `Session ${session}`,

  // State
  connecting: "Connecting…",
  watching: "Watching",
  offline: "No connection to the lab. Packets that pass meanwhile are missed; the messages among them are in the log.",
  refused: (detail: string): string => `The lab does not let this page watch: ${detail}`,
  tryNow: "Connect now",

  // List
  packets: "Packets",
  packetCount: (shown: number, all: number): string =>
    shown === all ? plural(all, "packet", "packets") : `${shown} of ${plural(all, "packet", "packets")}`,
  held: (most: number): string => `The last ${most} are kept.`,
  dropped: (count: number): string =>
    `${plural(count, "packet was", "packets were")} too many to show and left out here. The log has every message.`,
  pause: "Pause",
  resume: "Resume",
  paused: (count: number): string =>
    count === 0 ? "Paused. Nothing new yet." : `Paused. ${plural(count, "packet has", "packets have")} come since.`,
  clear: "Clear",
  toNewest: "To the newest",
  nothingYet: "Nothing has passed yet",
  nothingYetHint: "Publish something here, write in a role's window, or let a device speak.",
  nothingFound: "No packet fits the filter",
  showAll: "Show all",
  filter: "Filter",
  filterHint: "Filter by text in topic or payload",
  onlyTopic: (topic: string): string => `Only ${topic}`,
  kindsShown: "Kinds shown",
  kinds: {
    message: "Messages",
    record: "Records",
    addressed: "Addressed",
    status: "Presence",
    rejected: "Refused",
    synced: "On disk",
    lab: "Lab",
  },
  bytes: (count: number): string => plural(count, "byte", "bytes"),
  emptyPayload: "(empty)",

  // Outcome, in short
  outcomeWaiting: "waiting",
  outcomeSeq: (seq: number): string => `seq ${seq}`,
  outcomeDurable: (seq: number, ms: string): string => `seq ${seq} · on disk in ${ms} ms`,
  outcomeAgain: (seq: number): string => `again: seq ${seq}`,
  outcomeRejected: "refused",
  outcomeUnsure: "can't be told",
  outcomeStored: "stored copy",
  notData: "not data",

  // Detail
  detail: "The chosen packet",
  close: "Close",
  backToList: "Back to the list",
  chooseOne: "Choose a packet",
  chooseOneHint: "With a tap, or with the arrow keys in the list. Here it is explained, field by field.",
  messagePath: "The path of a message",
  stepPublished: "Published",
  stepPublishedHint: (topic: string): string =>
    `A participant sends PUBLISH on ${topic}. The broker hands it to everybody who subscribed, the bridge among them.`,
  stepPublishedQos: [
    "Nobody confirms it (QoS 0).",
    "The broker confirms it to the sender with a PUBACK (QoS 1).",
    "The broker and the sender confirm it in four steps (QoS 2).",
  ] as readonly string[],
  stepTaken: (seq: number): string => `Logged as seq ${seq}`,
  stepTakenHint: "The bridge took it, unconfirmed, and gave it the next number of the session.",
  stepById: "Found by its id: certain.",
  stepByOrder: "It has no id: found as the first that waited with the same role and content.",
  stepAgain: (seq: number): string => `Logged before, as seq ${seq}`,
  stepAgainHint: "A message with this id was in the log already. It was not logged twice: that is what an id is for.",
  stepSynced: (ms: string): string => `On the disk in ${ms} ms`,
  stepSyncedHint: (first: number, last: number): string =>
    first === last
      ? "Written and synced (fsync) by itself. From here on it survives a power cut."
      : `Written and synced (fsync) together with seq ${first} to ${last}. From here on it survives a power cut.`,
  stepDisk: "On the disk",
  stepDiskHint:
    "It was synced before it was relayed. How long that took was not told: the lab tells at most ten times a second.",
  stepAcked: "Confirmed to the broker (PUBACK)",
  stepAckedHint:
    "Only now does the bridge confirm. Had it died before, the broker would still have the message and send it again: so nothing is lost.",
  stepRelayed: (topic: string): string => `Relayed on ${topic}`,
  stepRelayedHint: "Now all windows show it, so what is shown is always on the disk.",
  stepAfter: (ms: string): string => `${ms} ms after it was published`,
  stepWaiting: "Waiting for its record…",
  stepWaitingHint:
    "The bridge logs within some milliseconds. If this stays, it is away: the broker keeps what has QoS 1 or 2 for it.",
  stepRejected: "Refused by the bridge",
  stepUnsure: "Which record is its own can't be told",
  stepUnsureHint:
    "It has no id, and here the order of messages was not seen without a gap. Give messages an id, and each can be found again.",
  stepStored: "A stored copy, not a new message",
  stepStoredHint:
    "The broker kept this payload from an earlier publish with the retain flag, and sends it to everybody who subscribes anew.",
  showPacket: "Show that packet",
  showCause: "Show the publish",
  fields: "Fields",
  time: "Time",
  timeHint: "When the lab's web service received it, by its clock.",
  topic: "Topic",
  topicHints: {
    message: "chat / session / role: the third level says who speaks.",
    record: "log / session: the bridge publishes here what it has put on the disk, one record a line.",
    addressed:
      "to / session / role: a record that is for this role, alone, for boards with little memory. It is on log too, among all the others.",
    status:
      "status / session / role: online or offline. The broker itself publishes offline, the will, when a participant is lost.",
    rejected: "The bridge tells here what it refused, and why.",
    synced:
      "The bridge tells here what has become durable: how long writing and syncing took, and the first and last seq of each session.",
    lab: "The lab's own talk: requests to the bridge, and whether it is there.",
  },
  qos: "QoS",
  qosHints: [
    "At most once: sent and forgotten. If the connection breaks, it is lost.",
    "At least once: the receiver answers with PUBACK; without one it is sent again, so it may arrive twice.",
    "Exactly once between two neighbours, with four packets instead of two. What counts in this lab is the id: it holds from end to end.",
  ] as readonly string[],
  retain: "Retain",
  retainOn: "A stored copy: the broker kept the last payload of this topic for those who subscribe later.",
  retainOff:
    "A live packet. To those who had subscribed already the broker always sends RETAIN 0, even if the sender asked to retain it.",
  dup: "DUP",
  dupOn: "Sent again: the confirmation of an earlier delivery had not come. The receiver may have it already.",
  dupOff: "The first delivery of this packet.",
  packetId: "Packet id",
  packetIdHint:
    "Counts deliveries on one connection, so that a PUBACK says which packet it means. Every receiver sees its own.",
  packetIdNone: "none",
  packetIdNoneHint: "A QoS 0 packet has no id: nobody confirms it.",
  size: "Size",
  sizeHint: "The payload. The rest of the packet is the topic and two to seven bytes.",
  payload: "Payload",
  payloadCut: (size: string): string => `The beginning of ${size}.`,
  forms: { text: "text", json: "JSON", hex: "bytes, in hex", empty: "empty" },
  yes: "1, yes",
  no: "0, no",

  // Topics
  topics: "Topics",
  topicsHint: "Choose one to see only what passes on it and below.",
  noTopics: "None yet.",
  allTopics: "All topics",
  topicCount: (count: number): string => plural(count, "packet", "packets"),

  // Refusals
  rejections: "Refused",
  suppressed: "More were refused than the lab tells: at most 50 a second.",
  dismiss: "Hide",
  moreRejections: (count: number): string => plural(count, "earlier one", "earlier ones"),
  reasons: {
    "bad-topic": "A topic must be chat/<session>/<role>: three levels, no more, no fewer. Add or take away a level.",
    "bad-session":
      "The session's name (second level) may have only a-z, 0-9, - and _, at most 48, and no name that Windows keeps. Write it in small letters, without spaces.",
    "bad-role":
      "The role's name (third level) may have only letters without accents, digits, - and _, at most 32. Write maria or sensor-1.",
    "reserved-role": "The roles lab and bridge belong to the lab itself. Take another name.",
    empty: "There is nothing in it: neither text nor data. Put something in the payload.",
    "too-large": "The payload is larger than the lab takes. Send less, or in several messages.",
    "bad-field":
      "One of the fields text, id, sent_at or to is not what it must be. text is a string, id has 1 to 64 characters, to is a role.",
    "not-allowed":
      "In a closed lab an account publishes only to its own topics. Publish under the role of the account.",
    muted: "The teacher has muted this role in the session.",
    ended: "The session is over. Create it again to begin a new one with its name.",
    "role-taken": "Somebody else has this role now. Publish under your own.",
    "teacher-role": "This is the teacher's role. Publish under your own.",
    "device-role": "This role belongs to a device with a password of its own.",
    flood: "Too many messages a second: those of others were waiting. This one is not logged; send it again, slower.",
    "too-many-sessions": "Too many new sessions at once, or in all. Use one that exists, or archive some.",
    "too-fast": "That was too much at once. Wait some seconds.",
  } as Readonly<Record<string, string>>,
  otherReason: (reason: string, detail: string): string => `The lab refused it (${reason}): ${detail}`,
  announced: (count: number, last: string): string =>
    count === 1 ? `Refused: ${last}` : `${count} refused. The last: ${last}`,

  // Publishing
  publish: "Publish",
  publishHint: "Anything, to any topic that begins with chat/. Provoke the lab: it says why it refuses.",
  examples: "Examples",
  exampleNames: {
    hello: "Hello",
    telemetry: "Telemetry",
    "with-id": "With id",
    "bad-topic": "Bad topic",
    "bad-session": "Bad session",
    "reserved-role": "Reserved role",
    empty: "Empty",
    "too-large": "Too large",
    "bad-field": "Bad field",
  },
  helloText: "Hello",
  topicPrefix: "It must begin with chat/, without + or #.",
  retainFlag: "Retain",
  retainFlagHint: "Asks the broker to keep it. The lab clears it again: a message is no state.",
  large: (size: string): string => `${size} of text`,
  largeEdit: "Write something else",
  send: "Publish",
  sending: "Publishing…",
  answered: (ms: string): string => `PUBACK from the broker after ${ms} ms.`,
  answeredTwice: (ms: string): string => `PUBCOMP from the broker after ${ms} ms.`,
  answeredZero: "Sent. At QoS 0 nobody confirms it.",
  brokerHasIt: "The broker has it. Whether the lab logs it shows in the list.",
  notPublished: (detail: string): string => `Not published: ${detail}`,
  unreachable: "The lab can't be reached. Is it running?",
  timedOut: "The broker did not confirm in time. It may have it all the same.",
  brokerAway: "The broker is away. Try again in a moment.",
};
