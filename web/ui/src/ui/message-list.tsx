import { Component, type ComponentChildren, createRef, type RefObject, type VNode } from "preact";
import type { Dictionary } from "../i18n";
import type { RoomWords } from "../i18n/room";
import { type Attention, attentive, firstNew, lookAway, lookBack } from "../model/attention";
import { between, firstIn, foldWith, isFold, type Layout, layOut, type Opened, toggled } from "../model/fold";
import type { LabRecord } from "../model/record";
import { around, down, followingView, type Held, refolded, shown, stay, up, type View } from "../model/view";
import { Chunk, chunksOf } from "./chunk";
import { copyText } from "./clipboard";
import { Icon } from "./icons";
import { clickedFold, clickedLink, moveAmongLinks } from "./permalinks";
import { type Anchor, anchorIn, isAtEnd, returnTo } from "./scrolling";

/** So near to the top, in pixels, older ones are fetched. */
const NEAR_TOP = 240;
const SAID_MS = 2_500;
/** So many records further up one looks at a time for something that people said, when all there is is folded. */
const LOOK_BACK = 1000;

export interface Props {
  /** Gets the list itself while it stands: Preact hands a component its `ref` as a property like any other. */
  readonly handle?: RefObject<MessageList | null>;
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
  /** Which folds are open. */
  readonly opened: Opened;
  readonly said: string;
}

/** The messages: follows the end while the viewer is there, and else keeps the viewer's place. */
export class MessageList extends Component<Props, State> {
  override state: State = this.initial();
  private readonly scroller = createRef<HTMLDivElement>();
  private readonly resize = new ResizeObserver(() => this.keepEnd());
  private timer: ReturnType<typeof setTimeout> | undefined;
  private laidOut: { readonly of: readonly unknown[]; readonly layout: Layout } | undefined;
  private lookedFrom = Infinity;
  /** The line of a fold that was opened or closed just now. */
  private refolding: HTMLElement | null = null;

  static override getDerivedStateFromProps({ last }: Props, { view, seen }: State): Partial<State> | null {
    return view.following || last < seen ? { seen: last } : null;
  }

  override componentDidMount(): void {
    if (this.props.handle) this.props.handle.current = this;
    if (this.scroller.current) this.resize.observe(this.scroller.current);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.keepEnd();
    this.scroller.current?.querySelector(".linked")?.scrollIntoView({ block: "center" });
    this.lookFurther();
  }

  override componentWillUnmount(): void {
    if (this.props.handle?.current === this) this.props.handle.current = null;
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
    this.refolding?.scrollIntoView({ block: "nearest" });
    this.refolding = null;
    this.lookFurther();
  }

  override render(props: Props, { view, seen, attention, said }: State): VNode {
    const layout = this.layout();
    const { first, last } = shown(view, this.held());
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
            {chunksOf(between(layout, first, last), marks).map((chunk) => (
              <Chunk key={chunk.number} {...chunk} />
            ))}
            {last === props.last && props.children}
          </div>
        </div>
        <div class="list-said" role="status">
          {said && <span>{said}</span>}
        </div>
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
    return (
      <button type="button" class="btn btn-quiet older" onClick={this.older}>
        {this.props.words.older}
      </button>
    );
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
    this.lookedFrom = props.first;
    this.show(up(this.state.view, this.held()));
    const { first } = shown(this.state.view, this.held());
    if (first - props.first < 2 && props.first > 1) props.onOlder();
  };

  /** What was loaded is folded, or does not fill the screen: go on, but not for ever. */
  private lookFurther(): void {
    const { first, last, onOlder } = this.props;
    const { view } = this.state;
    const scroller = this.scroller.current;
    const top = this.layout().entries[0];
    if (!scroller || !top || first <= 1 || (view.following ? last : this.lookedFrom) - first >= LOOK_BACK) return;
    const isShort = scroller.scrollHeight <= scroller.clientHeight;
    const isFolded =
      isFold(top) && !top.isOpen && scroller.scrollTop < NEAR_TOP && shown(view, this.held()).first <= first;
    if (isShort || isFolded) onOlder();
  }

  private readonly onScroll = (): void => {
    const scroller = this.scroller.current;
    if (!scroller) return;
    const { view } = this.state;
    const held = this.held();
    const drawn = shown(view, held);
    const atEnd = isAtEnd(scroller);
    if (atEnd) this.atEnd(drawn.last);
    else if (view.following) this.show(stay(view, held));
    if (!atEnd && scroller.scrollTop < NEAR_TOP && drawn.first > 1) this.older();
  };

  /** More is held below, or can be loaded, or this is the end. */
  private atEnd(drawn: number): void {
    const { last, newest, onNewer, onEnd, isDetached } = this.props;
    if (drawn >= last && last < newest && onNewer) return onNewer();
    if (drawn >= last && isDetached) return onEnd?.();
    return this.show(down(this.state.view, this.held()));
  }

  private readonly onVisibility = (): void =>
    this.setState(({ attention, view, seen }) => {
      if (document.hidden) return { attention: lookAway(attention, seen) };
      return { attention: view.following ? lookBack(attention) : attention };
    });

  private readonly onClick = (event: MouseEvent): void => {
    const [seq, fold] = [clickedLink(event), clickedFold(event)];
    if (seq === null && fold === null) return;
    event.preventDefault();
    if (seq !== null) void this.copyLink(seq);
    if (fold !== null) this.refold(fold, event.target as HTMLElement);
  };

  /** Open or close the fold that a record is in. Its line stays in sight. */
  private refold(seq: number, line: HTMLElement): void {
    const fold = foldWith(this.layout(), seq);
    if (!fold) return;
    const opened = toggled(this.state.opened, fold);
    const view = refolded(this.state.view, this.held(), this.held(opened), firstIn(fold).seq);
    this.refolding = line.closest("summary");
    this.show(view, opened);
  }

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

  private initial(): State {
    const { target, last } = this.props;
    const opened = target === null ? [] : [target];
    const view = target === null ? followingView : around(target, this.held(opened, null));
    return { view, seen: last, attention: attentive, opened, said: "" };
  }

  /** The folded records, computed again only after a change. */
  private layout(opened: Opened = this.state.opened, divider: number | null = this.divider()): Layout {
    const of = [this.props.records, opened, divider];
    if (!this.laidOut?.of.every((one, index) => one === of[index]))
      this.laidOut = { of, layout: layOut(this.props.records, divider, opened) };
    return this.laidOut.layout;
  }

  private divider(): number | null {
    return firstNew(this.state.attention, this.props.last);
  }

  private held(...how: Parameters<MessageList["layout"]>): Held {
    return { first: this.props.first, last: this.props.last, rows: this.layout(...how).rows };
  }

  private show(view: View, opened: Opened = this.state.opened): void {
    if (view === this.state.view) return;
    this.setState(({ attention, seen }) => ({
      view,
      opened,
      attention: view.following ? lookBack(attention) : lookAway(attention, seen),
    }));
    this.props.onReading?.(view.following ? Infinity : view.from);
  }

  private keepEnd(): void {
    const scroller = this.scroller.current;
    if (scroller && this.state.view.following) scroller.scrollTop = scroller.scrollHeight;
  }
}
