/** Runs a program in a worker, ends it, and keeps mail flowing to it. */

import { labPath } from "../base";
import { newId } from "../model/compose";
import type { MailWriter } from "./mailbox";
import { HttpMailWriter } from "./mailbox-http";
import { newSharedMailbox, SharedMailWriter } from "./mailbox-shared";
import type { Command, Mail, Output, Transport } from "./messages";
import type { Place } from "./topics";

export type RunState = "stopped" | "running" | "ended";

export interface RunnerParts {
  readonly place: Place;
  readonly outputs: (outputs: readonly Output[]) => void;
}

export class Runner {
  private worker: Worker | null = null;
  private mail: MailWriter | null = null;

  constructor(private readonly parts: RunnerParts) {}

  start(code: string, inputs: readonly Mail[]): void {
    this.stop();
    const worker = new Worker(new URL("./worker/main.ts", import.meta.url), { type: "module" });
    const transport = newTransport();
    worker.onmessage = ({ data }: MessageEvent<readonly Output[]>) => {
      if (this.worker === worker) this.parts.outputs(data);
    };
    worker.onerror = ({ message }) => {
      if (this.worker === worker) this.parts.outputs([{ t: "failed", detail: message }]);
    };
    this.worker = worker;
    this.mail = writerOf(transport, () => this.tell({ t: "poke" }));
    this.tell({ t: "start", code, ...this.parts.place, transport, inputs });
  }

  /** At once, whatever the program does. */
  stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.mail?.stop();
    this.mail = null;
  }

  put(mail: Mail): void {
    this.mail?.put(mail);
  }

  line(text: string): void {
    this.tell({ t: "line", text });
  }

  private tell(command: Command): void {
    this.worker?.postMessage(command);
  }
}

function newTransport(): Transport {
  if (globalThis.crossOriginIsolated) return { kind: "shared", buffer: newSharedMailbox() };
  const box = newId((bytes) => crypto.getRandomValues(bytes));
  return { kind: "http", address: new URL(labPath(`/mailbox/${box}`), location.href).href };
}

function writerOf(transport: Transport, delivered: () => void): MailWriter {
  if (transport.kind === "http") return new HttpMailWriter((mail) => postTo(transport.address, mail), delivered);
  const writer = new SharedMailWriter(transport.buffer);
  return {
    put: (mail) => {
      writer.put(mail);
      delivered();
    },
    stop: () => writer.stop(),
  };
}

async function postTo(address: string, mail: readonly Mail[]): Promise<boolean> {
  const body = JSON.stringify({ mail });
  return (await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body })).ok;
}
