import type { ComponentChildren, RefObject, VNode } from "preact";
import { sizeText } from "../model/text";
import type { Outcome } from "../model/wire-outcome";
import { hintOfPacket, isCut, kindOf, type Packet, shownPayload } from "../model/wire-packet";
import { usePage } from "./context";
import { Icon } from "./icons";
import { PayloadHint } from "./payload-hint";
import { MessagePath } from "./wire-message-path";
import { Topic } from "./wire-row";
import { momentText, useWireWords } from "./wire-words";

interface Props {
  readonly packet: Packet | null;
  readonly outcome: Outcome | null;
  readonly onShow: (n: number) => void;
  readonly place: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly onBack: () => void;
}

/** The chosen packet, field by field, in plain words. */
export function WireDetail({ packet, outcome, place, onShow, onClose, onBack }: Props): VNode {
  const words = useWireWords();
  return (
    <section ref={place} class="wire-detail panel" aria-labelledby="wire-detail-title" tabIndex={0}>
      <div class="detail-head">
        <h2 id="wire-detail-title" class="panel-title">
          {words.detail}
        </h2>
        {packet && (
          <button type="button" class="btn btn-sm btn-quiet detail-close" onClick={onClose}>
            {words.close}
          </button>
        )}
        {packet && (
          <button type="button" class="btn btn-sm btn-quiet detail-back" onClick={onBack}>
            <Icon name="up" />
            {words.backToList}
          </button>
        )}
      </div>
      {packet ? <Chosen packet={packet} outcome={outcome} onShow={onShow} /> : <NothingChosen />}
    </section>
  );
}

function NothingChosen(): VNode {
  const words = useWireWords();
  return (
    <div class="empty">
      <Icon name="down" />
      <h3>{words.chooseOne}</h3>
      <p>{words.chooseOneHint}</p>
    </div>
  );
}

function Chosen({ packet, outcome, onShow }: Pick<Props, "outcome" | "onShow"> & { packet: Packet }): VNode {
  const words = useWireWords();
  return (
    <>
      <PayloadHint hint={hintOfPacket(packet)} />
      {kindOf(packet.topic) === "message" && (
        <>
          <h3 class="detail-part">{words.messagePath}</h3>
          <MessagePath packet={packet} outcome={outcome ?? {}} onShow={onShow} />
        </>
      )}
      <Payload packet={packet} />
      <h3 class="detail-part">{words.fields}</h3>
      <Fields packet={packet} />
    </>
  );
}

function Payload({ packet }: { packet: Packet }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  const { form, text } = shownPayload(packet);
  return (
    <>
      <h3 class="detail-part">
        {words.payload} <span class="detail-form">{words.forms[form]}</span>
      </h3>
      {text && (
        <pre class="detail-payload" role="group" tabIndex={0} aria-label={words.payload}>
          {text}
        </pre>
      )}
      {isCut(packet) && <p class="form-text">{words.payloadCut(sizeText(packet.size, lang))}</p>}
    </>
  );
}

function Fields({ packet }: { packet: Packet }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  const { at, topic, qos, retain, dup, mid, size } = packet;
  return (
    <dl class="fields">
      <Field name={words.topic} value={<Topic topic={topic} />}>
        {words.topicHints[kindOf(topic)]}
      </Field>
      <Field name={words.qos} value={qos}>
        {words.qosHints[qos]}
      </Field>
      <Field name={words.retain} value={retain ? words.yes : words.no}>
        {retain ? words.retainOn : words.retainOff}
      </Field>
      <Field name={words.dup} value={dup ? words.yes : words.no}>
        {dup ? words.dupOn : words.dupOff}
      </Field>
      <Field name={words.packetId} value={mid || words.packetIdNone}>
        {mid ? words.packetIdHint : words.packetIdNoneHint}
      </Field>
      <Field name={words.size} value={words.bytes(size)}>
        {words.sizeHint}
      </Field>
      <Field name={words.time} value={momentText(at, lang)}>
        {words.timeHint}
      </Field>
    </dl>
  );
}

const Field = ({
  name,
  value,
  children,
}: {
  name: string;
  value: ComponentChildren;
  children: ComponentChildren;
}): VNode => (
  <div class="field">
    <dt>{name}</dt>
    <dd class="field-value">{value}</dd>
    <dd class="field-hint">{children}</dd>
  </div>
);
