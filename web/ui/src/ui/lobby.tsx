/** The lobby on a projector: how one comes in, in letters for the last row, and who has come. */

import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { labPath } from "../base";
import { addressOf, reachOf } from "../model/join";
import { arrived } from "../model/projector";
import type { LabRecord } from "../model/record";
import type { Room } from "../model/room";
import { fetchAnnouncements } from "../net/series";
import { fetchJoin } from "../net/sessions";
import { usePage } from "./context";
import { PhaseButton } from "./lesson-controls";
import { useNameOf } from "./names";
import { Avatar } from "./role-badge";
import { useRoomWords } from "./room-words";
import { useSessionsWords } from "./sessions-words";
import { usePolled } from "./use-polled";

export function Lobby({ room }: { room: Room }): VNode {
  const { isClosed, mayManage } = usePage();
  const words = useRoomWords();
  const announced = useAnnouncements(room.session);
  const { people, devices } = arrived(room.participants, [...announced, ...room.log.records]);
  return (
    <div class="lobby">
      <HowToJoin session={room.session} />
      <section class="lobby-people" aria-labelledby="who-came">
        <h2 id="who-came">
          {words.whoCame} <span class="lobby-count">{people.length}</span>
        </h2>
        {people.length === 0 && <p>{words.nobodyYet}</p>}
        <Roles roles={people} />
        {devices.length > 0 && (
          <>
            <h3>
              {words.devices} <span class="lobby-count">{devices.length}</span>
            </h3>
            <Roles roles={devices} />
          </>
        )}
        {isClosed && mayManage && room.state.phase === "lobby" && <PhaseButton room={room} phase="open" />}
        {room.state.phase === "lobby" && !mayManage && <p>{words.locked.lobby.title}</p>}
      </section>
    </div>
  );
}

const ANNOUNCED_MS = 15_000;

/** What devices said of themselves, also before what this page holds of the log. */
function useAnnouncements(session: string): readonly LabRecord[] {
  const ask = useCallback(() => fetchAnnouncements(session), [session]);
  return usePolled(ask, ANNOUNCED_MS).value ?? [];
}

function Roles({ roles }: { roles: readonly string[] }): VNode {
  const nameOf = useNameOf();
  return (
    <ul class="lobby-names">
      {[...roles]
        .sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
        .map((role) => (
          <li key={role}>
            <Avatar role={role} />
            <span>{nameOf(role)}</span>
          </li>
        ))}
    </ul>
  );
}

function HowToJoin({ session }: { session: string }): VNode {
  const { root } = usePage();
  const own = useSessionsWords();
  const { value: join } = usePolled(fetchJoin, 0);
  const address = join ? addressOf(join, session) : `${location.origin}${labPath(`/s/${session}`)}`;
  const reach = join ? reachOf(join.host, root.dataset["host"] ?? "") : "network";
  return (
    <section class="lobby-join" aria-label={own.comeIn}>
      {join && reach === "network" && (
        <img
          class="qr"
          src={labPath(`/qr.svg?path=${encodeURIComponent(`/s/${session}`)}`)}
          alt={own.qrAlt(address)}
          width="320"
          height="320"
        />
      )}
      {join && reach !== "network" && <p class="lobby-alone">{own.alone}</p>}
      <p class="lobby-address">{address.replace(/^https?:\/\//, "")}</p>
      {join?.code && (
        <p class="lobby-code">
          {own.classCode} <strong>{join.code}</strong>
        </p>
      )}
    </section>
  );
}
