/** One board: MicroPython with the board's modules, and a program. Knows nothing of workers, so tests run it in Node. */

import type { MailReader } from "../mailbox";
import type { Mail, Output } from "../messages";
import type { Place } from "../topics";
import { Bridge } from "./bridge";
import { Outbox } from "./outbox";

/** What of `loadMicroPython` is used. */
export interface MicroPython {
  readonly FS: { mkdir(path: string): void; writeFile(path: string, text: string): void };
  registerJsModule(name: string, module: object): void;
  runPython(code: string): unknown;
  readonly globals: { set(name: string, value: unknown): void };
}

export type Loader = (print: (bytes: Uint8Array) => void) => Promise<MicroPython>;

export interface BoardParts {
  readonly place: Place;
  readonly reader: MailReader;
  readonly load: Loader;
  /** The board's modules by their paths below `/lib`. */
  readonly modules: Readonly<Record<string, string>>;
  readonly post: (outputs: readonly Output[]) => void;
  readonly sleep: (ms: number) => void;
  readonly now?: () => number;
}

/**
 * The board's modules come before MicroPython's own `time`. Old programs say `utime`, whose `sleep` would not let the
 * page's events in. No name of ours stays among the program's.
 */
const BEGIN = "import sys\nsys.path.insert(0, '/lib')\nimport time\nsys.modules['utime'] = time\ndel sys, time";

/** Frames of a traceback that are ours: of the call from here, and of the modules, which are in C on a board. */
const FIRST_FRAME = /^ {2}File "<stdin>", line \d+, in <module>\n/m;
const MODULE_FRAME = /^ {2}File "\/lib\/.*\n/gm;

const ownTraceback = (text: string): string => text.replace(FIRST_FRAME, "").replace(MODULE_FRAME, "");

export class Board {
  private readonly outbox: Outbox;
  readonly bridge: Bridge;
  private python: MicroPython | null = null;
  private told: unknown = null;

  constructor(private readonly parts: BoardParts) {
    const now = parts.now ?? Date.now;
    this.outbox = new Outbox(parts.post, now, parts.sleep);
    this.bridge = new Bridge(parts.place, parts.reader, this.outbox, now);
  }

  async start(inputs: readonly Mail[]): Promise<void> {
    for (const mail of inputs) this.bridge.take(mail);
    const decoder = new TextDecoder();
    const python = await this.parts.load((bytes) => this.outbox.print(decoder.decode(bytes, { stream: true })));
    python.registerJsModule("_bridge", { ...this.bridge.module(), told: (value: unknown) => this.tell(value) });
    for (const [path, text] of Object.entries(this.parts.modules)) write(python, `/lib/${path}`, text);
    python.runPython(BEGIN);
    this.python = python;
  }

  /** Run a program to its end. */
  run(code: string): void {
    const python = this.loaded();
    python.FS.writeFile("/main.py", code);
    this.ended("program", "run('/main.py', 'main.py', globals())");
  }

  /** A line of the prompt, once the program has ended. */
  line(text: string): void {
    const python = this.loaded();
    python.globals.set("_typed", text);
    this.ended("line", "line(_typed, globals())");
  }

  /** Handlers and timers of a program that has ended. Returns when to call again, in milliseconds; -1 for never. */
  idle(): number {
    const due = this.value("idle()");
    this.outbox.flush();
    return typeof due === "number" ? due : -1;
  }

  private ended(of: "program" | "line", call: string): void {
    const traceback = this.value(call);
    this.outbox.put({ t: "ended", of, traceback: ownTraceback(String(traceback ?? "")) });
  }

  /**
   * The value of a Python expression. Python hands it over by a call: what a call from here returns may be collected on
   * its way (micropython#19141).
   */
  private value(expression: string): unknown {
    this.told = null;
    this.loaded().runPython(`__import__('_bridge').told(__import__('_board').${expression})`);
    return this.told;
  }

  private tell(value: unknown): void {
    this.told = value;
  }

  private loaded(): MicroPython {
    if (!this.python) throw new Error("the board has not been started");
    return this.python;
  }
}

function write({ FS }: MicroPython, path: string, text: string): void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  try {
    FS.mkdir("/lib");
  } catch {
    // It is there.
  }
  try {
    FS.mkdir(folder);
  } catch {
    // It is there.
  }
  FS.writeFile(path, text);
}
