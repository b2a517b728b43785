/** The participants, offered while `@` is typed: a list box that the text area owns and steers. */

import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isSameRole } from "../model/addressing";
import { complete, offersFor, type Typed, typedAt } from "../model/mention";
import { useNameOf } from "./names";
import { Avatar } from "./role-badge";
import { useRoomWords } from "./room-words";

export const OFFERS = "mention-offers";
export const offerId = (index: number): string => `mention-offer-${index}`;

export interface Mentions {
  readonly offers: readonly string[];
  readonly chosen: number;
  /** The text or the caret has changed. */
  look(area: HTMLTextAreaElement): void;
  close(): void;
  accept(role: string): void;
  /** True when the key was for the list. */
  take(key: string): boolean;
}

interface Open {
  readonly typed: Typed;
  readonly offers: readonly string[];
  readonly chosen: number;
}

export function useMentions(
  area: RefObject<HTMLTextAreaElement | null>,
  roles: () => readonly string[],
  onText: (text: string) => void,
): Mentions {
  const [open, setOpen] = useState<Open | null>(null);
  const dismissed = useRef<number | null>(null);
  const placeCaret = useCaret(area);
  const nameOf = useNameOf();
  const { offers, chosen } = open ?? { offers: [], chosen: 0 };
  const look = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): void => {
    const typed = selectionStart === selectionEnd ? typedAt(value, selectionStart) : null;
    if (!typed) dismissed.current = null;
    if (!typed || dismissed.current === typed.at) return setOpen(null);
    const found = offersFor(typed, roles(), nameOf);
    const isDone = found.length === 1 && isSameRole(found[0], typed.name);
    const same = open?.typed.name === typed.name ? open.chosen : 0;
    setOpen(found.length > 0 && !isDone ? { typed, offers: found, chosen: same } : null);
  };
  const accept = (role: string): void => {
    if (!open || !area.current) return;
    const { text, caret } = complete(area.current.value, open.typed, role);
    onText(text);
    placeCaret(caret);
    setOpen(null);
  };
  const move = (step: number): void => {
    if (open) setOpen({ ...open, chosen: (chosen + step + offers.length) % offers.length });
  };
  const dismiss = (): void => {
    dismissed.current = open?.typed.at ?? null;
    setOpen(null);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => accept(offers[chosen] ?? ""),
    Tab: () => accept(offers[chosen] ?? ""),
    Escape: dismiss,
  };
  const take = (key: string): boolean => {
    const act = open ? keys[key] : undefined;
    act?.();
    return act !== undefined;
  };
  return { offers, chosen, look, close: () => setOpen(null), accept, take };
}

/** The caret goes to its place once the text is drawn. */
function useCaret(area: RefObject<HTMLTextAreaElement | null>): (caret: number) => void {
  const [caret, setCaret] = useState<{ at: number } | null>(null);
  useLayoutEffect(() => {
    if (!caret) return;
    area.current?.focus();
    area.current?.setSelectionRange(caret.at, caret.at);
  }, [area, caret]);
  return (at) => setCaret({ at });
}

export function MentionOffers({ mentions: { offers, chosen, accept } }: { mentions: Mentions }): VNode {
  const words = useRoomWords();
  const nameOf = useNameOf();
  return (
    <>
      <div class="visually-hidden" aria-live="polite">
        {offers.length > 0 ? words.offersCount(offers.length) : ""}
      </div>
      {offers.length > 0 && (
        <ul id={OFFERS} class="offers" role="listbox" aria-label={words.offers}>
          {offers.map((role, index) => (
            <li
              key={role}
              id={offerId(index)}
              role="option"
              aria-selected={index === chosen}
              // The text area keeps the focus, or the list would close before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => accept(role)}
            >
              <Avatar role={role} />
              <span>{nameOf(role)}</span>
              {nameOf(role) !== role && <span class="offer-role">@{role}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
