/** The reactions to a message, each with how many gave it: a tap gives the same one, or takes the own one back. */

import type { VNode } from "preact";
import { useContext } from "preact/hooks";
import { type Chip, chipsOf } from "../model/reactions";
import { usePage } from "./context";
import { MessageToolsContext } from "./message-tools";
import { useNameOf } from "./names";
import { useRoomWords } from "./room-words";
import { ReactionsContext } from "./talk";

export function ReactionChips({ seq }: { seq: number }): VNode | null {
  const chips = chipsOf(useContext(ReactionsContext).get(seq));
  if (chips.length === 0) return null;
  return (
    <div class="reactions">
      {chips.map((chip) => (
        <One key={chip.reaction} seq={seq} chip={chip} />
      ))}
    </div>
  );
}

function One({ seq, chip: { reaction, roles } }: { seq: number; chip: Chip }): VNode {
  const { role } = usePage();
  const words = useRoomWords();
  const nameOf = useNameOf();
  const { speaking } = useContext(MessageToolsContext);
  const isOwn = role !== "" && roles.includes(role.toLowerCase());
  const names = roles.map(nameOf).join(", ");
  const inside = (
    <>
      <span class="visually-hidden">{words.reactionOf(reaction, roles.length)}</span>
      <span aria-hidden="true">
        {reaction} {roles.length}
      </span>
    </>
  );
  if (!speaking)
    return (
      <span class="reaction" title={names}>
        {inside}
      </span>
    );
  return (
    <button
      type="button"
      class="reaction"
      title={names}
      aria-pressed={isOwn}
      onClick={() => speaking.react(seq, isOwn ? "" : reaction)}
    >
      {inside}
    </button>
  );
}
