/**
 * Sends commands to devices in the name of a role that the visitor has chosen. The role takes its seat in the session
 * only when there is something to send, so that a viewer of the devices page is not announced as present.
 */

import { storageKey } from "../base";
import { newId } from "../model/compose";
import { roleFault } from "../model/names";
import type { Outbox } from "../model/outbox";
import { fetchRecords } from "./http";
import { RoomClient } from "./room-client";
import { openWire } from "./socket";
import { lastRole, openStore } from "./storage";

export const DEFAULT_ROLE = "usuario";

export class DevicesSender {
  /** Empty before the visitor has chosen. */
  role: string;
  private client: RoomClient | null = null;

  constructor(
    private readonly session: string,
    private readonly storage: Storage | null,
    private readonly changed: () => void,
  ) {
    this.role = this.storedRole();
  }

  get outbox(): Outbox {
    return this.client?.room.outbox ?? [];
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
    if (role !== this.role) this.stop();
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
    return this.seat().compose({ id, text: command, to, made: Date.now(), after: null }) ? id : null;
  }

  private seat(): RoomClient {
    if (this.client) return this.client;
    const { session, role, storage, changed } = this;
    this.client = new RoomClient({
      session,
      role,
      store: openStore(storage, session, role),
      wire: openWire(session),
      pull: (place, limit) => fetchRecords(session, place, limit),
      now: Date.now,
      changed,
    });
    this.client.start();
    return this.client;
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
