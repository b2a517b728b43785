import type { VNode } from "preact";
import { labPath } from "../base";
import { addressOf, type Join, openCommand, type Reach, reachOf } from "../model/join";
import { CommandLine } from "./command-line";
import { usePage } from "./context";
import { CopyButton } from "./copy-button";
import { useSessionsWords } from "./sessions-words";

/** The session's address and its QR code; or why other machines can't reach the lab, and what to do. */
export function JoinPanel({ join, failed }: { join: Join | null; failed: boolean }): VNode {
  const { words, root } = usePage();
  const own = useSessionsWords();
  const known: Join | null =
    join ?? (failed ? { url: location.origin, host: location.hostname, mqttPort: 0, code: "", trust: "plain" } : null);
  const reach = known && reachOf(known.host, root.dataset["host"] ?? "");
  return (
    <section class="panel join" aria-labelledby="come-in">
      <h2 id="come-in" class="panel-title">
        {own.comeIn}
      </h2>
      {known === null && (
        <p class="join-ghost ghost" role="status">
          <span class="visually-hidden">{words.loading}</span>
        </p>
      )}
      {known && <Way join={known} reach={reach ?? "network"} />}
      {failed && !join && <p class="join-note">{own.joinUnknown}</p>}
    </section>
  );
}

function Way({ join, reach }: { join: Join; reach: Reach }): VNode {
  const { session } = usePage();
  const own = useSessionsWords();
  const address = addressOf(join, session);
  return (
    <>
      {reach !== "network" && <Obstacle host={join.host} reach={reach} />}
      {reach === "network" && (
        <img
          class="qr"
          src={labPath(`/qr.svg?path=${encodeURIComponent(`/s/${session}`)}`)}
          alt={own.qrAlt(address)}
          width="320"
          height="320"
        />
      )}
      <p class="join-lead">{reach === "network" ? own.joinBy : own.joinHere}</p>
      <p class={`join-address ${reach}`}>
        <a href={address}>{address}</a>
        <CopyButton text={address} title={own.copyAddress} />
      </p>
      {join.code && (
        <p class="join-code">
          {own.classCode} <strong>{join.code}</strong>
        </p>
      )}
      {join.trust === "ca" && (
        <p class="join-note">
          {own.trustOnce} <a href={labPath("/ca.pem")}>ca.pem</a>. {own.trustHow}
        </p>
      )}
    </>
  );
}

function Obstacle({ host, reach }: { host: string; reach: Reach }): VNode {
  const own = useSessionsWords();
  const { root } = usePage();
  const alone = reach === "alone";
  return (
    <div class="obstacle">
      <h3>{alone ? own.alone : own.noNetwork}</h3>
      {alone ? (
        <CommandLine title={own.aloneWhy(host)} command={openCommand(root.dataset["arguments"] ?? "")} />
      ) : (
        <p>{own.noNetworkWhy}</p>
      )}
    </div>
  );
}
