/** `_bridge`, the module that JavaScript gives to the board's MicroPython: pins, mail, MQTT. Runs in the worker. */

import type { MailReader } from "../mailbox";
import type { Mail, PartUse } from "../messages";
import { AT_REST } from "../parts";
import { mayPublish, maySubscribe, type Place } from "../topics";
import type { Outbox } from "./outbox";

const CONNECT_MS = 10_000;
const PUBLISH_MS = 10_000;
/** Messages that wait for the program; of more the oldest are given up. */
const MOST_MESSAGES = 500;
const PULL_UP = 2;
/** Has a resistor to 3.3 V, and the board's own button to the ground. */
const BOOT_PIN = 0;

const LOST = "the connection to the lab is lost";

export class Bridge {
  private readonly pulls = new Map<number, number>();
  private readonly pressed = new Set<number>();
  private readonly analogs = new Map<number, number>();
  private readonly climates = new Map<number, { temperature: number; humidity: number }>();
  private readonly edges: number[] = [];
  private messages: { topic: string; payload: string }[] = [];
  private payload = "";
  private readonly answers = new Map<number, string>();
  private connection: "none" | "connecting" | "up" | "lost" = "none";
  private refusal = "";
  private asked = 0;

  constructor(
    private readonly place: Place,
    private readonly reader: MailReader,
    private readonly outbox: Outbox,
    private readonly now: () => number = Date.now,
  ) {}

  /** The module as Python sees it. */
  module(): Record<string, unknown> {
    return {
      wait: (ms: number) => this.wait(ms),
      next_edge: () => this.nextEdge(),
      use_input: (pin: number, pull: number) => this.useInput(pin, pull),
      use_output: (pin: number) => this.use({ kind: "output", pin }),
      use_pwm: (pin: number) => this.use({ kind: "pwm", pin }),
      use_analog: (pin: number) => this.use({ kind: "analog", pin }),
      use_climate: (pin: number) => this.use({ kind: "climate", pin }),
      use_pixels: (pin: number, count: number) => this.use({ kind: "pixels", pin, count }),
      use_screen: (width: number, height: number) => this.use({ kind: "screen", pin: 21, width, height }),
      write: (pin: number, level: number) => this.outbox.state(`level ${pin}`, { t: "level", pin, level }),
      pwm: (pin: number, freq: number, duty: number) =>
        this.outbox.state(`level ${pin}`, { t: "pwm", pin, freq, duty }),
      pixels: (pin: number, colours: string) => this.outbox.state(`pixels ${pin}`, { t: "pixels", pin, colours }),
      screen: (bits: string) => this.outbox.state("screen", { t: "screen", bits }),
      digital: (pin: number) => this.level(pin),
      analog: (pin: number) => this.analogs.get(pin) ?? AT_REST.analog,
      climate: (pin: number, what: "temperature" | "humidity") => (this.climates.get(pin) ?? AT_REST)[what],
      mqtt_connect: (port: number) => this.connect(port),
      mqtt_disconnect: () => this.disconnect(),
      mqtt_fault: () => this.fault(),
      mqtt_subscribe: (filter: string) => this.subscribe(filter),
      mqtt_publish: (topic: string, payload: string, _retain: boolean, qos: 0 | 1) => this.publish(topic, payload, qos),
      mqtt_next: () => this.nextMessage(),
      mqtt_payload: () => this.payload,
      board_id: () => this.place.role,
      reset: () => this.reset(),
    };
  }

  /** Let the page's mail in, waiting up to `ms` for it, and what the program has done out. */
  wait(ms: number): void {
    if (ms > 0) this.outbox.flush();
    for (const mail of this.reader.wait(ms)) this.take(mail);
  }

  take(mail: Mail): void {
    switch (mail.t) {
      case "pressed":
        return this.press(mail.pin, mail.pressed);
      case "analog":
        return void this.analogs.set(mail.pin, mail.value);
      case "climate":
        return void this.climates.set(mail.pin, mail);
      default:
        return this.takeMqtt(mail);
    }
  }

  private takeMqtt(mail: Extract<Mail, { t: `mqtt-${string}` }>): void {
    switch (mail.t) {
      case "mqtt-up":
        this.connection = mail.fault ? "none" : "up";
        this.refusal = mail.fault;
        return;
      case "mqtt-down":
        if (this.connection === "up") this.connection = "lost";
        return;
      case "mqtt-done":
        this.answers.set(mail.n, mail.fault);
        return;
      case "mqtt-message":
        this.messages.push(mail);
        if (this.messages.length > MOST_MESSAGES) this.messages.shift();
    }
  }

  private use(use: PartUse): void {
    this.outbox.put({ t: "use", use });
  }

  private useInput(pin: number, pull: number): void {
    this.pulls.set(pin, pull);
    this.use({ kind: "input", pin, pull });
  }

  /** A button connects a pin with a pull-up to the ground, any other pin to 3.3 V. */
  private level(pin: number): number {
    const isPulledUp = pin === BOOT_PIN || this.pulls.get(pin) === PULL_UP;
    return Number(this.pressed.has(pin) !== isPulledUp);
  }

  private press(pin: number, isPressed: boolean): void {
    if (isPressed === this.pressed.has(pin)) return;
    if (isPressed) this.pressed.add(pin);
    else this.pressed.delete(pin);
    this.edges.push(2 * pin + this.level(pin));
  }

  /** Python calls it whenever handlers may run, so mail is taken here too. */
  private nextEdge(): number {
    if (this.edges.length === 0) this.wait(0);
    return this.edges.shift() ?? -1;
  }

  private connect(port: number): string {
    this.connection = "connecting";
    this.refusal = "";
    this.messages = [];
    this.outbox.put({ t: "mqtt-connect", port });
    this.waitFor(() => this.connection !== "connecting", CONNECT_MS);
    if (this.fault() === "") return "";
    this.connection = "none";
    return this.refusal || "the lab can't be reached";
  }

  private disconnect(): void {
    this.connection = "none";
    this.messages = [];
    this.outbox.put({ t: "mqtt-disconnect" });
  }

  /** Why the connection can't be used; empty when it can. */
  private fault(): string {
    if (this.connection === "up") return "";
    return this.connection === "lost" ? LOST : "not connected: call connect() first";
  }

  private subscribe(filter: string): boolean {
    if (!maySubscribe(this.place, filter)) return false;
    this.outbox.put({ t: "mqtt-subscribe", filter });
    return true;
  }

  private publish(topic: string, payload: string, qos: 0 | 1): string {
    const fault = this.fault();
    if (fault) return fault;
    if (!mayPublish(this.place, topic)) return `this board may not publish to ${topic}`;
    const n = qos === 1 ? ++this.asked : 0;
    this.outbox.put({ t: "mqtt-publish", n, topic, payload, qos });
    if (n === 0) return "";
    this.waitFor(() => this.answers.has(n) || this.connection !== "up", PUBLISH_MS);
    const answer = this.answers.get(n);
    this.answers.delete(n);
    if (answer !== undefined) return answer;
    return this.fault() || "the lab did not acknowledge the message in time";
  }

  private nextMessage(): string {
    const next = this.messages.shift();
    this.payload = next?.payload ?? "";
    return next?.topic ?? "";
  }

  private waitFor(isDone: () => boolean, ms: number): void {
    const end = this.now() + ms;
    while (!isDone() && this.now() < end) this.wait(end - this.now());
  }

  /** The page starts the program again, in another worker; this one waits for its end. */
  private reset(): void {
    this.outbox.put({ t: "reset" });
    this.outbox.flush();
    for (;;) this.wait(1000);
  }
}
