import { Component, createRef, type VNode } from "preact";
import type { Item } from "../model/outbox";
import { firstOf, hasOlder } from "../model/records";
import type { LabRecord } from "../model/record";
import type { Room } from "../model/room";
import { down, followingView, shown, stay, up, type Held, type View } from "../model/view";
import type { RoomClient } from "../net/room-client";
import type { Dictionary } from "../i18n";
import { Chunk, chunksOf } from "./chunk";
import { Icon } from "./icons";
import { PendingLine } from "./pending-line";

/** So near to the end, in pixels, one is there; so near to the top, older ones are fetched. */
const NEAR_END = 40;
const NEAR_TOP = 240;

interface Props {
  readonly room: Room;
  readonly client: RoomClient;
  readonly words: Dictionary;
}

interface State {
  readonly view: View;
  /** The last `seq` that was there when the viewer was at the end. */
  readonly seen: number;
}

/** A line that stays where it is while others come and go around it. */
interface Anchor {
  readonly line: HTMLElement;
  readonly top: number;
}

/** The messages: follows the end while the viewer is there, and else keeps the viewer's place. */
export class MessageList extends Component<Props, State> {
  override state: State = { view: followingView, seen: 0 };
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly resize = new ResizeObserver(() => this.keepEnd());

  static override getDerivedStateFromProps({ room }: Props, { view, seen }: State): Partial<State> | null {
    const last = room.log.last ?? 0;
    return view.following || last < seen ? { seen: last } : null;
  }

  override componentDidMount(): void {
    if (this.scroller.current) this.resize.observe(this.scroller.current);
    this.keepEnd();
  }

  override componentWillUnmount(): void {
    this.resize.disconnect();
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    return this.state.view.following ? null : this.anchor();
  }

  override componentDidUpdate(_props: Props, _state: State, anchor: Anchor | null): void {
    if (this.state.view.following) this.keepEnd();
    else if (anchor?.line.isConnected) this.scrollBy(anchor.line.getBoundingClientRect().top - anchor.top);
  }

  override render({ room, words }: Props, { view, seen }: State): VNode {
    const held = heldBy(room);
    const { first, last } = shown(view, held);
    const records = room.log.records.slice(first - held.first, last - held.first + 1);
    const isQuiet = room.phase !== "live" || !view.following;
    return (
      <div class="messages-frame">
        <div
          ref={this.scroller}
          class="messages"
          role="log"
          tabIndex={0}
          aria-label={words.messageLog(room.session)}
          aria-live={isQuiet ? "off" : "polite"}
          onScroll={this.onScroll}
        >
          <div class="messages-column">
            {this.head(records)}
            {chunksOf(records).map((chunk) => <Chunk key={chunk.number} {...chunk} />)}
            {last === held.last && this.pending(room)}
          </div>
        </div>
        {!view.following && this.endButton(held.last - seen)}
      </div>
    );
  }

  /** Jump to the newest. */
  toEnd = (): void => this.show(followingView);

  private head(records: readonly LabRecord[]): VNode | null {
    const { room, words } = this.props;
    if (room.log.last === null) return null;
    const first = records[0]?.seq ?? 1;
    if (first > 1) {
      return <button type="button" class="btn btn-quiet older" onClick={this.older}>{words.older}</button>;
    }
    if (room.outbox.length > 0 || records.some(({ event }) => !event)) return <p class="beginning">{words.beginning}</p>;
    return (
      <div class="empty">
        <Icon name="chat" />
        <h2>{words.nothingYet}</h2>
        <p>{words.nothingYetHint}</p>
      </div>
    );
  }

  private pending({ outbox, phase }: Room): VNode[] {
    return outbox.map((item: Item) => (
      <PendingLine key={item.id} item={item} connected={phase === "live"} onRetry={this.retry} onDiscard={this.discard} />
    ));
  }

  private endButton(unseen: number): VNode {
    const { words } = this.props;
    return (
      <button type="button" class="btn to-end" onClick={this.toEnd}>
        <Icon name="down" />
        <span aria-live="polite">{unseen > 0 ? words.newMessages(unseen) : words.toNewest}</span>
      </button>
    );
  }

  private readonly retry = (id: string): void => this.props.client.retry(id);

  private readonly discard = (id: string): void => this.props.client.discard(id);

  private readonly older = (): void => {
    const held = heldBy(this.props.room);
    this.show(up(this.state.view, held));
    const { first } = shown(this.state.view, held);
    if (first - held.first < 2 && hasOlder(this.props.room.log)) void this.props.client.older();
  };

  private readonly onScroll = (): void => {
    const scroller = this.scroller.current;
    if (!scroller) return;
    const held = heldBy(this.props.room);
    const { view } = this.state;
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    if (isAtEnd) this.show(down(view, held));
    else if (view.following) this.show(stay(view, held));
    if (!isAtEnd && scroller.scrollTop < NEAR_TOP && shown(view, held).first > 1) this.older();
  };

  private show(view: View): void {
    if (view === this.state.view) return;
    this.setState({ view });
    this.props.client.reading(view.following ? Infinity : view.from);
  }

  private keepEnd(): void {
    const scroller = this.scroller.current;
    if (scroller && this.state.view.following) scroller.scrollTop = scroller.scrollHeight;
  }

  private scrollBy(distance: number): void {
    if (this.scroller.current && distance !== 0) this.scroller.current.scrollTop += distance;
  }

  private anchor(): Anchor | null {
    const scroller = this.scroller.current;
    if (!scroller) return null;
    const edge = scroller.getBoundingClientRect().top;
    for (const line of scroller.querySelectorAll<HTMLElement>("[data-seq]")) {
      const { top, bottom } = line.getBoundingClientRect();
      if (bottom > edge) return { line, top };
    }
    return null;
  }
}

const heldBy = ({ log }: Room): Held => ({ first: firstOf(log), last: log.last ?? 0 });
