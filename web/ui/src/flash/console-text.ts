/** What a board sends, as text to show. */

import { appended } from "../board/console";

// Colours and cursors of a terminal: ECMA-48, section 5.4.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const SEQUENCE = /\x1b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const BEGUN = /\x1b(\[[0-9;?]*)?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above; line feed and tabulator stay.
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f]/g;

export class ConsoleText {
  text = "";
  private readonly decoder = new TextDecoder();
  private begun = "";

  add(bytes: Uint8Array): void {
    const all = this.begun + this.decoder.decode(bytes, { stream: true });
    this.begun = BEGUN.exec(all)?.[0] ?? "";
    const whole = all.slice(0, all.length - this.begun.length);
    this.text = appended(this.text, whole.replace(SEQUENCE, "").replace(CONTROLS, ""));
  }

  /** A line of the page itself. */
  say(line: string): void {
    const end = this.text === "" || this.text.endsWith("\n") ? "" : "\n";
    this.text = appended(this.text, `${end}${line}\n`);
  }

  clear(): void {
    this.text = "";
  }
}
