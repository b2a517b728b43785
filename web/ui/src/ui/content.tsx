/** What a record says: text, data, bytes. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type CodePiece, cutAtBackticks, cutAtBlocks } from "../model/code-blocks";
import { hexDump } from "../model/hexdump";
import { jsonText } from "../model/json";
import { cutAtMentions } from "../model/mention";
import { hintOf } from "../model/readings";
import type { Json, JsonObject, LabRecord } from "../model/record";
import { commandToTry, type Reading, readings } from "../model/telemetry";
import { hexPreview, partsOf, sizeText } from "../model/text";
import { CodeBlock } from "./code-block";
import { usePage } from "./context";
import { PayloadHint } from "./payload-hint";
import { useReadingsWords } from "./readings-words";
import { useRoomWords } from "./room-words";

const LONG = 1500;
const LONG_LINES = 24;
/** A value longer than this is folded, and so are those after the first so many. */
const LONG_VALUE = 120;
const MANY_VALUES = 16;
const DUMPED = 4096;

export function Content({ record }: { record: LabRecord }): VNode {
  const words = useRoomWords();
  return (
    <>
      {record.text && <Text text={record.text} />}
      {record.data && <Data data={record.data} />}
      {record.data && <TryIt role={record.role} data={record.data} />}
      {record.base64 && <Binary base64={record.base64} />}
      {record.replay && <p class="by-rule">{words.replayOf(record.replay.source, record.replay.seq)}</p>}
      {record.rule && <p class="by-rule">{words.byRule(record.rule)}</p>}
      {record.text && !record.id && <PayloadHint hint={hintOf(record.text)} />}
    </>
  );
}

/** Text with its code: what stands in a block is drawn as it is, without links and mentions. */
export const Text = ({ text }: { text: string }): VNode => (
  <>
    {cutAtBlocks(text).map(({ kind, shown }, index) => {
      if (kind === "block") return <CodeBlock key={index} code={shown} />;
      return shown === "" ? null : <Prose key={index} text={shown} />;
    })}
  </>
);

function Prose({ text }: { text: string }): VNode {
  const { words } = usePage();
  const [open, setOpen] = useState(false);
  const short = shortened(text);
  return (
    <div class="text">
      {cutAtBackticks(open ? text : short).map((piece, index) => (
        <Words key={index} piece={piece} />
      ))}
      {short !== text && (
        <button type="button" class="btn btn-link" onClick={() => setOpen(!open)}>
          {open ? words.showLess : words.showAll}
        </button>
      )}
    </div>
  );
}

const Words = ({ piece: { kind, shown } }: { piece: CodePiece }): VNode =>
  kind === "inline" ? <code>{shown}</code> : <Linked text={shown} />;

const Linked = ({ text }: { text: string }): VNode => (
  <>
    {partsOf(text).map(({ kind, text: part }, index) =>
      kind === "link" ? (
        <a key={index} href={part} target="_blank" rel="noopener noreferrer">
          {part}
        </a>
      ) : (
        <Plain key={index} text={part} />
      ),
    )}
  </>
);

/** Text without links; mentions of this window's role are marked. */
function Plain({ text }: { text: string }): VNode {
  const { role } = usePage();
  const pieces = cutAtMentions(text, role);
  return (
    <>
      {pieces.map((piece, index) =>
        piece.isMention ? (
          <mark key={index} class="mention">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

function shortened(text: string): string {
  const lines = text.split("\n", LONG_LINES + 1);
  const few = lines.length > LONG_LINES ? `${lines.slice(0, LONG_LINES).join("\n")}\n…` : text;
  return few.length > LONG ? `${few.slice(0, LONG)}…` : few;
}

function Data({ data }: { data: JsonObject }): VNode {
  const { lang } = usePage();
  const all = readings(data, lang, useReadingsWords());
  const plain = all.filter((one) => !isFolded(one));
  const rest = plain.slice(MANY_VALUES);
  return (
    <>
      {plain.length > 0 && (
        <dl class="readings">
          {plain.slice(0, MANY_VALUES).map((reading) => (
            <Chip key={reading.key} reading={reading} />
          ))}
        </dl>
      )}
      {rest.length > 0 && <Rest data={data} rest={rest} />}
      {all.filter(isFolded).map(({ key, exact }) => (
        <Folded key={key} title={key} glimpse={exact} value={data[key] ?? null} />
      ))}
    </>
  );
}

const isFolded = ({ nested, exact }: Reading): boolean => nested || exact.length > LONG_VALUE;

function Rest({ data, rest }: { data: JsonObject; rest: readonly Reading[] }): VNode {
  const values = rest.map(({ key }): [string, Json] => [key, data[key] ?? null]);
  return <Values values={values} title={useRoomWords().andMore(rest.length)} />;
}

/** Keys and values, folded. */
export function Values({ values, title }: { values: readonly (readonly [string, Json])[]; title: string }): VNode {
  return <Folded title={title} glimpse={values.map(([key]) => key).join(", ")} value={Object.fromEntries(values)} />;
}

function Folded({ title, glimpse, value }: { title: string; glimpse: string; value: Json }): VNode {
  const [open, setOpen] = useState(false);
  return (
    <details class="nested" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span class="glimpse">{glimpse.slice(0, 60)}</span>
      </summary>
      {open && (
        <pre role="group" tabIndex={0} aria-label={title}>
          {typeof value === "string" ? value : jsonText(value, 2)}
        </pre>
      )}
    </details>
  );
}

/** A device has said what it obeys: how one tells it. */
function TryIt({ role, data }: { role: string; data: JsonObject }): VNode | null {
  const words = useReadingsWords();
  const command = commandToTry(data, words.lampOn);
  return command ? (
    <p class="try-it">
      {words.tryIt}{" "}
      <code>
        @{role} {command}
      </code>
    </p>
  ) : null;
}

const Chip = ({ reading: { key, label, value, exact } }: { reading: Reading }): VNode => (
  <div class="reading" title={label === key ? exact : `${key}: ${exact}`}>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

function Binary({ base64 }: { base64: string }): VNode {
  const { words, lang } = usePage();
  const roomWords = useRoomWords();
  const [open, setOpen] = useState(false);
  const bytes = hexPreview(base64, 8);
  if (!bytes) return <code class="hex">{base64.slice(0, 80)}</code>;
  return (
    <details class="nested binary" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {words.binary(sizeText(bytes.size, lang))}{" "}
        <span class="glimpse">
          {bytes.hex}
          {bytes.size > 8 ? " …" : ""}
        </span>
      </summary>
      {open && (
        <pre class="dump" role="group" tabIndex={0} aria-label={roomWords.hexDump}>
          {hexDump(base64, DUMPED)}
        </pre>
      )}
      {open && bytes.size > DUMPED && (
        <p class="hex-size">{roomWords.bytesShown(sizeText(DUMPED, lang), sizeText(bytes.size, lang))}</p>
      )}
    </details>
  );
}
