/** What one does with a message: react, reply, copy it, and for who may manage, pin it, remove it, mute its writer. */

import type { VNode } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { LabRecord } from "../model/record";
import type { Room } from "../model/room";
import { askForEvent } from "../net/session-state";
import { copyText } from "./clipboard";
import { usePage } from "./context";
import { MessageToolsContext } from "./message-tools";
import { useNameOf } from "./names";
import { useRoomWords } from "./room-words";
import { ReactionsContext } from "./talk";

/** The reactions that a class needs: well, done, a question, a laugh, thanks. */
const OFFERED = ["👍", "✅", "❓", "😄", "❤️"];

/** The button of a message that opens the menu. */
export const MORE = "button.more";

interface Open {
  readonly record: LabRecord;
  readonly button: HTMLElement;
  /** What gets the focus back. */
  readonly back: HTMLElement;
}

/** One menu for all messages of the page: it opens at the button that is pressed. */
export function MessageMenu({ room }: { room: Room }): VNode | null {
  const [open, setOpen] = useState<Open | null>(null);
  const { records } = room.log;
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>(MORE) : null;
      if (!button) return;
      const seq = Number(button.closest<HTMLElement>("[data-seq]")?.dataset["seq"]);
      const record = records.find((one) => one.seq === seq);
      const focused = document.activeElement;
      const back = focused instanceof HTMLElement && focused.matches("a.permalink") ? focused : button;
      setOpen((before) => (record && before?.button !== button ? { record, button, back } : null));
    };
    const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
      const link = document.activeElement;
      if (key !== "m" || ctrlKey || metaKey || altKey || !link?.matches("a.permalink")) return;
      link.parentElement?.querySelector<HTMLElement>(MORE)?.click();
    };
    document.addEventListener("click", onClick);
    document.addEventListener("keyup", onKey);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("keyup", onKey);
    };
  }, [records]);
  if (!open) return null;
  const close = (): void => {
    setOpen(null);
    open.back.focus({ preventScroll: true });
  };
  return <Items key={open.record.seq} room={room} open={open} onClose={close} onLeave={() => setOpen(null)} />;
}

interface ItemsProps {
  readonly room: Room;
  readonly open: Open;
  readonly onClose: () => void;
  readonly onLeave: () => void;
}

function Items({ room, open, onClose, onLeave }: ItemsProps): VNode {
  const { record, button } = open;
  const words = useRoomWords();
  const menu = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState("");
  usePlace(menu, button);
  const ask = (event: string, data: Record<string, unknown>): void => {
    askForEvent(room.session, event, { ...data, ...(room.role ? { by: room.role } : {}) }).then(
      onClose,
      (error: Error) => setProblem(words.phaseFailed(error.message)),
    );
  };
  const leave = ({ relatedTarget, currentTarget }: FocusEvent & { currentTarget: HTMLElement }): void => {
    if (!(relatedTarget instanceof Node && (currentTarget.contains(relatedTarget) || relatedTarget === button)))
      onLeave();
  };
  return (
    <div
      ref={menu}
      class="menu-items message-menu"
      role="group"
      aria-label={words.aboutMessage}
      onFocusOut={leave}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
    >
      <SpeakingOf record={record} onDone={onLeave} onClose={onClose} />
      {record.text && (
        <button type="button" onClick={() => void copyText(record.text ?? "").then(onClose)}>
          {words.copyMessage}
        </button>
      )}
      <Managing room={room} record={record} ask={ask} />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface SpeakingProps {
  readonly record: LabRecord;
  /** The focus is elsewhere now. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function SpeakingOf({ record, onDone, onClose }: SpeakingProps): VNode | null {
  const words = useRoomWords();
  const { role } = usePage();
  const { speaking } = useContext(MessageToolsContext);
  const given = useContext(ReactionsContext).get(record.seq)?.get(role.toLowerCase());
  if (!speaking) return null;
  const react = (reaction: string): void => {
    speaking.react(record.seq, reaction === given ? "" : reaction);
    onClose();
  };
  const reply = (): void => {
    onDone();
    speaking.reply(record);
  };
  return (
    <>
      <div class="reactions-to-give" role="group" aria-label={words.react}>
        {OFFERED.map((reaction) => (
          <button key={reaction} type="button" aria-pressed={reaction === given} onClick={() => react(reaction)}>
            {reaction}
          </button>
        ))}
      </div>
      <button type="button" onClick={reply}>
        {words.reply}
      </button>
    </>
  );
}

interface ManagingProps {
  readonly room: Room;
  readonly record: LabRecord;
  readonly ask: (event: string, data: Record<string, unknown>) => void;
}

function Managing({ room, record: { seq, role }, ask }: ManagingProps): VNode | null {
  const { mayManage } = usePage();
  const words = useRoomWords();
  const nameOf = useNameOf();
  const [isSure, setSure] = useState(false);
  const { muted, pinned } = room.state;
  if (!mayManage) return null;
  const isMuted = muted.has(role.toLowerCase());
  return (
    <>
      <button
        type="button"
        onClick={() => (pinned === seq ? ask("message-unpinned", {}) : ask("message-pinned", { seq }))}
      >
        {pinned === seq ? words.unpin : words.pin}
      </button>
      {role.toLowerCase() !== room.role.toLowerCase() && (
        <button type="button" onClick={() => ask(isMuted ? "role-unmuted" : "role-muted", { role })}>
          {isMuted ? words.unmute(nameOf(role)) : words.mute(nameOf(role))}
        </button>
      )}
      <button
        type="button"
        class="menu-danger"
        onClick={() => (isSure ? ask("message-removed", { seq }) : setSure(true))}
      >
        {isSure ? words.removeSure : words.remove}
      </button>
    </>
  );
}

/** At the button, inside of the window, and with the focus. */
function usePlace(menu: { readonly current: HTMLElement | null }, button: HTMLElement): void {
  useLayoutEffect(() => {
    const element = menu.current;
    if (!element) return;
    const { top, bottom, left, right } = button.getBoundingClientRect();
    const { offsetHeight: height, offsetWidth: width } = element;
    element.style.top = `${bottom + height > window.innerHeight ? Math.max(0, top - height) : bottom}px`;
    element.style.left = `${Math.max(0, left + width > window.innerWidth ? right - width : left)}px`;
    element.querySelector("button")?.focus({ preventScroll: true });
  }, [menu, button]);
}
