/** What a record says: text, data, bytes. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { hexPreview, partsOf, sizeText } from "../model/text";
import { readings, type Reading } from "../model/telemetry";
import type { JsonObject, LabRecord } from "../model/record";
import { usePage } from "./context";

const LONG = 1500;
const LONG_LINES = 24;

export function Content({ record }: { record: LabRecord }): VNode {
  return (
    <>
      {record.text && <Text text={record.text} />}
      {record.data && <Data data={record.data} />}
      {record.base64 && <Binary base64={record.base64} />}
    </>
  );
}

export function Text({ text }: { text: string }): VNode {
  const { words } = usePage();
  const [open, setOpen] = useState(false);
  const short = shortened(text);
  return (
    <div class="text">
      {partsOf(open ? text : short).map(({ kind, text: part }, index) =>
        kind === "link" ? <a key={index} href={part} target="_blank" rel="noopener noreferrer">{part}</a> : part,
      )}
      {short !== text && (
        <button type="button" class="btn btn-link" onClick={() => setOpen(!open)}>
          {open ? words.showLess : words.showAll}
        </button>
      )}
    </div>
  );
}

function shortened(text: string): string {
  const lines = text.split("\n", LONG_LINES + 1);
  const few = lines.length > LONG_LINES ? `${lines.slice(0, LONG_LINES).join("\n")}\n…` : text;
  return few.length > LONG ? `${few.slice(0, LONG)}…` : few;
}

function Data({ data }: { data: JsonObject }): VNode {
  const { lang } = usePage();
  const all = readings(data, lang);
  const plain = all.filter(({ nested }) => !nested);
  return (
    <>
      {plain.length > 0 && <dl class="readings">{plain.map((reading) => <Chip key={reading.key} reading={reading} />)}</dl>}
      {all.filter(({ nested }) => nested).map(({ key, exact }) => (
        <details key={key} class="nested">
          <summary>{key} <span class="glimpse">{exact.slice(0, 60)}</span></summary>
          <pre tabIndex={0}>{JSON.stringify(data[key], null, 2)}</pre>
        </details>
      ))}
    </>
  );
}

const Chip = ({ reading: { key, value, exact } }: { reading: Reading }): VNode => (
  <div class="reading" title={exact}>
    <dt>{key}</dt>
    <dd>{value}</dd>
  </div>
);

function Binary({ base64 }: { base64: string }): VNode {
  const { words, lang } = usePage();
  const bytes = hexPreview(base64);
  if (!bytes) return <code class="hex">{base64.slice(0, 80)}</code>;
  const isWhole = bytes.hex.length >= bytes.size * 3 - 1;
  return (
    <div class="binary">
      <code class="hex">{bytes.hex}{isWhole ? "" : " …"}</code>
      <span class="hex-size">{words.binary(sizeText(bytes.size, lang))}</span>
    </div>
  );
}
