import { useEffect, useState } from "preact/hooks";
import type { Participant } from "../model/record";
import { openWire } from "../net/socket";

/** Who is in the session, live, without being there oneself; null while that is not known. */
export function usePresence(session: string): readonly Participant[] | null {
  const [participants, setParticipants] = useState<readonly Participant[] | null>(null);
  useEffect(() => {
    const wire = openWire(session);
    const look = async (): Promise<void> => {
      const answer = await wire.join(session, "", null).catch(() => null);
      setParticipants(answer?.ok ? answer.participants : null);
    };
    wire.start((event) => {
      if (event.type === "connected") void look();
      if (event.type === "disconnected") setParticipants(null);
      if (event.type === "presence") setParticipants(event.participants);
    });
    return () => wire.stop();
  }, [session]);
  return participants;
}
