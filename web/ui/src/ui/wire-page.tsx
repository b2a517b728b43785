import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { labPath } from "../base";
import { roleIn, windowPath } from "../model/own-role";
import { MOST_PACKETS, type Wire } from "../model/wire";
import { everything, type Filter, filtered } from "../model/wire-filter";
import type { Outcome } from "../model/wire-outcome";
import type { Packet } from "../model/wire-packet";
import { usePage } from "./context";
import { Icon } from "./icons";
import { ProjectedBar } from "./projector-bar";
import { scrollToHiddenPart, scrollToPart } from "./scroll-to-part";
import { WireBar } from "./wire-bar";
import { WireDetail } from "./wire-detail";
import { WireList } from "./wire-list";
import { WirePublish } from "./wire-publish";
import { WireRefusals } from "./wire-refusals";
import { WireTopics } from "./wire-topics";
import { useWire, type Watching } from "./wire-use";
import { useWireWords } from "./wire-words";

/** The lab's own talk is on request: it says little about messages. */
const AT_FIRST: Filter = { ...everything, without: new Set(["lab"]) };

/** The packets of a session as they pass, and what becomes of each message. */
export function WirePage(): VNode {
  const { session } = usePage();
  const watching = useWire(session);
  useEffect(() => document.documentElement.classList.add("wire-page"), []);
  return (
    <div class="wire">
      <ProjectedBar part="wire" />
      <WireHead watching={watching} />
      <WireBody watching={watching} />
    </div>
  );
}

function WireHead({ watching: { wire, socket } }: { watching: Watching }): VNode {
  const { session } = usePage();
  const words = useWireWords();
  return (
    <header class="wire-head">
      <a
        class="btn btn-quiet round"
        href={labPath(windowPath(session, roleIn(location.search)))}
        aria-label={words.backTo(session)}
      >
        <Icon name="back" />
      </a>
      <div>
        <h1>{words.title(session)}</h1>
        <p class="lead-text">{words.lead}</p>
      </div>
      <p class={`wire-state ${wire.phase}`}>
        <span class="banner-dot" />
        <span>{stateText(wire, words)}</span>
        {wire.phase === "offline" && (
          <button type="button" class="btn btn-link" onClick={() => socket.reconnectNow()}>
            {words.tryNow}
          </button>
        )}
      </p>
    </header>
  );
}

function stateText({ phase, refusal }: Wire, words: ReturnType<typeof useWireWords>): string {
  return phase === "refused" ? words.refused(refusal) : words[phase];
}

function WireBody({ watching: { wire, socket, clear } }: { watching: Watching }): VNode {
  const words = useWireWords();
  const [paused, setPaused] = useState<Wire | null>(null);
  const [filter, setFilter] = useState(AT_FIRST);
  const shownWire = paused ?? wire;
  const packets = useMemo(() => filtered(shownWire.packets, filter), [shownWire.packets, filter]);
  const list = useRef<WireList>(null);
  const middle = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLElement>(null);
  const [chosen, outcome, choose] = useChosen(wire);
  const read = (packet: Packet): void => {
    choose(packet);
    requestAnimationFrame(() => scrollToHiddenPart(detail.current));
  };
  const show = (n: number): void => {
    const packet = wire.packets.find((one) => one.n === n);
    if (!packet) return;
    if (!packets.includes(packet)) setFilter(everything);
    requestAnimationFrame(() => list.current?.show(n));
    read(packet);
  };
  const back = (): void => scrollToPart(middle.current?.querySelector<HTMLElement>(".packets") ?? null, "center");
  const forget = (): void => {
    setPaused(null);
    choose(null);
    clear();
  };
  return (
    <div class="wire-body">
      <div class="wire-side">
        <WirePublish socket={socket} />
        <WireTopics topics={wire.topics} chosen={filter.topic} onChoose={(topic) => setFilter({ ...filter, topic })} />
      </div>
      <div ref={middle} class="wire-middle">
        <WireRefusals rejections={wire.rejections} onShow={show} />
        <WireBar
          filter={filter}
          shown={packets.length}
          all={shownWire.packets.length}
          paused={paused ? wire.seen - paused.seen : null}
          dropped={wire.dropped}
          onFilter={setFilter}
          onPause={() => setPaused(paused ? null : wire)}
          onClear={forget}
        />
        {packets.length > 0 ? (
          <WireList
            handle={list}
            packets={packets}
            outcomes={shownWire.joins.outcomes}
            chosen={chosen?.n ?? null}
            words={words}
            onChoose={choose}
            onRead={read}
          />
        ) : (
          <NoPackets isFiltered={shownWire.packets.length > 0} onShowAll={() => setFilter(everything)} />
        )}
        {wire.since > MOST_PACKETS && <p class="form-text wire-held">{words.held(MOST_PACKETS)}</p>}
      </div>
      <WireDetail
        packet={chosen}
        outcome={outcome}
        place={detail}
        onShow={show}
        onClose={() => choose(null)}
        onBack={back}
      />
    </div>
  );
}

function NoPackets({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }): VNode {
  const words = useWireWords();
  return (
    <div class="empty">
      <Icon name="chat" />
      <h2>{isFiltered ? words.nothingFound : words.nothingYet}</h2>
      {isFiltered ? (
        <button type="button" class="btn btn-link" onClick={onShowAll}>
          {words.showAll}
        </button>
      ) : (
        <p>{words.nothingYetHint}</p>
      )}
    </div>
  );
}

/** The chosen packet with its last known outcome. It stays after the list has dropped the packet. */
function useChosen({ joins }: Wire): [Packet | null, Outcome | null, (packet: Packet | null) => void] {
  const [chosen, choose] = useState<Packet | null>(null);
  const last = useRef<{ n: number; outcome: Outcome } | null>(null);
  const outcome = chosen ? joins.outcomes.get(chosen.n) : undefined;
  if (chosen && outcome) last.current = { n: chosen.n, outcome };
  return [chosen, last.current && last.current.n === chosen?.n ? last.current.outcome : null, choose];
}
