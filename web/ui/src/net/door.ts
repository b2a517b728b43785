/** Whether one is in. In a closed lab the code may be changed, or one's time may end, while a page is open. */

type Listener = (isOut: boolean) => void;

class Door {
  private isOut = false;
  private readonly listeners = new Set<Listener>();

  /** The lab has said that it does not know us any more. */
  shut(): void {
    this.tell(true);
  }

  /** The lab knows us, perhaps because one came in again in another window. */
  open(): void {
    this.tell(false);
  }

  /** Hear of changes. Returns what ends it. */
  watch(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.isOut);
    return () => this.listeners.delete(listener);
  }

  private tell(isOut: boolean): void {
    if (isOut === this.isOut) return;
    this.isOut = isOut;
    for (const listener of this.listeners) listener(isOut);
  }
}

export const door = new Door();
