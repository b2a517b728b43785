import type { VNode } from "preact";
import { dayText, exactText, hourText } from "../model/time";
import { hueOf } from "../model/hue";
import type { LabRecord } from "../model/record";
import { Content } from "./content";
import { usePage } from "./context";
import { Icon } from "./icons";
import { memo } from "./memo";
import { eventText } from "./preview";
import { Avatar } from "./role-badge";

interface Props {
  readonly record: LabRecord;
  /** The line before is of the same role, a moment ago. */
  readonly continues: boolean;
  /** The line before is of another day. */
  readonly newDay: boolean;
}

/** One record as the list shows it. Records never change, so a line is drawn once. */
export const RecordLine = memo(function RecordLine({ record, continues, newDay }: Props): VNode {
  return (
    <div data-seq={record.seq}>
      {newDay && <Day at={record.at} />}
      {record.event ? <LabEvent record={record} /> : <Said record={record} continues={continues} />}
    </div>
  );
});

function Said({ record, continues }: { record: LabRecord; continues: boolean }): VNode {
  const { words, role } = usePage();
  const own = record.role === role;
  return (
    <div class={`line ${own ? "own" : "other"} ${continues ? "continues" : ""}`}>
      {!own && <Avatar role={record.role} />}
      <div class="bubble">
        <Who record={record} own={own} continues={continues} />
        <Content record={record} />
        <div class="meta">
          <Moment at={record.at} />
          {own && <span class="tick" title={words.stateLogged}><Icon name="checks" /><span class="visually-hidden">{words.stateLogged}</span></span>}
        </div>
      </div>
    </div>
  );
}

function Who({ record: { role, to }, own, continues }: { record: LabRecord; own: boolean; continues: boolean }): VNode {
  const { words } = usePage();
  const hidden = own || continues ? "visually-hidden" : "";
  return (
    <div class="who">
      <span class={`name hue-${hueOf(role)} ${hidden}`}>{own ? words.you : role}</span>
      {to && <span class={`to hue-${hueOf(to)}`}>{words.addressedTo(to)}</span>}
    </div>
  );
}

function Moment({ at }: { at: string }): VNode {
  const { lang } = usePage();
  return <time dateTime={at} title={exactText(at, lang)}>{hourText(at, lang)}</time>;
}

function Day({ at }: { at: string }): VNode {
  const { lang } = usePage();
  return <div class="day"><span>{dayText(at, lang, Date.now())}</span></div>;
}

function LabEvent({ record }: { record: LabRecord }): VNode {
  const { words, lang } = usePage();
  return <div class="event"><span>{eventText(record, words, lang)} · <Moment at={record.at} /></span></div>;
}
