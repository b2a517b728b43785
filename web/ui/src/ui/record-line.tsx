import type { VNode } from "preact";
import { useContext } from "preact/hooks";
import { hueOf } from "../model/hue";
import { meansMe } from "../model/mention";
import type { LabRecord } from "../model/record";
import { dayText, exactText, hourText } from "../model/time";
import { isUnseen } from "../model/unseen";
import { Content, Values } from "./content";
import { usePage } from "./context";
import { Icon } from "./icons";
import { memo } from "./memo";
import { MessageToolsContext } from "./message-tools";
import { useNameOf } from "./names";
import { PollResult } from "./poll-result";
import { eventText, isToldInFull } from "./preview";
import { ReactionChips } from "./reaction-chips";
import { ReplyQuote } from "./reply-quote";
import { Avatar } from "./role-badge";
import { useRoomWords } from "./room-words";

interface Props {
  readonly record: LabRecord;
  /** The line before is of the same role, a moment ago. */
  readonly continues: boolean;
  /** The line before is of another day. */
  readonly newDay: boolean;
  /** The first record since the viewer left the page. */
  readonly isNew: boolean;
  /** A link led to this one. */
  readonly linked: boolean;
}

/** One record as the list shows it. Records never change, so a line is drawn once. */
export const RecordLine = memo(function RecordLineDrawn({ record, continues, newDay, isNew, linked }: Props): VNode {
  return (
    <div data-seq={record.seq} class={linked ? "linked" : undefined}>
      {newDay && <Day at={record.at} />}
      {isNew && <NewSince />}
      <Line record={record} continues={continues} />
    </div>
  );
});

function Line({ record, continues }: { record: LabRecord; continues: boolean }): VNode | null {
  const { removed } = useContext(MessageToolsContext);
  if (isUnseen(record)) return null;
  if (record.event) return <LabEvent record={record} />;
  return removed.has(record.seq) ? <Removed record={record} /> : <Said record={record} continues={continues} />;
}

/** It stays in the log. */
function Removed({ record }: { record: LabRecord }): VNode {
  const words = useRoomWords();
  return (
    <div class="event removed">
      <span>
        {words.removed(useNameOf()(record.role))} {"·\u00a0"}
        <Moment record={record} />
      </span>
    </div>
  );
}

function Said({ record, continues }: { record: LabRecord; continues: boolean }): VNode {
  const { words, role } = usePage();
  const own = record.role === role;
  const forMe = meansMe(record, role);
  return (
    <div class={`line ${own ? "own" : "other"} ${continues ? "continues" : ""} ${forMe ? "for-me" : ""}`}>
      {!own && <Avatar role={record.role} />}
      <div class="bubble">
        <Who record={record} own={own} continues={continues} />
        {record.re !== undefined && <ReplyQuote seq={record.re} />}
        <Content record={record} />
        <div class="meta">
          <Moment record={record} />
          <More />
          {own && (
            <span class="tick" title={words.stateLogged}>
              <Icon name="checks" />
              <span class="visually-hidden">{words.stateLogged}</span>
            </span>
          )}
        </div>
        <ReactionChips seq={record.seq} />
      </div>
    </div>
  );
}

function Who({
  record: { role, to, re },
  own,
  continues,
}: {
  record: LabRecord;
  own: boolean;
  continues: boolean;
}): VNode {
  const { words } = usePage();
  const nameOf = useNameOf();
  const hidden = own || continues ? "visually-hidden" : "";
  return (
    <div class="who">
      <span class={`name hue-${hueOf(role)} ${hidden}`} title={role}>
        {own ? words.you : nameOf(role)}
      </span>
      {to && re === undefined && <span class={`to hue-${hueOf(to)}`}>{words.addressedTo(nameOf(to))}</span>}
    </div>
  );
}

/** The time, which is also the link to the record: ui/permalinks.ts copies it. */
function Moment({ record: { seq, at } }: { record: LabRecord }): VNode {
  const { lang } = usePage();
  const hour = hourText(at, lang);
  return (
    <a class="permalink" href={`#${seq}`} tabIndex={-1} aria-label={useRoomWords().copyLink(hour)}>
      <time dateTime={at} title={exactText(at, lang)}>
        {hour}
      </time>
    </a>
  );
}

/** ui/message-menu.tsx listens for it. */
function More(): VNode | null {
  const { hasMenu } = useContext(MessageToolsContext);
  const words = useRoomWords();
  return hasMenu ? (
    <button type="button" class="more" aria-label={words.aboutMessage} tabIndex={-1}>
      <Icon name="more" />
    </button>
  ) : null;
}

export function Day({ at }: { at: string }): VNode {
  const { lang } = usePage();
  return (
    <div class="day">
      <span>{dayText(at, lang, Date.now())}</span>
    </div>
  );
}

export const NewSince = (): VNode => (
  <div class="new-since">
    <span>{useRoomWords().newSince}</span>
  </div>
);

function LabEvent({ record }: { record: LabRecord }): VNode {
  const { words, lang } = usePage();
  if (record.event === "poll-closed" && record.data) return <PollResult data={record.data} />;
  return (
    <div class={`event ${record.event === "gap" ? "warn" : ""}`}>
      <span>
        {eventText(record, words, lang)} {"·\u00a0"}
        <Moment record={record} />
      </span>
      {record.data && !isToldInFull(record) && (
        <Values values={Object.entries(record.data)} title={record.event ?? ""} />
      )}
    </div>
  );
}
