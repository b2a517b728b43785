import type { VNode } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import { labPath } from "../base";
import { claimsOf } from "../model/fault-claims";
import { rowsOf, runsIn } from "../model/fault-diagram";
import { roleIn, windowPath } from "../model/own-role";
import { cutLine, type NewRun, startRun } from "../net/faults";
import { openStore } from "../net/storage";
import { BannerLine } from "./banner-line";
import { usePage } from "./context";
import { FaultClaims } from "./faults-claims";
import { FaultConnect } from "./faults-connect";
import { FaultDiagram } from "./faults-diagram";
import { ChooseRole, LineChoice } from "./faults-lines";
import { FaultSwitches } from "./faults-switches";
import { problemText, refusalIn, useFaults, useFaultsWords, useLine, useRecords } from "./faults-use";
import { Icon } from "./icons";
import { useRoom } from "./use-room";

const COUNT = 40;
const RUNS: readonly NewRun[] = [
  { qos: 0, with_id: false, count: COUNT },
  { qos: 1, with_id: false, count: COUNT },
  { qos: 1, with_id: true, count: COUNT },
  { qos: 2, with_id: false, count: COUNT },
];

/** Faults on purpose on one client's line, what passes there, and what it costs. */
export function FaultsPage(): VNode {
  const { session } = usePage();
  const words = useFaultsWords();
  const [role, setRole] = useState(() => roleIn(location.search));
  const choose = useCallback((chosen: string) => {
    history.replaceState(null, "", `${location.pathname}${queryWith(chosen)}`);
    setRole(chosen);
  }, []);
  return (
    <div class="column wide faults">
      <header class="page-head">
        <a class="back-link" href={labPath(windowPath(session, role))}>
          <Icon name="back" />
          {words.toSession(session)}
        </a>
        <h1>{words.title}</h1>
        <p class="lead-text">{words.lead}</p>
      </header>
      <LineChoice role={role} onRole={choose} />
      {role === "" ? <ChooseRole onRole={choose} /> : <Line key={role} role={role} onRole={choose} />}
    </div>
  );
}

/** The address keeps the role: a page that is loaded again is of the same line. */
function queryWith(role: string): string {
  const query = new URLSearchParams(location.search);
  query.set("as", role);
  return role ? `?${query}` : "";
}

function Line({ role, onRole }: { role: string; onRole: (role: string) => void }): VNode {
  const { session } = usePage();
  const words = useFaultsWords();
  const watching = useLine(session, role);
  const { phase, line, events } = watching.watched;
  const [problem, setProblem] = useState("");
  const [faults, setFaults] = useFaults(role, watching, setProblem);
  const store = useMemo(() => openStore(null, session, ""), [session]);
  const [room, client] = useRoom(session, "", store);
  const records = useRecords(session, room.log, line?.runs ?? []);
  const claims = useMemo(() => claimsOf(records, line?.runs ?? [], runsIn(events)), [records, line, events]);
  const rows = useMemo(() => rowsOf(events, records, role), [events, records, role]);
  const ask = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
      setProblem("");
    } catch (error) {
      setProblem(problemText(words, refusalIn(error)));
    }
  };
  if (line === null) {
    const failed = phase === "failed" ? problemText(words, watching.watched) : "";
    return <NoLine failed={failed} onRole={onRole} />;
  }
  const isOn = claims.some((claim) => claim.isOn);
  return (
    <>
      <BannerLine room={room} onReconnect={() => client.reconnectNow()} />
      {(problem || phase === "failed") && (
        <p class="problem" role="alert">
          {problem || problemText(words, watching.watched)}
        </p>
      )}
      <div class="faults-body">
        <div class="faults-side">
          <section class="panel" aria-labelledby="faults-set">
            <h2 id="faults-set" class="panel-title">
              {words.faults}
            </h2>
            <p class="form-text">{words.faultsHint}</p>
            <FaultSwitches faults={faults} onFaults={setFaults} />
            <button
              type="button"
              class="btn btn-quiet btn-bordered"
              disabled={line.open === 0}
              onClick={() => void ask(cutLine(session, role))}
            >
              {words.cutNow}
            </button>
          </section>
        </div>
        <div class="faults-main">
          <section class="panel fault-try" aria-labelledby="fault-try">
            <h2 id="fault-try" class="panel-title">
              {words.try}
            </h2>
            <p class="form-text">{words.tryHint}</p>
            <div class="try-buttons">
              {RUNS.map((run, place) => (
                <button
                  key={words.runs[place]}
                  type="button"
                  class="btn btn-primary"
                  disabled={isOn}
                  onClick={() => void ask(startRun(session, role, run))}
                >
                  {words.runs[place]}
                </button>
              ))}
            </div>
          </section>
          <FaultClaims claims={claims} role={role} />
          <FaultDiagram rows={rows} />
          <FaultConnect line={line} />
        </div>
      </div>
    </>
  );
}

/** Before the line is open, and when it can't be: another name may help. */
function NoLine({ failed, onRole }: { failed: string; onRole: (role: string) => void }): VNode {
  const words = useFaultsWords();
  if (!failed)
    return (
      <p class="lead-text" role="status">
        {words.opening}
      </p>
    );
  return (
    <>
      <p class="problem" role="alert">
        {failed}
      </p>
      <ChooseRole onRole={onRole} />
    </>
  );
}
