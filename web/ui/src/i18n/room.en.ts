/** Words of a session's windows (a role's, the viewer's, an archived session's) and of the search. */

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const roomEn = {
  newSince: "New since you looked away",
  recordsHint:
    "Enter goes to the messages, the arrows from one to the next; Enter then copies the link to it, or opens folded readings, and M shows what one can do with it.",
  copyLink: (hour: string): string => `${hour}, copy the link to this message`,
  linkCopied: "Link copied",
  linkNotCopied: "The browser did not let the link be copied. It now stands in the address bar.",
  loadingLinked: "Looking the message up…",
  noSuchRecord: (seq: number): string => `There is no message ${seq} here`,
  noSuchRecordHint: "The log ends before it, or the session was made anew. The newest messages are a tap away.",
  excerptFailed: "The messages could not be loaded.",
  toNewest: "To the newest",
  andMore: (count: number): string => plural(count, "more value", "more values"),
  hexDump: "Bytes in hexadecimal",
  bytesShown: (shown: string, all: string): string => `The first ${shown} of ${all}`,
  repliesChanged: (count: number): string =>
    count === 0
      ? "The quick replies were removed"
      : `The session now has ${plural(count, "quick reply", "quick replies")}`,
  rulesChanged: (count: number): string =>
    count === 0 ? "The rules were removed" : `The session now has ${plural(count, "rule", "rules")}`,

  // Why one may not write now
  locked: {
    ended: {
      title: "The lesson is over",
      hint: "What was said stays here to read. Nothing that you write is sent any more.",
    },
    muted: { title: "The teacher has muted you", hint: "You go on reading. Ask the teacher to let you write again." },
    lobby: { title: "The lesson has not begun yet", hint: "You can write as soon as the teacher starts it." },
    taken: {
      title: "Somebody else has this role",
      hint: "What you had written is kept, and nothing is sent under this role unless you say so. If it is your name, ask the teacher to free it.",
    },
    frozen: { title: "The teacher has paused the conversation", hint: "You go on reading, and your draft is kept." },
  },
  otherRole: "Choose another role",
  toArchive: "Read and download all of it",
  startLesson: "Start the lesson",
  phaseButtons: { lobby: "Back to the lobby", open: "Go on with the conversation", frozen: "Pause the conversation" },
  projector: "What is projected",
  parts: { lobby: "Lobby", talk: "Conversation", chart: "Chart", wire: "The wire" },
  fullScreen: "Full screen",
  whoCame: "Here now",
  nobodyYet: "Nobody yet",
  endLesson: "End the lesson…",
  phaseFailed: (detail: string): string => `That could not be done: ${detail}`,
  phaseChanged: {
    lobby: "The lesson has not begun: only the teacher writes",
    open: "Everybody may write",
    frozen: "The teacher paused the conversation",
    ended: "The lesson is over",
  },

  teacher: "Teacher",
  teacherHint: "You have the rights of the teacher. Leave them here.",
  soundOn: "Sound when I am mentioned",
  soundOff: "No sound when I am mentioned",
  nameSet: (role: string, name: string): string => `${name} came in (@${role})`,

  // What one does with a message
  aboutMessage: "About this message",
  reply: "Reply",
  replyTo: "Reply to",
  stopReplying: "Do not reply to it",
  removedQuote: "A message that was removed",
  react: "React",
  reactionOf: (reaction: string, count: number): string => `${reaction}, ${plural(count, "person", "people")}`,
  replayOf: (source: string, seq: number): string => `played again: ${source} #${seq}`,
  byRule: (rule: string): string => `by the rule ${rule}`,
  copyMessage: "Copy the text",
  pin: "Pin above the conversation",
  unpin: "Unpin",
  pinned: "Pinned message",
  mute: (name: string): string => `Mute ${name}`,
  unmute: (name: string): string => `Let ${name} write again`,
  remove: "Remove…",
  removeSure: "Yes, remove it for everybody",
  removed: (name: string): string => `A message of ${name} was removed`,
  messageRemoved: "A message was removed",
  messagePinned: "A message was pinned",
  messageUnpinned: "The pinned message was taken down",
  roleMuted: (role: string): string => `${role} may not write for now`,
  roleUnmuted: (role: string): string => `${role} may write again`,

  // A poll
  poll: "Poll",
  newPoll: "A poll",
  newPollDots: "Ask the class…",
  pollQuestion: "Question",
  pollChoices: "Choices, one on each line",
  pollHint: "Everybody answers with a tap; a device, by saying one of the choices.",
  openPoll: "Ask",
  closePoll: "Close the poll",
  voters: (count: number): string => plural(count, "vote", "votes"),
  votes: (count: number): string => plural(count, "vote", "votes"),
  pollOpened: (question: string): string => `Poll: ${question}`,
  pollResult: (question: string): string => `Result: ${question}`,
  pollFaults: {
    "no-question": "Write the question.",
    "few-choices": "Write at least two choices, one on each line.",
    "many-choices": "At most eight choices.",
    "same-choices": "Two choices are the same.",
    "too-long": "A question or a choice has at most 200 characters.",
  },

  // Mentions
  offers: "Participants",
  offersCount: (count: number): string => `${plural(count, "participant", "participants")}: arrows choose, Enter takes`,

  // Quick replies
  quickReplies: "Quick replies",
  editReplies: "Edit the quick replies",
  addReplies: "Quick replies…",
  repliesLead: "One on each line. Everybody in this session sees them above the message, and sends one with a tap.",
  repliesCount: (count: number): string => `${count} of 12`,
  repliesTwice: (count: number): string =>
    `${plural(count, "line says", "lines say")} the same as another and will be left out.`,
  tooManyReplies: (count: number): string => `At most 12; there are ${count}.`,
  replyTooLong: (line: number): string => `Line ${line} has more than 200 characters.`,
  repliesFailed: (why: string): string => `They were not saved: ${why}`,
  repliesNoSession: "this session has no message yet; write the first one",
  repliesUnreachable: "the lab can't be reached; try again in a moment",
  save: "Save",
  saving: "Saving…",
  cancel: "Cancel",

  // The header
  menu: "Menu",
  devices: "Devices",
  board: "Board: MicroPython in this page",
  lessons: "Lessons",
  wire: "The wire",
  faults: "Fault lab",
  search: "Search",
  join: "Invite, or another role",
  otherLanguage: "Português",
  otherLanguageTag: "pt-BR",
  presenceUnknown: "not known while there is no connection",

  // Access
  roleTaken:
    "Somebody else has this role in this session. Choose another one, or wait: it is free a minute after they leave.",
  teacherRole: "This is the teacher's role. Choose another one.",
  deviceRole: "This role belongs to a device with a password of its own. Choose another one.",

  // Connection
  noNetwork: "This device is offline. What you write waits here.",
  serverAway: "The lab has stopped or is starting again. What you write waits here.",
  looksAway: "The lab can't be reached. What is said meanwhile will be shown when it is back.",
  restarted: "The lab is back; it was started again, it seems. Nothing is missing.",

  // Looking on
  lookingOn: "Looking on",
  largerText: "Larger text",
  archived: "Archived",
  archivedNote: "This session is archived: its log is complete and nothing is added.",
  noArchive: "There is no archived session of this name",
  noArchiveHint: "It may have been deleted. The list of sessions shows the ones there are.",
  emptyView: "Nothing has been said yet",
  emptyViewHint: "What is said in this session will appear here.",

  // Search
  searchTitle: "Search",
  searchLead: "Looks through the logs for these words together, the newest first.",
  searchWords: "Words",
  searchPlaceholder: "What was said, or who said it",
  searchWhere: "Where",
  searchAll: "All sessions and the archive",
  searchGo: "Search",
  searchCancel: "Stop",
  searching: "Searching…",
  searchRead: (read: string, of: string): string => `${read} of ${of} read`,
  searchFound: (count: number): string => plural(count, "message", "messages"),
  searchMore: (count: number): string =>
    `The newest ${count} are shown; there are more. Use more words, or one session.`,
  searchNothing: (words: string): string => `Nothing holds “${words}”`,
  searchNothingHint: "The words must stand together, as typed. Capital letters and accents make no difference.",
  searchStart: "Type what you look for",
  searchStartHint: "A word, a part of one, a number, or a role.",
  searchStopped: "Stopped. Not everything was searched.",
  searchBusy: "Too many searches are waiting. Try again in a moment.",
  searchWaiting: (ahead: number): string =>
    `Others are searching. ${plural(ahead, "search comes", "searches come")} before yours, which then begins by itself.`,
  searchReplaced: "This search ended because you began another one, in another window or on another page.",
  searchBroke: "The search ended too early. What was found until then is shown.",
  searchFailed: (why: string): string => `The search failed: ${why}`,
  searchUnreachable: "The lab can't be reached. Is it running?",
};
