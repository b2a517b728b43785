/** Words of the page for a real board. */

export const flashEn = {
  title: "A real board",
  lead: "MicroPython and your program on an ESP32, through its USB cable.",
  toBoards: "Boards",

  // Where it is not possible
  cannot: "This page can't reach a USB port here",
  insecure: (address: string): string =>
    `Browsers allow it only over HTTPS or on the machine itself. This page came over plain HTTP from ${address}.`,
  insecureDo: (local: string): string =>
    `On the machine where the lab runs, open ${local}. For other machines, start the lab with TLS and trust its authority there; the page of a session shows how.`,
  noBrowser: "This browser has no Web Serial. Firefox and Safari do not offer it.",
  noBrowserDo: "Use Chrome, Edge or another Chromium browser on a computer.",
  phone: "Browsers on phones and tablets have no access to a board at a cable.",
  phoneDo: "Use a computer, with Chrome, Edge or another Chromium browser.",
  startTls: "The lab with TLS",
  instead: "Without the browser",
  insteadThonny:
    "Thonny does both with its menus: Run, Configure interpreter, Install or update MicroPython; then View, Files, Upload to /.",
  insteadTools:
    "Or in a terminal, with Python. For other chips than the ESP32 the address is in the firmware's instructions.",
  installTools: "The tools",
  writeFirmware: "MicroPython, on an ESP32",
  copyFiles: "The files, in their folder",

  // The port
  connect: "1. Board",
  connectHint:
    "Connect the board with a cable that carries data, and choose its port: often CP2102, CH340 or USB JTAG. If the list stays empty, try another cable; some computers need a driver for the USB chip.",
  choose: "Choose the port",
  chooseOther: "Choose another port",
  disconnect: "Disconnect",
  phases: {
    closed: "Not connected",
    opening: "Opening the port…",
    console: "Connected",
    detecting: "Looking for the chip…",
    chip: "The bootloader waits",
    flashing: "Writing the firmware…",
    writing: "Writing the files…",
  },

  // The firmware
  firmware: "2. MicroPython",
  firmwareHint: "Only for a board that does not have it. Choose the firmware (.bin) for its chip.",
  downloads: "Firmware at micropython.org",
  firmwareFile: "Firmware (.bin)",
  firmwareIs: (size: string, chip: string): string => `${size}, for ${chip}`,
  firmwareFor: (size: string): string => `${size}. The file does not say for which chip.`,
  firmwareMerged: "It begins at address 0.",
  tooSmall: "This file is too small for a firmware.",
  tooLarge: "This file is too large for a firmware.",
  noImage:
    "This is no firmware for an ESP32. A Raspberry Pi Pico takes a .uf2: hold its BOOTSEL button while you plug it in, and copy the file to its drive.",
  appOnly: "This file is for updates: the board can't start from it. Take the .bin without “app” in its name.",
  detect: "Find out the chip",
  found: (chip: string, memory: string): string => (memory ? `${chip}, ${memory} of flash memory` : chip),
  address: "Address in the flash memory",
  addressHint: (chip: string, address: string): string => `For this file on an ${chip}: ${address}`,
  badAddress: "An address is a multiple of 0x1000, such as 0x1000.",
  eraseAll: "Erase everything first, also the files on the board",
  install: "Install MicroPython",
  cancel: "Leave it as it is",
  flashed: "MicroPython is on the board; what was written was read back and is the same.",
  flashedUnchecked: "MicroPython is on the board. This chip does not let the page compare what was written.",
  flashedClosed: "Its port has closed. Choose it again above.",
  keepPlugged: "Keep the cable in.",
  part: (percent: number): string => `${percent}%`,

  // The files
  files: "3. Files",
  filesHint:
    "Choose config.py, main.py and mqtt_min.py, with ca.pem if the lab speaks TLS; or the archive (.zip) of the page Boards.",
  filesFile: "Files, or the archive",
  whichBoard: "Which board is this?",
  chooseBoard: "Choose…",
  filesNone: "Choose at least one file.",
  filesTooLarge: "A file is larger than 256 KB, which is too much for a board.",
  filesTooMany: "These are too many files for a board.",
  filesBadName: "A name has characters that boards do not take, or is in a folder.",
  filesBadArchive: "This archive can't be read.",
  filesNotMicroPython: "This archive has no files for MicroPython. On the page Boards, choose MicroPython.",
  write: "Write the files",
  written: "The files are on the board, read back and the same. It has started them.",

  // The console
  console: "Console",
  nothingPrinted: "What the board prints appears here.",
  clear: "Clear",
  line: "Line for the board",
  lineHint: "Python, or what your program asks for",
  send: "Send",
  interrupt: "Ctrl-C",
  interruptHint: "Ctrl-C: stop the program",
  softReset: "Ctrl-D",
  softResetHint: "Ctrl-D: start again, from the prompt",
  reset: "Reset",
  resetHint: "Press the reset button of the board",

  // What goes wrong
  failures: {
    "no-port": "No port was chosen.",
    busy: "Another program has the port: Thonny, the Arduino IDE, a terminal, or another tab. Close it, and try again.",
    "no-answer":
      "The chip does not answer. Hold the BOOT button, press Find out the chip, and release it when the chip is found. Without BOOT: is this the board's port, and is it an ESP32?",
    "no-room": "The firmware does not fit into the board's flash memory at this address.",
    "not-written": "What the board has is not what was sent. Try again, with a shorter cable or without a hub.",
    lost: "The board is gone: the cable was pulled, or the port closed. Plug it in and choose the port again.",
    "no-micropython": "No MicroPython answers. Is it installed? Press Reset, and try again while the board starts.",
  },
  wrongChip: (file: string, chip: string): string =>
    `The file is for an ${file}, the board is an ${chip}. Take the firmware for ${chip}.`,
  differs: (file: string): string =>
    `${file} is on the board with other content. The old files are still in place. Try again.`,
  python: (detail: string): string => `The board says: ${detail}`,
  other: (detail: string): string => `It did not work: ${detail}`,
};
