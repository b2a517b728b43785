import { Component, createRef, type ComponentChildren, type VNode } from "preact";
import { attentive, firstNew, lookAway, lookBack, type Attention } from "../model/attention";
import type { LabRecord } from "../model/record";
import { around, down, followingView, shown, stay, up, type View } from "../model/view";
import type { Dictionary } from "../i18n";
import type { RoomWords } from "../i18n/room";
import { Chunk, chunksOf } from "./chunk";
import { copyText } from "./clipboard";
import { Icon } from "./icons";
import { clickedLink, moveAmongLinks } from "./permalinks";
import { anchorIn, isAtEnd, returnTo, type Anchor } from "./scrolling";

/** So near to the top, in pixels, older ones are fetched. */
const NEAR_TOP = 240;
const SAID_MS = 2_500;

export interface Props {
  /** What is held: in a row, from `first` to `last`; nothing when `last < first`. */
  readonly records: readonly LabRecord[];
  readonly first: number;
  readonly last: number;
  /** The highest `seq` there is to load. */
  readonly newest: number;
  /** The record that a link led to. */
  readonly target: number | null;
  readonly label: string;
  /** Nothing is to be read aloud. */
  readonly quiet: boolean;
  /** Where the log begins, or what stands in an empty one. */
  readonly top: VNode;
  /** What stands below the last record. */
  readonly children?: ComponentChildren;
  readonly words: Dictionary;
  readonly roomWords: RoomWords;
  /** The address of a record, without the host. */
  readonly linkTo: (seq: number) => string;
  readonly onOlder: () => void;
  readonly onNewer?: () => void;
  /** From which `seq` on one reads; Infinity while following. */
  readonly onReading?: (from: number) => void;
  /** Somebody wants the newest, and it is not held here. */
  readonly onEnd?: () => void;
  /** Another list goes on where this one ends. */
  readonly isDetached?: boolean;
}

interface State {
  readonly view: View;
  /** The last `seq` that was there when the viewer was at the end. */
  readonly seen: number;
  readonly attention: Attention;
  readonly said: string;
}

/** The messages: follows the end while the viewer is there, and else keeps the viewer's place. */
export class MessageList extends Component<Props, State> {
  override state: State = {
    view: this.props.target === null ? followingView : around(this.props.target),
    seen: this.props.last,
    attention: attentive,
    said: "",
  };
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly resize = new ResizeObserver(() => this.keepEnd());
  private timer: ReturnType<typeof setTimeout> | undefined;

  static override getDerivedStateFromProps({ last }: Props, { view, seen }: State): Partial<State> | null {
    return view.following || last < seen ? { seen: last } : null;
  }

  override componentDidMount(): void {
    if (this.scroller.current) this.resize.observe(this.scroller.current);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.keepEnd();
    this.scroller.current?.querySelector(".linked")?.scrollIntoView({ block: "center" });
  }

  override componentWillUnmount(): void {
    this.resize.disconnect();
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.onVisibility);
  }

  override getSnapshotBeforeUpdate(): Anchor | null {
    return this.state.view.following || !this.scroller.current ? null : anchorIn(this.scroller.current);
  }

  override componentDidUpdate(_props: Props, _state: State, anchor: Anchor | null): void {
    if (this.state.view.following) this.keepEnd();
    else if (anchor && this.scroller.current) returnTo(this.scroller.current, anchor);
  }

  override render(props: Props, { view, seen, attention, said }: State): VNode {
    const { first, last } = shown(view, props);
    const records = props.records.slice(first - props.first, last - props.first + 1);
    const marks = { divider: firstNew(attention, props.last), linked: props.target };
    return (
      <div class="messages-frame">
        <div
          ref={this.scroller}
          class="messages"
          role="log"
          tabIndex={0}
          aria-label={props.label}
          aria-description={props.roomWords.recordsHint}
          aria-live={props.quiet || !view.following ? "off" : "polite"}
          onScroll={this.onScroll}
          onClick={this.onClick}
          onKeyDown={this.onKey}
        >
          <div class="messages-column">
            {first > 1 ? this.olderButton() : props.top}
            {chunksOf(records, marks).map((chunk) => <Chunk key={chunk.number} {...chunk} />)}
            {last === props.last && props.children}
          </div>
        </div>
        <div class="list-said" role="status">{said && <span>{said}</span>}</div>
        {!view.following && this.endButton(props.last - seen)}
      </div>
    );
  }

  /** What the viewer has just written stands at the end, and nothing is new. */
  sent = (): void => {
    this.setState({ attention: attentive });
    this.toEnd();
  };

  /** Jump to the newest. */
  private readonly toEnd = (): void => {
    if (this.props.onEnd && (this.props.target !== null || this.props.last < this.props.newest)) this.props.onEnd();
    else this.show(followingView);
  };

  private olderButton(): VNode {
    return <button type="button" class="btn btn-quiet older" onClick={this.older}>{this.props.words.older}</button>;
  }

  private endButton(unseen: number): VNode {
    const { words, roomWords } = this.props;
    return (
      <button type="button" class="btn to-end" onClick={this.toEnd}>
        <Icon name="down" />
        <span aria-live="polite">{unseen > 0 ? words.newMessages(unseen) : roomWords.toNewest}</span>
      </button>
    );
  }

  private readonly older = (): void => {
    const { props } = this;
    this.show(up(this.state.view, props));
    const { first } = shown(this.state.view, props);
    if (first - props.first < 2 && props.first > 1) props.onOlder();
  };

  private readonly onScroll = (): void => {
    const scroller = this.scroller.current;
    if (!scroller) return;
    const { view } = this.state;
    const drawn = shown(view, this.props);
    const atEnd = isAtEnd(scroller);
    if (atEnd) this.atEnd(drawn.last);
    else if (view.following) this.show(stay(view, this.props));
    if (!atEnd && scroller.scrollTop < NEAR_TOP && drawn.first > 1) this.older();
  };

  /** More is held below, or can be loaded, or this is the end. */
  private atEnd(drawn: number): void {
    const { last, newest, onNewer, onEnd, isDetached } = this.props;
    if (drawn >= last && last < newest && onNewer) return onNewer();
    if (drawn >= last && isDetached) return onEnd?.();
    return this.show(down(this.state.view, this.props));
  }

  private readonly onVisibility = (): void =>
    this.setState(({ attention, view, seen }) => ({
      attention: document.hidden ? lookAway(attention, seen) : view.following ? lookBack(attention) : attention,
    }));

  private readonly onClick = (event: MouseEvent): void => {
    const seq = clickedLink(event);
    if (seq === null) return;
    event.preventDefault();
    void this.copyLink(seq);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.scroller.current && moveAmongLinks(this.scroller.current, event.key)) event.preventDefault();
  };

  private async copyLink(seq: number): Promise<void> {
    const { linkTo, roomWords } = this.props;
    const done = await copyText(location.origin + linkTo(seq));
    if (!done) history.replaceState(null, "", `#${seq}`);
    this.setState({ said: done ? roomWords.linkCopied : roomWords.linkNotCopied });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.setState({ said: "" }), SAID_MS);
  }

  private show(view: View): void {
    if (view === this.state.view) return;
    this.setState(({ attention, seen }) => ({
      view,
      attention: view.following ? lookBack(attention) : lookAway(attention, seen),
    }));
    this.props.onReading?.(view.following ? Infinity : view.from);
  }

  private keepEnd(): void {
    const scroller = this.scroller.current;
    if (scroller && this.state.view.following) scroller.scrollTop = scroller.scrollHeight;
  }
}
