import { Component, createRef, type RefObject, type VNode } from "preact";
import type { WireWords } from "../i18n/wire";
import type { Outcome } from "../model/wire-outcome";
import type { Packet } from "../model/wire-packet";
import { indexFrom, windowOf } from "../model/wire-window";
import { Icon } from "./icons";
import { rowId, WireRow } from "./wire-row";

/** As in style/wire/list.css. */
const ROW_REM = 3.75;
const NEAR_END = 30;

interface Props {
  /** Gets the list itself while it stands: Preact hands a component its `ref` as a property like any other. */
  readonly handle: RefObject<WireList | null>;
  readonly packets: readonly Packet[];
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly chosen: number | null;
  readonly words: WireWords;
  readonly onChoose: (packet: Packet | null) => void;
  /** Chosen to be read: tapped, or with Enter. */
  readonly onRead: (packet: Packet) => void;
}

interface State {
  readonly top: number;
  readonly height: number;
  /** At the end, and stays there. */
  readonly following: boolean;
}

/** The packets: only those in sight are drawn; follows the end while the viewer is there, and else keeps the place. */
export class WireList extends Component<Props, State> {
  override state: State = { top: 0, height: 0, following: true };
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly row = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  private readonly resize = new ResizeObserver(() => this.measure());

  override componentDidMount(): void {
    this.props.handle.current = this;
    if (this.scroller.current) this.resize.observe(this.scroller.current);
    this.measure();
  }

  override componentWillUnmount(): void {
    if (this.props.handle.current === this) this.props.handle.current = null;
    this.resize.disconnect();
  }

  override componentDidUpdate(before: Props): void {
    const { scroller, row, props, state } = this;
    if (!scroller.current || before.packets === props.packets) return;
    if (state.following) return this.toEnd();
    // Older packets were let go above, or a filter changed: the one that was on top stays on top.
    const index = Math.floor(state.top / row);
    const anchor = before.packets[index];
    if (anchor) scroller.current.scrollTop = state.top + (indexFrom(props.packets, anchor.n) - index) * row;
  }

  override render({ packets, outcomes, chosen, words, onRead }: Props, { top, height, following }: State): VNode {
    const { first, last } = windowOf(packets.length, top, height, this.row);
    const drawn = packets.slice(first, last);
    return (
      <div class="packets-place">
        <div
          ref={this.scroller}
          class="packets"
          role="listbox"
          tabIndex={0}
          aria-label={words.packets}
          aria-activedescendant={drawn.some(({ n }) => n === chosen) ? rowId(chosen ?? 0) : undefined}
          onScroll={() => this.scrolled()}
          onKeyDown={(event) => this.pressed(event)}
        >
          <div role="presentation" style={{ height: `${packets.length * this.row}px` }}>
            {drawn.map((packet, index) => (
              <WireRow
                key={packet.n}
                packet={packet}
                outcome={outcomes.get(packet.n) ?? null}
                chosen={packet.n === chosen}
                top={`${(first + index) * this.row}px`}
                place={first + index + 1}
                of={packets.length}
                onChoose={onRead}
              />
            ))}
          </div>
        </div>
        {!following && (
          <button type="button" class="btn to-end" onClick={() => this.follow()}>
            <Icon name="down" />
            {words.toNewest}
          </button>
        )}
      </div>
    );
  }

  /** Bring a packet in sight. */
  show(n: number): void {
    const scroller = this.scroller.current;
    const index = this.props.packets.findIndex((packet) => packet.n === n);
    if (!scroller || index < 0) return;
    const top = index * this.row;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.row > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + this.row - scroller.clientHeight;
  }

  private measure(): void {
    this.setState({ height: this.scroller.current?.clientHeight ?? 0 });
    if (this.state.following) this.toEnd();
  }

  private follow(): void {
    this.setState({ following: true });
    this.toEnd();
    this.scroller.current?.focus();
  }

  private toEnd(): void {
    const scroller = this.scroller.current;
    if (scroller) scroller.scrollTop = scroller.scrollHeight;
  }

  private scrolled(): void {
    const scroller = this.scroller.current;
    if (!scroller) return;
    const { scrollTop: top, scrollHeight, clientHeight: height } = scroller;
    this.setState({ top, height, following: scrollHeight - top - height < NEAR_END });
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.props.onChoose(null);
    const { packets, chosen, onRead } = this.props;
    const read = event.key === "Enter" && packets.find(({ n }) => n === chosen);
    if (read) return onRead(read);
    const next = this.target(event.key);
    if (!next || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.props.onChoose(next);
    this.show(next.n);
  }

  private target(key: string): Packet | undefined {
    const { packets, chosen } = this.props;
    const page = Math.max(1, Math.floor(this.state.height / this.row) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -packets.length,
      End: packets.length,
    };
    const step = steps[key];
    if (step === undefined || packets.length === 0) return undefined;
    const start = step > 0 ? -1 : packets.length;
    const from = chosen === null ? start : indexFrom(packets, chosen);
    return packets[Math.min(packets.length - 1, Math.max(0, from + step))];
  }
}
