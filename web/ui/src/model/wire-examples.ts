/** Ready messages to try out: some that the lab takes, and one for each way to be refused. */

import type { Reason } from "./wire-lab";

export interface Attempt {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

export const EXAMPLES = [
  "hello",
  "telemetry",
  "with-id",
  "bad-topic",
  "bad-session",
  "reserved-role",
  "empty",
  "too-large",
  "bad-field",
] as const;
export type Example = (typeof EXAMPLES)[number];

/** What the lab answers to an example; null when it takes it. */
export const REFUSED_AS: Readonly<Record<Example, Reason | null>> = {
  hello: null,
  telemetry: null,
  "with-id": null,
  "bad-topic": "bad-topic",
  "bad-session": "bad-session",
  "reserved-role": "reserved-role",
  empty: "empty",
  "too-large": "too-large",
  "bad-field": "bad-field",
};

/** `hello` is the word of the page's language; `count` makes ids and readings differ. */
export function attemptOf(
  example: Example,
  session: string,
  maxPayload: number,
  hello: string,
  count: number,
): Attempt {
  const topic = `chat/${session}/usuario`;
  const sensor = `chat/${session}/sensor-1`;
  const attempt = (where: string, payload: string): Attempt => ({ topic: where, payload, qos: 1, retain: false });
  switch (example) {
    case "hello":
      return attempt(topic, hello);
    case "telemetry":
      return attempt(sensor, JSON.stringify({ temperature: 20 + (count % 50) / 10 }));
    case "with-id":
      return attempt(topic, JSON.stringify({ text: hello, id: `try-${count}` }));
    case "bad-topic":
      return attempt(`chat/${session}`, hello);
    case "bad-session":
      return attempt("chat/Aula 1/usuario", hello);
    case "reserved-role":
      return attempt(`chat/${session}/bridge`, hello);
    case "empty":
      return attempt(topic, "");
    case "too-large":
      return attempt(topic, "x".repeat(maxPayload + 1));
    case "bad-field":
      return attempt(topic, JSON.stringify({ text: 42 }));
  }
}
