import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import type { SessionsWords } from "../i18n/sessions";
import { nearestRole, roleFault } from "../model/names";
import * as snippets from "../model/snippets";
import { type Place, SHELLS, type Shell, type Spot } from "../model/snippets";
import { CommandLine } from "./command-line";
import { usePage } from "./context";
import { useSessionsWords } from "./sessions-words";
import { Snippet } from "./snippet";
import { type Tab, Tabs } from "./tabs";

type Kind = "terminal" | "python" | "node" | "micropython" | "arduino" | "topics";

const tabsOf = (own: SessionsWords): Tab<Kind>[] => [
  { key: "terminal", title: own.terminal },
  { key: "python", title: "Python" },
  { key: "node", title: "Node.js" },
  { key: "micropython", title: "MicroPython" },
  { key: "arduino", title: "Arduino" },
  { key: "topics", title: own.topics },
];

/** The same session without a browser. Nothing is shown to copy before the lab's address is known. */
export function SnippetsPanel({ spot: place, ready }: { spot: Place; ready: boolean }): VNode {
  const { words, session, mayManage } = usePage();
  const own = useSessionsWords();
  const [kind, setKind] = useState<Kind>("terminal");
  const [typed, setTyped] = useState(own.usualRole);
  const spot: Spot = { ...place, role: roleFault(typed) === null ? typed : nearestRole(typed) || own.usualRole };
  return (
    <section class="panel snippets" aria-labelledby="by-program">
      <h2 id="by-program" class="panel-title">
        {own.byProgram}
      </h2>
      <p class="lead-text">{own.byProgramLead}</p>
      <RoleField typed={typed} used={spot.role} onTyped={setTyped} />
      {spot.isClosed && (
        <CommandLine title={own.deviceNeedsAccount} command={`python lab.py device add ${spot.role}`} />
      )}
      {spot.isClosed && mayManage && (
        <p class="lead-text">
          {own.accountsHere} <a href={labPath(`/boards?session=${session}`)}>{own.boards}</a>
        </p>
      )}
      {spot.trust === "ca" && (
        <p class="lead-text">
          {own.trustFile}{" "}
          <a href={labPath("/ca.pem")} download="ca.pem">
            ca.pem
          </a>
        </p>
      )}
      <Tabs label={own.byProgram} tabs={tabsOf(own)} chosen={kind} onChoose={setKind}>
        {ready ? <Chosen kind={kind} spot={spot} /> : <p role="status">{words.loading}</p>}
      </Tabs>
    </section>
  );
}

/** One name for all snippets. What can't be a role is not taken: the nearest that can stands in the snippets. */
function RoleField({ typed, used, onTyped }: { typed: string; used: string; onTyped: (typed: string) => void }): VNode {
  const own = useSessionsWords();
  return (
    <div class="snippets-role">
      <label class="form-label" for="program-role">
        {own.programRole}
      </label>
      <input
        id="program-role"
        class="form-control"
        value={typed}
        maxLength={32}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby="program-role-help"
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      <div id="program-role-help" class="form-text" role="status">
        {typed === used ? own.programRoleHint : own.programRoleUsed(used)}
      </div>
    </div>
  );
}

function Chosen({ kind, spot }: { kind: Kind; spot: Spot }): VNode {
  const own = useSessionsWords();
  if (kind === "python")
    return (
      <Snippet title={own.python} hint={own.pythonHint} code={snippets.pythonProgram(spot, own)} file="device.py" />
    );
  if (kind === "node")
    return <Snippet title={own.node} hint={own.nodeHint} code={snippets.nodeProgram(spot, own)} file="device.mjs" />;
  if (kind === "micropython")
    return (
      <>
        <Program kind="micropython" />
        <Snippet
          title={own.micropython}
          hint={own.micropythonHint}
          code={snippets.boardConfig(spot, own)}
          file="config.py"
        />
      </>
    );
  if (kind === "arduino")
    return (
      <>
        <Program kind="lab_device" />
        <Program kind="lab_pubsubclient" />
        <Snippet
          title={own.arduino}
          hint={own.arduinoHint}
          code={snippets.sketchConfig(spot, own)}
          file="lab_config.h"
        />
      </>
    );
  return kind === "topics" ? <Topics spot={spot} /> : <Terminal spot={spot} />;
}

/** A link to the program of a board, as an archive. */
function Program({ kind }: { kind: string }): VNode {
  const own = useSessionsWords();
  return (
    <p class="lead-text">
      {kind === "lab_pubsubclient" ? own.otherProgram : own.boardProgram}{" "}
      <a href={labPath(`/programs/${kind}.zip`)} download={`${kind}.zip`}>
        {kind}.zip
      </a>
    </p>
  );
}

function Terminal({ spot }: { spot: Spot }): VNode {
  const own = useSessionsWords();
  const [shell, setShell] = useState<Shell>(() => shellOf(navigator.userAgent));
  return (
    <>
      <fieldset class="shells">
        <legend class="visually-hidden">{own.shell}</legend>
        {SHELLS.map((key) => (
          <label key={key}>
            <input type="radio" name="shell" checked={key === shell} onChange={() => setShell(key)} />
            {own[key]}
          </label>
        ))}
      </fieldset>
      <p class="snippet-hint">
        {own.terminalHint} {shell !== "unix" && own.windowsHint}
      </p>
      <Snippet title={own.watch} code={snippets.watchCommand(spot)} />
      <Snippet title={own.hear(spot.role)} code={snippets.hearCommand(spot)} />
      <Snippet title={own.say} code={snippets.sayCommand(spot, own.greeting, shell)} />
      <Snippet title={own.report} code={snippets.reportCommand(spot, shell)} />
    </>
  );
}

const shellOf = (userAgent: string): Shell => (userAgent.includes("Windows") ? "powershell" : "unix");

function Topics({ spot: { session, host, port, role } }: { spot: Spot }): VNode {
  const own = useSessionsWords();
  return (
    <>
      <p class="snippet-hint">{own.topicsHint}</p>
      <Snippet title={own.broker} code={`${host}:${port}`} />
      <Snippet title={own.topicTalk} code={`chat/${session}/${role}`} />
      <Snippet title={own.topicTo} code={`to/${session}/${role.toLowerCase()}`} />
      <Snippet title={own.topicLog} code={`log/${session}`} />
      <Snippet title={own.topicStatus} code={`status/${session}/${role}`} />
    </>
  );
}
