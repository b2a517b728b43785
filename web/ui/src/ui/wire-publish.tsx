import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { WireWords } from "../i18n/wire";
import { sizeText } from "../model/text";
import { type Attempt, attemptOf, EXAMPLES, type Example } from "../model/wire-examples";
import type { PublishAnswer, WireSocket } from "../net/wire-socket";
import { usePage } from "./context";
import { Icon } from "./icons";
import { msText } from "./wire-row";
import { isWide } from "./wire-topics";
import { useWireWords } from "./wire-words";

/** A payload that no text field should have to hold. */
const LARGE = 10_000;
const QOS = [0, 1, 2] as const;

type Outcome = { readonly of: Attempt; readonly answer: PublishAnswer } | "sending" | null;

/** Publish anything to any chat topic, also what the lab will refuse. */
export function WirePublish({ socket }: { socket: WireSocket }): VNode {
  const { session, maxPayload } = usePage();
  const words = useWireWords();
  const [attempt, setAttempt] = useState<Attempt>(() => attemptOf("hello", session, maxPayload, words.helloText, 0));
  const [outcome, setOutcome] = useState<Outcome>(null);
  const change = (part: Partial<Attempt>): void => setAttempt({ ...attempt, ...part });
  const take = (example: Example): void => {
    setAttempt(attemptOf(example, session, maxPayload, words.helloText, Date.now()));
    setOutcome(null);
  };
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (outcome === "sending") return;
    setOutcome("sending");
    setOutcome({ of: attempt, answer: await socket.publish(attempt) });
  };
  return (
    <details class="panel wire-fold" open={isWide()}>
      <summary>
        <h2 class="panel-title">{words.publish}</h2>
      </summary>
      <form onSubmit={(event) => void submit(event)}>
        <p class="form-text">{words.publishHint}</p>
        <Examples onTake={take} />
        <TopicField topic={attempt.topic} onChange={(topic) => change({ topic })} />
        <PayloadField payload={attempt.payload} onChange={(payload) => change({ payload })} />
        <Delivery attempt={attempt} onChange={change} />
        <button type="submit" class="btn btn-primary" disabled={outcome === "sending"}>
          <Icon name="send" />
          {words.send}
        </button>
        <Answer outcome={outcome} />
      </form>
    </details>
  );
}

function Examples({ onTake }: { onTake: (example: Example) => void }): VNode {
  const words = useWireWords();
  return (
    <div class="examples" role="group" aria-label={words.examples}>
      {EXAMPLES.map((example) => (
        <button key={example} type="button" class="example" onClick={() => onTake(example)}>
          {words.exampleNames[example]}
        </button>
      ))}
    </div>
  );
}

function TopicField({ topic, onChange }: { topic: string; onChange: (topic: string) => void }): VNode {
  const words = useWireWords();
  return (
    <div class="wire-field">
      <label class="form-label" for="publish-topic">
        {words.topic}
      </label>
      <input
        id="publish-topic"
        class="form-control"
        value={topic}
        required
        pattern="chat/[^+#]*"
        title={words.topicPrefix}
        maxLength={256}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function PayloadField({ payload, onChange }: { payload: string; onChange: (payload: string) => void }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  if (payload.length > LARGE)
    return (
      <p class="wire-field">
        {words.large(sizeText(new TextEncoder().encode(payload).length, lang))}.{" "}
        <button type="button" class="btn btn-link" onClick={() => onChange("")}>
          {words.largeEdit}
        </button>
      </p>
    );
  return (
    <div class="wire-field">
      <label class="form-label" for="publish-payload">
        {words.payload}
      </label>
      <textarea
        id="publish-payload"
        class="form-control"
        rows={3}
        value={payload}
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function Delivery({
  attempt: { qos, retain },
  onChange,
}: {
  attempt: Attempt;
  onChange: (part: Partial<Attempt>) => void;
}): VNode {
  const words = useWireWords();
  return (
    <div class="delivery">
      <fieldset>
        <legend class="form-label">{words.qos}</legend>
        {QOS.map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="publish-qos" checked={qos === one} onChange={() => onChange({ qos: one })} />{" "}
            {one}
          </label>
        ))}
      </fieldset>
      <label class="choice" title={words.retainFlagHint}>
        <input
          type="checkbox"
          checked={retain}
          onChange={(event) => onChange({ retain: event.currentTarget.checked })}
        />{" "}
        {words.retainFlag}
      </label>
    </div>
  );
}

function Answer({ outcome }: { outcome: Outcome }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  const isBad = outcome !== null && outcome !== "sending" && outcome.answer.status === "rejected";
  return (
    <p class={`publish-answer ${isBad ? "problem" : ""}`} role="status">
      {outcomeText(outcome, words, lang)}
    </p>
  );
}

function outcomeText(outcome: Outcome, words: WireWords, lang: string): string {
  if (outcome === null) return "";
  if (outcome === "sending") return words.sending;
  const { of, answer } = outcome;
  if (answer.status === "rejected") return refusalText(answer, words);
  if (answer.ms === null) return words.answeredZero;
  const ms = msText(answer.ms, lang);
  return `${of.qos === 2 ? words.answeredTwice(ms) : words.answered(ms)} ${words.brokerHasIt}`;
}

function refusalText({ reason, detail }: { reason: string; detail: string }, words: WireWords): string {
  if (reason === "unreachable") return words.unreachable;
  if (reason === "timeout") return words.timedOut;
  if (reason === "broker-unavailable") return words.brokerAway;
  return words.notPublished(words.reasons[reason] ?? (detail || reason));
}
