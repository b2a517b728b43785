import type { ComponentChildren, VNode } from "preact";
import type { WireWords } from "../i18n/wire";
import type { Rejection } from "../model/wire-lab";
import { type Outcome, publishedBy } from "../model/wire-outcome";
import type { Packet } from "../model/wire-packet";
import { usePage } from "./context";
import { msText } from "./wire-row";
import { momentText, useWireWords } from "./wire-words";

interface Props {
  readonly packet: Packet;
  readonly outcome: Outcome;
  readonly onShow: (n: number) => void;
}

/** The path of one message: published, logged, on the disk, confirmed, relayed; or refused. */
export function MessagePath({ packet, outcome, onShow }: Props): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  if (packet.retain)
    return (
      <ol class="message-path">
        <Step state="unsure" title={words.stepStored}>
          {words.stepStoredHint}
        </Step>
      </ol>
    );
  return (
    <ol class="message-path">
      <Step state="done" title={words.stepPublished} at={momentText(publishedBy(packet, outcome), lang)}>
        {words.stepPublishedHint(packet.topic)} {words.stepPublishedQos[packet.qos]}
      </Step>
      {outcome.rejection && <Refused rejection={outcome.rejection} onShow={onShow} />}
      {outcome.seq !== undefined && <Logged packet={packet} outcome={outcome} onShow={onShow} />}
      {outcome.seq === undefined && !outcome.rejection && (
        <Step
          state={outcome.unsure ? "unsure" : "waiting"}
          title={outcome.unsure ? words.stepUnsure : words.stepWaiting}
        >
          {outcome.unsure ? words.stepUnsureHint : words.stepWaitingHint}
        </Step>
      )}
    </ol>
  );
}

function Refused({ rejection, onShow }: { rejection: Rejection; onShow: (n: number) => void }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  return (
    <Step state="bad" title={`${words.stepRejected}: ${rejection.reason}`} at={momentText(rejection.at, lang)}>
      {reasonText(rejection, words)} <ShowPacket n={rejection.n} onShow={onShow} />
    </Step>
  );
}

export const reasonText = ({ reason, detail }: Rejection, words: WireWords): string =>
  words.reasons[reason] ?? words.otherReason(reason, detail);

function Logged({ packet, outcome, onShow }: Props): VNode {
  const { lang, session } = usePage();
  const words = useWireWords();
  const { seq = 0, takenAt = "", foundBy, again, sync, relay, relayedAt } = outcome;
  if (again)
    return (
      <Step state="done" title={words.stepAgain(seq)} at={momentText(takenAt, lang)}>
        {words.stepAgainHint}
      </Step>
    );
  return (
    <>
      <Step state="done" title={words.stepTaken(seq)} at={momentText(takenAt, lang)}>
        {words.stepTakenHint} {foundBy === "id" ? words.stepById : words.stepByOrder}
      </Step>
      <Step state="done" title={sync ? words.stepSynced(msText(sync.ms, lang)) : words.stepDisk}>
        {sync ? words.stepSyncedHint(sync.first, sync.last) : words.stepDiskHint}
      </Step>
      {packet.qos > 0 && (
        <Step state="done" title={words.stepAcked}>
          {words.stepAckedHint}
        </Step>
      )}
      <Step state="done" title={words.stepRelayed(`log/${session}`)} at={relayedAt ? momentText(relayedAt, lang) : ""}>
        {words.stepRelayedHint}{" "}
        {relayedAt && `${words.stepAfter(between(publishedBy(packet, outcome), relayedAt, lang))}.`}{" "}
        {relay !== undefined && <ShowPacket n={relay} onShow={onShow} />}
      </Step>
    </>
  );
}

/** Never less than nothing: the clocks of two machines may differ. */
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
