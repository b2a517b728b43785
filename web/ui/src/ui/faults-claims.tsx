import type { VNode } from "preact";
import { arrived, type Claim, twice } from "../model/fault-claims";
import { useFaultsWords } from "./faults-use";

const COLUMNS = 20;
const CELL = 12;

/** What each run cost, the newest first and largest. */
export function FaultClaims({ claims, role }: { claims: readonly Claim[]; role: string }): VNode {
  const words = useFaultsWords();
  return (
    <section class="panel fault-claims" aria-labelledby="fault-claims">
      <h2 id="fault-claims" class="panel-title">
        {words.claims}
      </h2>
      {claims.length === 0 ? (
        <p class="lead-text">{words.noClaims}</p>
      ) : (
        <>
          <ul class="claims" aria-live="polite">
            {claims.map((claim) => (
              <ClaimLine key={claim.run} claim={claim} role={role} />
            ))}
          </ul>
          <p class="form-text">
            {words.claimsHint} {promiseOf(claims[0], words)}
          </p>
        </>
      )}
    </section>
  );
}

function promiseOf(claim: Claim | undefined, words: ReturnType<typeof useFaultsWords>): string {
  if (claim?.withId) return words.promiseOfId;
  return (claim && words.promises[claim.qos ?? -1]) ?? "";
}

function ClaimLine({ claim, role }: { claim: Claim; role: string }): VNode {
  const words = useFaultsWords();
  const doubled = twice(claim);
  const came = arrived(claim);
  return (
    <li class="claim">
      <Cells claim={claim} />
      <p class="claim-text">
        <strong>{words.claimName(claim.qos, claim.withId)}:</strong> {words.claim(came, claim.of, doubled, claim.isOn)}
      </p>
      <p class="claim-more">
        {claim.again > 0 && <span>{words.sentAgain(claim.again)}</span>}
        {claim.gaveUp && <span>{words.gaveUp}</span>}
        {claim.role !== "" && claim.role !== role && <span>{words.byProgram(claim.role)}</span>}
      </p>
    </li>
  );
}

/** A cell for each message: empty, filled, or filled twice. */
function Cells({ claim: { times } }: { claim: Claim }): VNode {
  const rows = Math.max(1, Math.ceil(times.length / COLUMNS));
  return (
    <svg class="claim-cells" viewBox={`0 0 ${COLUMNS * CELL} ${rows * CELL}`} aria-hidden="true" focusable="false">
      {times.map((count, place) => (
        <rect
          key={place}
          class={cellClass(count)}
          x={(place % COLUMNS) * CELL + 1.5}
          y={Math.floor(place / COLUMNS) * CELL + 1.5}
          width={CELL - 3}
          height={CELL - 3}
          rx="2"
        />
      ))}
    </svg>
  );
}

function cellClass(count: number): string {
  if (count === 0) return "cell-none";
  return count === 1 ? "cell-once" : "cell-twice";
}
