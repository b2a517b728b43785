import type { RefObject, TargetedKeyboardEvent, TargetedSubmitEvent, VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { isInsideFence } from "../model/code-blocks";
import { typedInCode } from "../model/code-typing";
import { payloadSize } from "../model/compose";
import { sizeText } from "../model/text";
import { usePage } from "./context";
import { Icon } from "./icons";
import { MentionOffers, OFFERS, offerId, useMentions } from "./mention-offers";

const TALLEST = 200;
/** As long as the ids that the page makes. */
const ANY_ID = "0".repeat(16);

interface Props {
  readonly text: string;
  readonly problem: string;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  /** Who may be mentioned. */
  readonly roles: () => readonly string[];
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
}

export function Composer({ text, problem, area, roles, onText, onSend }: Props): VNode {
  const { words } = usePage();
  const tooLarge = useTooLarge(text);
  const mentions = useMentions(area, roles, onText);
  const fault = tooLarge || problem;
  const isCode = isInsideFence(text);
  useGrowing(area, text);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSend();
  };
  const onKey = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes a letter, Enter belongs to it.
    if (event.isComposing) return;
    if (mentions.take(event.key)) return event.preventDefault();
    const wantsToSend = event.key === "Enter" && !event.shiftKey;
    const field = event.currentTarget;
    const typed = event.ctrlKey || event.metaKey ? null : typedInCode(text.slice(0, field.selectionStart), event);
    if (typed === null && !wantsToSend) return;
    event.preventDefault();
    // As if it were typed, so that it can be undone.
    if (typed === null) onSend();
    else document.execCommand("insertText", false, typed);
  };
  const isOffering = mentions.offers.length > 0;
  return (
    <form class="composer" onSubmit={submit}>
      <MentionOffers mentions={mentions} />
      <div class="composer-row">
        <label class="visually-hidden" for="message">
          {words.write}
        </label>
        <textarea
          id="message"
          ref={area}
          rows={1}
          class={isCode ? "is-code" : undefined}
          value={text}
          placeholder={words.writePlaceholder}
          enterkeyhint="send"
          aria-describedby="message-help"
          aria-invalid={tooLarge !== ""}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOffering ? OFFERS : undefined}
          aria-activedescendant={isOffering ? offerId(mentions.chosen) : undefined}
          onInput={(event) => {
            onText(event.currentTarget.value);
            mentions.look(event.currentTarget);
          }}
          onSelect={(event) => mentions.look(event.currentTarget)}
          onBlur={mentions.close}
          onKeyDown={onKey}
        />
        <button
          type="submit"
          class="btn btn-primary round"
          disabled={text.trim() === "" || tooLarge !== ""}
          aria-label={words.send}
          title={words.send}
        >
          <Icon name="send" />
        </button>
      </div>
      <div id="message-help" class={`composer-help ${fault ? "problem" : ""}`} role={fault ? "alert" : undefined}>
        {fault || (isCode ? words.codeHint : words.enterHint)}
      </div>
    </form>
  );
}

/** The socket closes without a reason when a message is too large, so the size is checked here. */
function useTooLarge(text: string): string {
  const { words, lang, maxPayload } = usePage();
  // A code unit never becomes more than six bytes of JSON.
  if (text.length * 6 < maxPayload - 200) return "";
  const size = payloadSize({ text, id: ANY_ID, to: "0".repeat(32) });
  return size > maxPayload ? words.tooLarge(sizeText(size, lang), sizeText(maxPayload, lang)) : "";
}

/** As tall as its text, within bounds. */
function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(TALLEST, element.scrollHeight + 2)}px`;
  }, [area, text]);
}
