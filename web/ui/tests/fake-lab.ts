/** A lab of one session, as far as a page can tell: it logs, answers, forgets connections, and loses answers. */

import type { Draft } from "../src/model/outbox";
import type { LabRecord } from "../src/model/record";

export const record = (seq: number, more: Partial<LabRecord> = {}): LabRecord => ({
  seq,
  at: `2026-11-22T10:00:00.${String(seq % 1000).padStart(3, "0")}Z`,
  role: "atendente",
  text: `message ${seq}`,
  ...more,
});

export const logOf = (count: number, more: Partial<LabRecord> = {}): LabRecord[] =>
  Array.from({ length: count }, (_, index) => record(index + 1, more));

export const draft = (id: string, made = 0): Draft => ({ id, text: `text of ${id}`, made, after: null });

export class FakeLab {
  constructor(
    public log: LabRecord[] = [],
    readonly limit = 1000,
  ) {}

  get lastSeq(): number {
    return this.log.length;
  }

  /** Log a message unless its id is logged; the record that stands comes back, as the bridge publishes it. */
  say(role: string, { id, text }: Pick<Draft, "id" | "text">): LabRecord {
    const standing = this.log.find((one) => one.role === role && one.id === id);
    if (standing) return standing;
    const made = record(this.lastSeq + 1, { role, id, text });
    this.log.push(made);
    return made;
  }

  join(after: number | null): LabRecord[] {
    return after === null ? this.log.slice(-100) : this.after(after);
  }

  after(seq: number): LabRecord[] {
    return this.log.slice(seq, seq + this.limit);
  }

  before(seq: number): LabRecord[] {
    return this.log.slice(Math.max(0, seq - 1 - this.limit), seq - 1);
  }
}
