/** The worker of the board's page: loads MicroPython, runs the program, and looks after what stays when it has ended. */

import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import wasm from "@micropython/micropython-webassembly-pyscript/micropython.wasm?url";
import { type MailReader, sleepCell, sleepOn } from "../mailbox";
import { HttpMailReader, lookAt } from "../mailbox-http";
import { SharedMailReader } from "../mailbox-shared";
import type { Command, Output, Transport } from "../messages";
import { Board, type MicroPython } from "./board";
import { modules } from "./modules";

/** Bytes of MicroPython's heap to begin with. */
const HEAP = 512 * 1024;

const cell = sleepCell();
let board: Board | null = null;
let isIdle = false;
let timer: ReturnType<typeof setTimeout> | undefined;

const post = (outputs: readonly Output[]): void => self.postMessage(outputs);

const readerOf = (transport: Transport): MailReader =>
  transport.kind === "shared" ? new SharedMailReader(transport.buffer) : new HttpMailReader(lookAt(transport.address));

async function start({ code, session, role, transport, inputs }: Extract<Command, { t: "start" }>): Promise<void> {
  board = new Board({
    place: { session, role },
    reader: readerOf(transport),
    load: (print) =>
      loadMicroPython({ url: wasm, heapsize: HEAP, linebuffer: false, stdout: print }) as Promise<MicroPython>,
    modules,
    post,
    sleep: (ms) => sleepOn(cell, ms),
  });
  await board.start(inputs);
  board.run(code);
  isIdle = true;
  goOn();
}

/** Let handlers and timers run, and come back when the next timer is due. */
function goOn(): void {
  if (!board || !isIdle) return;
  clearTimeout(timer);
  const due = board.idle();
  if (due >= 0) timer = setTimeout(goOn, due);
}

self.onmessage = async ({ data }: MessageEvent<Command>): Promise<void> => {
  try {
    if (data.t === "start") await start(data);
    else if (data.t === "line") board?.line(data.text);
    goOn();
  } catch (error) {
    post([{ t: "failed", detail: String(error) }]);
  }
};
