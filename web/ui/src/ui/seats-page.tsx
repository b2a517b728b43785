import type { VNode } from "preact";
import { labPath } from "../base";
import { fetchJoin } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";
import { JoinPanel } from "./join-panel";
import { SessionNames } from "./names";
import { Present } from "./present";
import { Seats } from "./seats";
import { SessionEnded } from "./session-ended";
import { SessionLinks } from "./session-links";
import { useSessionsWords } from "./sessions-words";
import { SnippetsPanel } from "./snippets-panel";
import { usePolled } from "./use-polled";
import { usePresence } from "./use-presence";
import { useSessionState } from "./use-session-state";

/** A name of this many characters still fits in large letters. */
const LARGE = 14;

/** The page of a session: made to stand on a wall while a class comes in. */
export function SeatsPage(): VNode {
  const { words, session, host, mqttPort } = usePage();
  const own = useSessionsWords();
  const join = usePolled(fetchJoin, 0);
  const spot = {
    session,
    host: join.value?.host ?? host,
    port: join.value?.mqttPort ?? mqttPort,
    isClosed: Boolean(join.value?.code),
    trust: join.value?.trust ?? "plain",
  } as const;
  const participants = usePresence(session);
  const { state, archived } = useSessionState(session);
  return (
    <SessionNames names={state.names}>
      <div class="column wide wall">
        <header class="page-head wall-head">
          <a class="back-link" href={labPath("/")}>
            <Icon name="back" />
            {words.allSessions}
          </a>
          <h1 class={session.length > LARGE ? "long" : ""}>{session}</h1>
        </header>
        <div class="wall-side">
          {state.phase === "ended" ? (
            <SessionEnded archived={archived} />
          ) : (
            <Seats taken={(participants ?? []).map(({ role }) => role)} />
          )}
          <Present participants={participants} />
        </div>
        <JoinPanel join={join.value} failed={join.failed} />
        <section class="wall-links" aria-labelledby="look-around">
          <h2 id="look-around" class="panel-title">
            {own.lookAround}
          </h2>
          <SessionLinks />
        </section>
        <SnippetsPanel spot={spot} ready={join.value !== null || join.failed} />
      </div>
    </SessionNames>
  );
}
