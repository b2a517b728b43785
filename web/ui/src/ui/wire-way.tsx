import type { ComponentChildren, VNode } from "preact";
import type { WireWords } from "../i18n/wire";
import type { Fate } from "../model/wire-fate";
import type { Rejection } from "../model/wire-lab";
import type { Packet } from "../model/wire-packet";
import { usePage } from "./context";
import { msText } from "./wire-row";
import { momentText, useWireWords } from "./wire-words";

interface Props {
  readonly packet: Packet;
  readonly fate: Fate;
  readonly onShow: (n: number) => void;
}

/** The way of one message: published, logged, on the disk, confirmed, relayed; or refused. */
export function Way({ packet, fate, onShow }: Props): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  if (packet.retain)
    return (
      <ol class="way">
        <Step state="unsure" title={words.wayStored}>
          {words.wayStoredHint}
        </Step>
      </ol>
    );
  return (
    <ol class="way">
      <Step state="done" title={words.wayPublished} at={momentText(packet.at, lang)}>
        {words.wayPublishedHint(packet.topic)} {words.wayPublishedQos[packet.qos]}
      </Step>
      {fate.rejection && <Refused rejection={fate.rejection} onShow={onShow} />}
      {fate.seq !== undefined && <Logged packet={packet} fate={fate} onShow={onShow} />}
      {fate.seq === undefined && !fate.rejection && (
        <Step state={fate.unsure ? "unsure" : "waiting"} title={fate.unsure ? words.wayUnsure : words.wayWaiting}>
          {fate.unsure ? words.wayUnsureHint : words.wayWaitingHint}
        </Step>
      )}
    </ol>
  );
}

function Refused({ rejection, onShow }: { rejection: Rejection; onShow: (n: number) => void }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  return (
    <Step state="bad" title={`${words.wayRejected}: ${rejection.reason}`} at={momentText(rejection.at, lang)}>
      {reasonText(rejection, words)} <ShowPacket n={rejection.n} onShow={onShow} />
    </Step>
  );
}

export const reasonText = ({ reason, detail }: Rejection, words: WireWords): string =>
  words.reasons[reason] ?? words.otherReason(reason, detail);

function Logged({ packet, fate, onShow }: Props): VNode {
  const { lang, session } = usePage();
  const words = useWireWords();
  const { seq = 0, takenAt = "", foundBy, again, sync, relay, relayedAt } = fate;
  if (again)
    return (
      <Step state="done" title={words.wayAgain(seq)} at={momentText(takenAt, lang)}>
        {words.wayAgainHint}
      </Step>
    );
  return (
    <>
      <Step state="done" title={words.wayTaken(seq)} at={momentText(takenAt, lang)}>
        {words.wayTakenHint} {foundBy === "id" ? words.wayById : words.wayByOrder}
      </Step>
      <Step state="done" title={sync ? words.waySynced(msText(sync.ms, lang)) : words.wayDisk}>
        {sync ? words.waySyncedHint(sync.first, sync.last) : words.wayDiskHint}
      </Step>
      {packet.qos > 0 && (
        <Step state="done" title={words.wayAcked}>
          {words.wayAckedHint}
        </Step>
      )}
      <Step state="done" title={words.wayRelayed(`log/${session}`)} at={relayedAt ? momentText(relayedAt, lang) : ""}>
        {words.wayRelayedHint} {relayedAt && `${words.wayAfter(between(packet.at, relayedAt, lang))}.`}{" "}
        {relay !== undefined && <ShowPacket n={relay} onShow={onShow} />}
      </Step>
    </>
  );
}

/** Both times are of the same clock. At QoS 2 the record may be seen first. */
const between = (from: string, to: string, lang: string): string =>
  msText(Math.max(0, Date.parse(to) - Date.parse(from)), lang);

function ShowPacket({ n, onShow }: { n: number; onShow: (n: number) => void }): VNode {
  const words = useWireWords();
  return (
    <button type="button" class="btn btn-link" onClick={() => onShow(n)}>
      {words.showPacket}
    </button>
  );
}

interface StepProps {
  readonly state: "done" | "waiting" | "unsure" | "bad";
  readonly title: string;
  readonly at?: string;
  readonly children: ComponentChildren;
}

const Step = ({ state, title, at, children }: StepProps): VNode => (
  <li class={`step ${state}`}>
    <div class="step-title">
      <strong>{title}</strong>
      {at && <time>{at}</time>}
    </div>
    <p>{children}</p>
  </li>
);
