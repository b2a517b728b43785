import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import type { Item } from "../model/outbox";
import { Text } from "./content";
import { usePage } from "./context";
import { Icon, type IconName } from "./icons";
import { memo } from "./memo";
import { useNameOf } from "./names";
import { ReplyQuote } from "./reply-quote";

interface Props {
  readonly item: Item;
  readonly connected: boolean;
  readonly onRetry: (id: string) => void;
  readonly onDiscard: (id: string) => void;
}

/** A message of this window's role that is not in the log yet. */
export const PendingLine = memo(function PendingLineDrawn({ item, connected, onRetry, onDiscard }: Props): VNode {
  const { words } = usePage();
  const nameOf = useNameOf();
  const failed = item.state === "failed";
  return (
    <div class={`line own pending ${failed ? "failed" : ""}`} data-state={item.state}>
      <div class="bubble">
        {item.to && (
          <div class="who">
            <span class="to">{words.addressedTo(nameOf(item.to))}</span>
          </div>
        )}
        {item.re !== undefined && <ReplyQuote seq={item.re} />}
        <Text text={item.reaction ?? item.text} />
        <div class="meta">
          <span class="tick" title={stateText(item, connected, words)}>
            <span class={failed ? "" : "state"}>{stateText(item, connected, words)}</span>
            <Icon name={iconOf(item)} />
          </span>
        </div>
        {failed && (
          <div class="remedies">
            <button type="button" class="btn btn-sm btn-quiet" onClick={() => onRetry(item.id)}>
              {words.retry}
            </button>
            <button type="button" class="btn btn-sm btn-quiet" onClick={() => onDiscard(item.id)}>
              {words.discard}
            </button>
          </div>
        )}
      </div>
    </div>
  );
});

function iconOf({ state }: Item): IconName {
  if (state === "failed") return "alert";
  return state === "accepted" ? "check" : "clock";
}

function stateText({ state, reason = "", tries }: Item, connected: boolean, words: Dictionary): string {
  if (state === "failed") return words.stateFailed(whyText(reason, words));
  if (state === "accepted") return words.stateAccepted;
  return state === "sending" || (connected && tries === 0) ? words.stateSending : words.stateWaiting;
}

function whyText(reason: string, words: Dictionary): string {
  if (reason === "unsure") return words.whyUnsure;
  if (reason === "too-large") return words.whyTooLarge;
  if (["role-taken", "device-role", "teacher-role"].includes(reason)) return words.whyTaken;
  return whyOf(words).get(reason) ?? words.whyOther(reason);
}

const whyOf = (words: Dictionary): ReadonlyMap<string, string> =>
  new Map([
    ["bad-field", words.whyBadField],
    ["frozen", words.whyFrozen],
    ["muted", words.whyMuted],
    ["ended", words.whyEnded],
  ]);
