/**
 * Keeps the devices and the series of a session up to date: the history from the lab once, then every record as the
 * room takes it. Asks again when records are missing in between, or when the session was created again under its name.
 */

import { notice, noticeSeries, type Roster } from "../model/devices";
import type { LabRecord } from "../model/record";
import { firstOf } from "../model/records";
import type { Room } from "../model/room";
import { type Book, extend, isTorn, openBook } from "../model/series";
import { ApiError, type Page, type Place } from "./http";
import type { History } from "./series";

/** Points of a series that are asked for. */
export const POINTS = 2000;
/** How far back records are read for values that are not numbers: pages, and records a page. */
const PAGES_BACK = 3;
const PAGE = 1000;
const AGAIN_MS = 5_000;

export interface Parts {
  readonly history: (points: number) => Promise<History>;
  readonly announcements: () => Promise<LabRecord[]>;
  readonly pull: (place: Place, limit: number) => Promise<Page>;
  readonly changed: () => void;
}

/** The records of an unbroken row that come after `seq`. */
function newer(row: readonly LabRecord[], seq: number): readonly LabRecord[] {
  const first = row[0]?.seq ?? 1;
  return seq < first ? row : row.slice(seq + 1 - first);
}

export class DevicesLive {
  roster: Roster = new Map();
  /** null until the history is here. */
  book: Book | null = null;
  /** The history could not be read; it is asked for again. */
  failed = false;
  /** By how much this machine's clock is ahead of the lab's, in milliseconds. */
  ahead = 0;
  private seen = 0;
  private generation = 0;
  private room: Room | null = null;
  /** Records are missing between the history and what came since. */
  private torn = false;
  private isLoading = false;
  /** SentCommand in vain a moment ago. */
  private isResting = false;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: Parts) {}

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The room has changed. */
  take(room: Room): void {
    this.room = room;
    if (room.log.generation !== this.generation) this.beginAgain(room.log.generation);
    const fresh = newer(room.log.records, this.seen);
    this.seen = room.log.last ?? 0;
    this.roster = notice(this.roster, fresh);
    if (this.book) this.extend(this.book, fresh);
    if (this.isWanting && !this.isResting && room.phase === "live") void this.load();
    this.parts.changed();
  }

  private get isWanting(): boolean {
    return this.book === null || this.torn;
  }

  /** Shown at once, also when records are missing before; the history then replaces it. */
  private extend(book: Book, records: readonly LabRecord[]): void {
    if (isTorn(book, records)) this.torn = true;
    this.book = extend(book, records);
  }

  private beginAgain(generation: number): void {
    this.generation = generation;
    this.seen = 0;
    this.roster = new Map();
    this.book = null;
    this.torn = false;
  }

  private async load(): Promise<void> {
    if (this.isLoading || this.stopped) return;
    this.isLoading = true;
    const { generation } = this;
    try {
      const history = await this.parts.history(POINTS);
      if (generation === this.generation) this.begin(history);
    } catch (error) {
      this.failure(error);
    } finally {
      this.isLoading = false;
    }
    this.parts.changed();
    if (this.isWanting) this.later(() => this.load());
    else if (generation === this.generation) await this.lookBackUntilDone(generation);
  }

  private async lookBackUntilDone(generation: number): Promise<void> {
    try {
      await this.lookBack(generation);
    } catch (error) {
      this.failure(error);
      this.later(() => this.lookBackUntilDone(generation));
    }
    this.parts.changed();
  }

  private begin({ lines, lastSeq, leftOut, ahead }: History): void {
    this.failed = false;
    this.ahead = ahead;
    this.roster = noticeSeries(this.roster, lines);
    this.torn = false;
    this.extend(openBook(lines, lastSeq, leftOut), newer(this.room?.log.records ?? [], lastSeq));
    this.parts.changed();
  }

  /** What the series do not tell: texts, switches, announcements. The nearest first, the announcements from anywhere. */
  private async lookBack(generation: number): Promise<void> {
    if (generation !== this.generation || this.stopped) return;
    let before = this.room ? firstOf(this.room.log) : 1;
    for (let page = 0; page < PAGES_BACK && before > 1; page += 1) {
      const { records } = await this.parts.pull({ before }, PAGE);
      if (generation !== this.generation || this.stopped) return;
      this.roster = notice(this.roster, records);
      before = records[0]?.seq ?? 1;
    }
    const announcements = before > 1 ? await this.parts.announcements() : [];
    if (generation === this.generation) this.roster = notice(this.roster, announcements);
  }

  private failure(error: unknown): void {
    if (!(error instanceof ApiError)) console.warn("the history could not be read", error);
    this.failed = this.book === null;
  }

  private later(act: () => Promise<void>): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.isResting = true;
    this.timer = setTimeout(() => {
      this.isResting = false;
      void act();
    }, AGAIN_MS);
  }
}
