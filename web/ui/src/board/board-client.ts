/** The board of this page: runs its program, keeps what it shows, and passes on what comes and goes. */

import { type Hint, hintOfPayload } from "../model/readings";
import { appended, type ErrorPlace, errorPlace } from "./console";
import type { Mail, Output } from "./messages";
import type { BoardNetwork } from "./network";
import { AT_REST, type Circuit, NO_PARTS, reduceParts, unpowered } from "./parts";
import { Runner, type RunState } from "./runner";
import type { RunningReport } from "./running-report";
import type { Place } from "./topics";

export interface BoardState {
  readonly run: RunState;
  readonly circuit: Circuit;
  readonly console: string;
  readonly error: ErrorPlace | null;
  /** Why the worker failed; empty when it did not. */
  readonly failure: string;
  /** The last payload that was meant to be data and is none, and what to change in it; null when there was none. */
  readonly misread: Misread | null;
}

export interface Misread {
  readonly payload: string;
  readonly hint: Hint;
}

const AT_FIRST: BoardState = {
  run: "stopped",
  circuit: NO_PARTS,
  console: "",
  error: null,
  failure: "",
  misread: null,
};

export class BoardClient {
  state: BoardState = AT_FIRST;
  private readonly runner: Runner;
  private readonly inputs = new Map<string, Mail>();
  private code = "";

  constructor(
    place: Place,
    private readonly network: BoardNetwork,
    private readonly report: RunningReport,
    private readonly changed: (isUrgent: boolean) => void,
  ) {
    this.runner = new Runner({ place, outputs: (outputs) => this.take(outputs) });
  }

  start(code: string): void {
    this.code = code;
    this.network.stop();
    this.runner.start(code, [...this.inputs.values()]);
    this.set({ ...AT_FIRST, run: "running" });
    this.report.begun();
  }

  stop(): void {
    this.runner.stop();
    this.network.stop();
    this.report.ended();
    this.set({ ...this.state, run: "stopped", circuit: unpowered(this.state.circuit) });
  }

  /** For the program, and for its next start. */
  put(mail: Mail): void {
    if ("pin" in mail) this.inputs.set(`${mail.t} ${mail.pin}`, mail);
    this.runner.put(mail);
  }

  /** How the parts stand that people move. */
  analog(pin: number): number {
    const mail = this.inputs.get(`analog ${pin}`);
    return mail?.t === "analog" ? mail.value : AT_REST.analog;
  }

  climate(pin: number): { readonly temperature: number; readonly humidity: number } {
    const mail = this.inputs.get(`climate ${pin}`);
    return mail?.t === "climate" ? mail : AT_REST;
  }

  isPressed(pin: number): boolean {
    const mail = this.inputs.get(`pressed ${pin}`);
    return mail?.t === "pressed" && mail.pressed;
  }

  line(text: string): void {
    this.set({ ...this.state, console: appended(this.state.console, `${prompted(text)}\n`) });
    this.runner.line(text);
  }

  clear(): void {
    this.set({ ...this.state, console: "", misread: null });
  }

  take(outputs: readonly Output[]): void {
    let { state } = this;
    for (const output of outputs) {
      state = reduceBoard(state, output);
      this.network.take(output);
    }
    const hasEnded = state.run !== this.state.run;
    this.set(state, hasEnded);
    if (hasEnded) this.report.ended();
    if (outputs.some(({ t }) => t === "failed")) this.runner.stop();
    if (outputs.some(({ t }) => t === "reset")) this.start(this.code);
  }

  private set(state: BoardState, isUrgent = true): void {
    this.state = state;
    this.changed(isUrgent);
  }
}

const prompted = (text: string): string =>
  text
    .split("\n")
    .map((line, index) => (index === 0 ? `>>> ${line}` : `... ${line}`))
    .join("\n");

function reduceBoard(state: BoardState, output: Output): BoardState {
  switch (output.t) {
    case "print":
      return { ...state, console: appended(state.console, output.text) };
    case "ended":
      return {
        ...state,
        run: "ended",
        console: appended(state.console, output.traceback),
        error: output.of === "program" ? errorPlace(output.traceback) : state.error,
      };
    case "failed":
      return { ...state, run: "stopped", failure: output.detail };
    case "mqtt-publish":
      return { ...state, misread: misreadIn(output) ?? state.misread };
    default:
      return { ...state, circuit: reduceParts(state.circuit, output) };
  }
}

function misreadIn({ topic, payload }: Output & { t: "mqtt-publish" }): Misread | null {
  const hint = topic.startsWith("chat/") ? hintOfPayload(payload) : null;
  return hint && { payload, hint };
}
