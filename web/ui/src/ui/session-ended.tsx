/** What the page of a session says once the lesson is over: its name is reserved, and the log is in the archive. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import { createSession } from "../net/sessions";
import { usePage } from "./context";
import { useRoomWords } from "./room-words";
import { useSessionsWords } from "./sessions-words";

export function SessionEnded({ archived }: { archived: string }): VNode {
  const { session, mayManage, words } = usePage();
  const own = useSessionsWords();
  const { toArchive } = useRoomWords();
  const [problem, setProblem] = useState("");
  const begin = async (): Promise<void> => {
    try {
      await createSession(session);
      location.reload();
    } catch (error) {
      setProblem(words.createFailed(String((error as Error).message)));
    }
  };
  return (
    <section class="panel session-ended" aria-labelledby="lesson-over">
      <h2 id="lesson-over" class="panel-title">
        {own.lessonOver}
      </h2>
      <p>{own.lessonOverHint}</p>
      <div class="name-buttons">
        {archived && (
          <a class="btn btn-primary btn-large" href={labPath(`/a/${archived}`)}>
            {toArchive}
          </a>
        )}
        {mayManage && (
          <button type="button" class="btn btn-quiet btn-bordered" onClick={() => void begin()}>
            {own.beginAgain}
          </button>
        )}
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
