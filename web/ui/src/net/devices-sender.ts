/**
 * Sends commands to devices in the name of a role that the visitor has chosen. The role takes its seat in the session
 * only when there is something to send, so that a viewer of the devices page is not announced as present.
 */

import { storageKey } from "../base";
import { newId } from "../model/compose";
import type { LoggedCommand } from "../model/device-command";
import { roleFault } from "../model/names";
import type { Outbox } from "../model/outbox";
import { NO_REFUSAL, type Refusal, type Room } from "../model/room";
import { fetchRecords } from "./http";
import { RoomClient } from "./room-client";
import { openWire } from "./socket";
import { lastRole, openStore } from "./storage";

export const DEFAULT_ROLE = "usuario";

export class DevicesSender {
  /** Empty before the visitor has chosen. */
  role: string;
  /** The commands sent here that the log has, by `id`. */
  readonly logged = new Map<string, LoggedCommand>();
  private client: RoomClient | null = null;
  /** Ids of the commands sent here that the log has not. */
  private readonly unlogged = new Set<string>();
  /** The log was looked through up to this record, and which log it was. */
  private looked = { seq: 0, generation: 0 };

  constructor(
    private readonly session: string,
    private readonly storage: Storage | null,
    private readonly changed: () => void,
    /** The role in whose window the visitor was; empty when there was none. */
    own = "",
  ) {
    this.role = own || this.storedRole();
  }

  get outbox(): Outbox {
    return this.client?.room.outbox ?? [];
  }

  /** Why the lab does not let the role in. */
  get refusal(): Refusal {
    return this.client?.room.refusal ?? NO_REFUSAL;
  }

  /** The role whose window the visitor opened last in this session; empty when there was none. */
  lastRole(): string {
    const role = lastRole(this.storage, this.session);
    return roleFault(role) === null ? role : "";
  }

  /** Send on what an earlier page has left. */
  start(): void {
    if (this.role && openStore(this.storage, this.session, this.role).drafts().length > 0) this.seat();
  }

  stop(): void {
    this.client?.stop();
    this.client = null;
  }

  become(role: string): void {
    if (role !== this.role) this.leave();
    this.role = role;
    try {
      this.storage?.setItem(this.key(), role);
    } catch {
      // A browser that refuses storage asks again next time.
    }
    this.changed();
  }

  /** Put a command in the outbox. Returns its id; null when the outbox is full. */
  send(to: string, command: string): string | null {
    const id = newId((bytes) => crypto.getRandomValues(bytes));
    if (!this.seat().compose({ id, text: command, to, made: Date.now(), after: null })) return null;
    this.unlogged.add(id);
    return id;
  }

  /** What a role that is refused could not send is not sent in its name later. */
  private leave(): void {
    if (this.refusal !== NO_REFUSAL) for (const id of this.unlogged) this.client?.discard(id);
    this.unlogged.clear();
    this.stop();
  }

  private seat(): RoomClient {
    if (this.client) return this.client;
    const { session, role, storage } = this;
    this.client = new RoomClient({
      session,
      role,
      store: openStore(storage, session, role),
      wire: openWire(session),
      pull: (place, limit) => fetchRecords(session, place, limit),
      now: Date.now,
      changed: (room) => this.take(room),
    });
    this.looked = { seq: 0, generation: 0 };
    this.client.start();
    return this.client;
  }

  private take({ log: { records, generation }, role }: Room): void {
    const seen = generation === this.looked.generation ? this.looked.seq : 0;
    for (let index = records.length - 1; index >= 0 && this.unlogged.size > 0; index -= 1) {
      const record = records[index];
      if (record === undefined || record.seq <= seen) break;
      if (record.role === role && record.id !== undefined && this.unlogged.delete(record.id))
        this.logged.set(record.id, { seq: record.seq, at: Date.now() });
    }
    this.looked = { seq: records.at(-1)?.seq ?? 0, generation };
    this.changed();
  }

  private storedRole(): string {
    try {
      const role = this.storage?.getItem(this.key()) ?? "";
      return role && roleFault(role) === null ? role : "";
    } catch {
      return "";
    }
  }

  private key(): string {
    return storageKey(`devices-role/${this.session}`);
  }
}
