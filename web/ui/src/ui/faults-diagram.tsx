import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PacketRow, RecordRow, Row } from "../model/fault-diagram";
import { usePage } from "./context";
import { DiagramSvg } from "./faults-diagram-svg";
import { useFaultsWords } from "./faults-use";
import { momentText } from "./wire-words";

/** What passes: a diagram that follows the newest row, or the same as a list. */
export function FaultDiagram({ rows }: { rows: readonly Row[] }): VNode {
  const words = useFaultsWords();
  const [isList, setIsList] = useState(false);
  const [held, setHeld] = useState<readonly Row[] | null>(null);
  const shown = held ?? rows;
  return (
    <section class="panel fault-diagram" aria-labelledby="fault-diagram">
      <header class="diagram-head">
        <h2 id="fault-diagram" class="panel-title">
          {words.diagram}
        </h2>
        <div class="segments" role="group" aria-labelledby="fault-diagram">
          <button type="button" class="segment" aria-pressed={!isList} onClick={() => setIsList(false)}>
            {words.asDiagram}
          </button>
          <button type="button" class="segment" aria-pressed={isList} onClick={() => setIsList(true)}>
            {words.asList}
          </button>
        </div>
        <button type="button" class="btn btn-quiet btn-bordered" onClick={() => setHeld(held ? null : rows)}>
          {held ? words.resume : words.pause}
        </button>
      </header>
      {shown.length === 0 ? (
        <p class="lead-text">{words.nothingPasses}</p>
      ) : (
        <Following rows={shown}>{isList ? <RowList rows={shown} /> : <DiagramSvg rows={shown} />}</Following>
      )}
    </section>
  );
}

/** Scrolls to the newest row, unless somebody reads above. */
function Following({ rows, children }: { rows: readonly Row[]; children: VNode }): VNode {
  const words = useFaultsWords();
  const place = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = rows.at(-1)?.key;
  useLayoutEffect(() => {
    if (last && isAtEnd.current && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [last, rows.length]);
  useEffect(() => {
    const element = place.current;
    const note = (): void => {
      if (element) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    };
    element?.addEventListener("scroll", note, { passive: true });
    return () => element?.removeEventListener("scroll", note);
  }, []);
  return (
    <div ref={place} class="diagram-scroll" tabIndex={0} role="group" aria-label={words.diagram}>
      {children}
    </div>
  );
}

function RowList({ rows }: { rows: readonly Row[] }): VNode {
  return (
    <ol class="diagram-list">
      {rows.map((row) => (
        <li key={row.key}>{row.kind === "packet" ? <PacketLine row={row} /> : <RecordLine row={row} />}</li>
      ))}
    </ol>
  );
}

function PacketLine({ row: { at, event, label } }: { row: PacketRow }): VNode {
  const words = useFaultsWords();
  const { lang } = usePage();
  const { direction, fate, rules, connection, packet } = event;
  return (
    <>
      <time>{momentText(new Date(at).toISOString(), lang)}</time>
      <span>{direction === "up" ? words.toBroker : words.toClient}</span> <strong>{label}</strong>
      {packet === "CONNECT" && <span>{words.connection(connection)}</span>}
      {fate !== "passed" && (
        <span class={`fate is-${fate}`} title={rules.join(", ")}>
          {words.fates[fate]}
        </span>
      )}
    </>
  );
}

function RecordLine({ row: { at, seq, label, again } }: { row: RecordRow }): VNode {
  const words = useFaultsWords();
  const { lang } = usePage();
  return (
    <>
      <time>{momentText(new Date(at).toISOString(), lang)}</time>
      <span>{words.logged(seq)}</span> <strong>{label}</strong>
      {again && <span class="fate is-doubled">{words.loggedAgain}</span>}
    </>
  );
}
