import type { VNode } from "preact";
import { countOf, type Fold, firstIn, lastIn, latestOf } from "../model/fold";
import { hueOf } from "../model/hue";
import type { LabRecord } from "../model/record";
import { briefly, readings } from "../model/telemetry";
import { exactText, hourText } from "../model/time";
import { Chunk, chunksOf } from "./chunk";
import { usePage } from "./context";
import { useNameOf } from "./names";
import { useReadingsWords } from "./readings-words";

/** Devices that a closed fold names, and values that it shows of each. */
const NAMED = 3;
const VALUES = 3;

/**
 * Readings in one line that opens to show them all: ui/message-list.tsx does so. Read aloud only when somebody goes
 * there: a sensor would never be silent.
 */
export function FoldLine({ fold, linked }: { fold: Fold; linked: number | null }): VNode {
  const devices = latestOf(fold);
  return (
    <details class={`fold ${devices.length === 1 ? "of-one" : ""}`} open={fold.isOpen} aria-live="off">
      <summary class="fold-line" data-fold={firstIn(fold).seq} tabIndex={-1}>
        <span class="fold-head">
          <Who devices={devices} count={countOf(fold)} />
          <When record={lastIn(fold)} />
        </span>
        <span class="fold-last">
          {devices.slice(0, NAMED).map((record) => (
            <Latest key={record.role} record={record} isNamed={devices.length > 1} />
          ))}
        </span>
      </summary>
      {fold.isOpen && (
        <div class="fold-body">
          {chunksOf(fold.shown, { divider: null, linked }, fold).map((chunk) => (
            <Chunk key={chunk.number} {...chunk} />
          ))}
        </div>
      )}
    </details>
  );
}

function Who({ devices, count }: { devices: readonly LabRecord[]; count: number }): VNode {
  const words = useReadingsWords();
  const nameOf = useNameOf();
  const others = devices.length - NAMED;
  return (
    <span class="fold-who">
      {devices.slice(0, NAMED).map(({ role }, index) => (
        <span key={role}>
          {index > 0 && ", "}
          <span class={`name hue-${hueOf(role)}`}>{nameOf(role)}</span>
        </span>
      ))}
      {others > 0 && ` ${words.andOthers(others)}`}
      <span class="fold-count">: {words.count(count)}</span>
    </span>
  );
}

function When({ record: { at } }: { record: LabRecord }): VNode {
  const { lang } = usePage();
  return (
    <time class="fold-when" dateTime={at} title={exactText(at, lang)}>
      {hourText(at, lang)}
    </time>
  );
}

/** The last word of one device. */
function Latest({ record: { role, data }, isNamed }: { record: LabRecord; isNamed: boolean }): VNode {
  const { lang } = usePage();
  const nameOf = useNameOf();
  const values = readings(data ?? {}, lang, useReadingsWords());
  return (
    <span class="fold-latest">
      {isNamed && <span class={`fold-role hue-${hueOf(role)}`}>{nameOf(role)} </span>}
      {values.slice(0, VALUES).map((value, index) => (
        <span key={value.key}>
          {index > 0 && " · "}
          <span class="fold-value">{briefly(value).slice(0, 60)}</span>
        </span>
      ))}
      {values.length > VALUES && " …"}
    </span>
  );
}
