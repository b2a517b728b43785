/** What the teacher does with the lesson, in the menu of a room: pause it, go on, end it. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Room } from "../model/room";
import { askForEvent } from "../net/session-state";
import { ArchiveDialog } from "./archive-dialog";
import { usePage } from "./context";
import { useNameOf } from "./names";
import { PollDialog } from "./poll-dialog";
import { useRoomWords } from "./room-words";

export interface LessonMenu {
  /** For the room's menu; null for who may do none of it. */
  readonly items: VNode | null;
  /** Stands outside of the menu, which closes when the focus leaves it. */
  readonly dialog: VNode | null;
}

export function useLessonMenu(room: Room): LessonMenu {
  const { mayManage } = usePage();
  const [open, setOpen] = useState<"end" | "poll" | null>(null);
  const close = (): void => setOpen(null);
  const { state } = room;
  if (!mayManage || state.phase === "ended") return { items: null, dialog: null };
  return {
    items: <LessonControls room={room} onEnd={() => setOpen("end")} onPoll={() => setOpen("poll")} />,
    dialog: dialogOf(open, room, close),
  };
}

function dialogOf(
  open: "end" | "poll" | null,
  { session, role, participants, log }: Room,
  close: () => void,
): VNode | null {
  if (open === "poll") return <PollDialog role={role} onClose={close} />;
  const summary = { session, lastSeq: log.newest, participants };
  return open === "end" ? <ArchiveDialog summary={summary} onClose={close} onDone={close} /> : null;
}

interface ControlsProps {
  readonly room: Room;
  readonly onEnd: () => void;
  readonly onPoll: () => void;
}

function LessonControls({ room, onEnd, onPoll }: ControlsProps): VNode {
  const { isClosed } = usePage();
  const words = useRoomWords();
  const { phase } = room.state;
  return (
    <>
      {/* In an open lab nobody can tell who the teacher is, so nobody can be paused. */}
      {isClosed && <PhaseButton room={room} phase={phase === "open" ? "frozen" : "open"} isMenu />}
      {isClosed && phase === "open" && <PhaseButton room={room} phase="lobby" isMenu />}
      {room.state.poll === null && (
        <button type="button" class="menu-apart" onClick={onPoll}>
          {words.newPollDots}
        </button>
      )}
      <Muted room={room} />
      <button type="button" class="menu-danger" onClick={onEnd}>
        {words.endLesson}
      </button>
    </>
  );
}

interface PhaseProps {
  readonly room: Room;
  readonly phase: "lobby" | "open" | "frozen";
  readonly isMenu?: boolean;
}

/** Begins a phase of the lesson. */
export function PhaseButton({ room: { session, role, state }, phase, isMenu = false }: PhaseProps): VNode {
  const words = useRoomWords();
  const [problem, setProblem] = useState("");
  const change = async (menu: HTMLDetailsElement | null): Promise<void> => {
    setProblem("");
    try {
      await askForEvent(session, "phase-changed", { phase, ...(role ? { by: role } : {}) });
      if (menu) menu.open = false;
    } catch (error) {
      setProblem(words.phaseFailed(String((error as Error).message)));
    }
  };
  const title = phase === "open" && state.phase === "lobby" ? words.startLesson : words.phaseButtons[phase];
  return (
    <>
      <button
        type="button"
        class={isMenu ? "menu-apart" : "btn btn-primary btn-large"}
        onClick={({ currentTarget }) => void change(currentTarget.closest("details"))}
      >
        {title}
      </button>
      {problem !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Who is muted, each with the way back. */
function Muted({ room: { session, role, state } }: { room: Room }): VNode {
  const words = useRoomWords();
  const nameOf = useNameOf();
  const unmute = (one: string): void => {
    askForEvent(session, "role-unmuted", { role: one, ...(role ? { by: role } : {}) }).catch((error: unknown) =>
      console.warn("role-unmuted failed", error),
    );
  };
  return (
    <>
      {[...state.muted].sort().map((one) => (
        <button key={one} type="button" onClick={() => unmute(one)}>
          {words.unmute(nameOf(one))}
        </button>
      ))}
    </>
  );
}
