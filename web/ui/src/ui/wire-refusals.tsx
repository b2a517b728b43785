import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Rejection } from "../model/wire-lab";
import { usePage } from "./context";
import { Icon } from "./icons";
import { reasonText } from "./wire-message-path";
import { Topic } from "./wire-row";
import { momentText, useWireWords } from "./wire-words";

interface Props {
  /** The newest first. */
  readonly rejections: readonly Rejection[];
  readonly onShow: (n: number) => void;
}

/** What the lab refused, and what to do about it. Hidden ones stay hidden until another comes. */
export function WireRefusals({ rejections, onShow }: Props): VNode {
  const [hiddenTo, setHiddenTo] = useState(0);
  const open = rejections.filter(({ n }) => n > hiddenTo);
  const [newest, ...earlier] = open;
  return (
    <>
      <Announcement rejections={rejections} />
      {newest && <Refusal rejection={newest} earlier={earlier} onShow={onShow} onHide={() => setHiddenTo(newest.n)} />}
    </>
  );
}

interface RefusalProps {
  readonly rejection: Rejection;
  readonly earlier: readonly Rejection[];
  readonly onShow: (n: number) => void;
  readonly onHide: () => void;
}

function Refusal({ rejection, earlier, onShow, onHide }: RefusalProps): VNode {
  const words = useWireWords();
  return (
    <section class="refusal" aria-label={words.rejections}>
      <Icon name="alert" />
      <div class="refusal-words">
        <One rejection={rejection} onShow={onShow} />
        {rejection.suppressed > 1 && <p>{words.suppressed}</p>}
        {earlier.length > 0 && (
          <details>
            <summary>{words.moreRejections(earlier.length)}</summary>
            <ul>
              {earlier.map((one) => (
                <li key={one.n}>
                  <One rejection={one} onShow={onShow} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <button type="button" class="btn btn-sm btn-quiet" onClick={onHide}>
        {words.dismiss}
      </button>
    </section>
  );
}

function One({ rejection, onShow }: { rejection: Rejection; onShow: (n: number) => void }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  const { at, reason, topic, cause, n } = rejection;
  return (
    <p>
      <strong>{reason}</strong> <Topic topic={topic} /> <time>{momentText(at, lang)}</time>
      <br />
      {reasonText(rejection, words)}{" "}
      <button type="button" class="btn btn-link" onClick={() => onShow(cause ?? n)}>
        {cause === null ? words.showPacket : words.showCause}
      </button>
    </p>
  );
}

const QUIET_MS = 3000;

/** The only thing here that is read out by itself: at once, then at most every three seconds. */
function Announcement({ rejections }: { rejections: readonly Rejection[] }): VNode {
  const words = useWireWords();
  const [text, setText] = useState("");
  const said = useRef({ n: 0, at: 0 });
  const newest = rejections[0];
  useEffect(() => {
    if (!newest || newest.n <= said.current.n) return undefined;
    const say = (): void => {
      const count = rejections.filter(({ n }) => n > said.current.n).length;
      said.current = { n: newest.n, at: Date.now() };
      setText(words.announced(count, reasonText(newest, words)));
    };
    const timer = setTimeout(say, Math.max(0, said.current.at + QUIET_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [newest?.n]);
  return (
    <p class="visually-hidden" role="status">
      {text}
    </p>
  );
}
