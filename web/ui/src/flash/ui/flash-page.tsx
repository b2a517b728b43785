import type { VNode } from "preact";
import { labPath } from "../../base";
import { usePage } from "../../ui/context";
import { Icon } from "../../ui/icons";
import { obstacles, surroundings } from "../support";
import { useFlash } from "../use-flash";
import { ConsolePanel } from "./console-panel";
import { FilesPanel } from "./files-panel";
import { FirmwarePanel } from "./firmware-panel";
import { ObstaclesPanel } from "./obstacles-panel";
import { PortPanel } from "./port-panel";
import { useFlashWords } from "./words";

/** The page for a real board, or why there can be none here. */
export function FlashPage(): VNode {
  const { words, mayManage } = usePage();
  const own = useFlashWords();
  const found = obstacles(surroundings());
  return (
    <div class={`column flash-page ${found.length > 0 ? "" : "wide"}`}>
      <header class="page-head">
        <a class="back-link" href={labPath(mayManage ? "/boards" : "/")}>
          <Icon name="back" />
          {mayManage ? own.toBoards : words.allSessions}
        </a>
        <h1>{own.title}</h1>
        <p class="lead-text">{own.lead}</p>
      </header>
      {found.length > 0 ? <ObstaclesPanel found={found} /> : <Bench />}
    </div>
  );
}

function Bench(): VNode {
  const { board, state } = useFlash();
  return (
    <div class="flash-bench">
      <div class="flash-steps">
        <PortPanel board={board} state={state} />
        <FirmwarePanel board={board} state={state} />
        <FilesPanel board={board} state={state} />
      </div>
      <ConsolePanel board={board} state={state} />
    </div>
  );
}
