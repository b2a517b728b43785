/** The examples: files that run as they are, on a board too. A page shows the comments of its own language. */

import type { Place } from "./topics";

const found = import.meta.glob<string>("./examples/*.py", { query: "?raw", import: "default", eager: true });

export const EXAMPLES = ["blink", "button", "traffic", "thermometer", "lamp", "quiz", "thermostat", "alarm"] as const;
export type ExampleName = (typeof EXAMPLES)[number];

export interface Broker {
  readonly host: string;
  readonly port: number;
}

/** An example for a place: its comments in one language, its settings filled in. */
export function exampleFor(name: ExampleName, lang: string, { session, role }: Place, { host, port }: Broker): string {
  const source = found[`./examples/${name}.py`] ?? "";
  const filled: Record<string, string> = {
    SESSION: JSON.stringify(session),
    ROLE: JSON.stringify(role),
    HOST: JSON.stringify(host),
    PORT: String(port),
  };
  return inLanguage(source, lang).replace(
    /^(SESSION|ROLE|HOST|PORT) = .*$/gm,
    (_, key: string) => `${key} = ${filled[key]}`,
  );
}

/** A comment in two languages stands as two lines, `# pt: ...` and `# en: ...`. */
export function inLanguage(source: string, lang: string): string {
  const [own, other] = lang.toLowerCase().startsWith("en") ? ["en", "pt"] : ["pt", "en"];
  return source
    .split("\n")
    .filter((line) => !line.trimStart().startsWith(`# ${other}: `))
    .map((line) => line.replace(`# ${own}: `, "# "))
    .join("\n");
}
