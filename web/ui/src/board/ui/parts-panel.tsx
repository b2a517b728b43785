import type { RefObject, VNode } from "preact";
import { usePage } from "../../ui/context";
import type { BoardClient } from "../board-client";
import { BUILT_IN_LED, type Circuit, type Part, PIN_TABLE } from "../parts";
import { Drawing } from "./drawing";
import { ButtonPart, ClimatePart, DialPart } from "./input-parts";
import { BuzzerPart, LedPart, PixelsPart, ScreenPart, ServoPart } from "./output-parts";
import { useBoardWords } from "./words";

interface Props {
  readonly circuit: Circuit;
  readonly board: BoardClient;
  readonly isOn: boolean;
  readonly place: RefObject<HTMLElement | null>;
}

/** The drawn board, and the parts that the program uses. */
export function PartsPanel({ circuit, board, isOn, place }: Props): VNode {
  const words = useBoardWords();
  const { role } = usePage();
  const builtIn = circuit.get(BUILT_IN_LED);
  const isLit = builtIn?.kind === "led" && builtIn.brightness > 0;
  return (
    <section ref={place} class="board-bench" aria-label={words.board}>
      <figure class="board-picture">
        <Drawing name="esp32-devkit-v1" led1={isLit} ledPower={isOn} />
        <figcaption>
          <span class="board-role">{role}</span>
          {builtIn && <LedPart part={builtIn} isBuiltIn />}
        </figcaption>
      </figure>
      {circuit.size === 0 && <p class="board-hint">{words.noParts}</p>}
      <ul class="board-parts">
        {[...circuit.values()]
          .filter(({ pin }) => pin !== BUILT_IN_LED || builtIn?.kind !== "led")
          .map((part) => (
            <li key={`${part.kind} ${part.pin}`} class={`board-part part-${part.kind}`}>
              <PartView part={part} board={board} />
            </li>
          ))}
      </ul>
      <PinTable />
    </section>
  );
}

function PartView({ part, board }: { part: Part; board: BoardClient }): VNode {
  switch (part.kind) {
    case "led":
      return <LedPart part={part} />;
    case "buzzer":
      return <BuzzerPart tone={part.tone} pin={part.pin} />;
    case "servo":
      return <ServoPart angle={part.angle} pin={part.pin} />;
    case "button":
      return <ButtonPart pin={part.pin} board={board} />;
    case "dial":
    case "light":
      return <DialPart pin={part.pin} isLight={part.kind === "light"} board={board} />;
    case "climate":
      return <ClimatePart pin={part.pin} board={board} />;
    case "pixels":
      return <PixelsPart colours={part.colours} pin={part.pin} />;
    case "screen":
      return <ScreenPart {...part} />;
  }
}

function PinTable(): VNode {
  const words = useBoardWords();
  return (
    <details class="board-pins">
      <summary>{words.pins}</summary>
      <p>{words.pinsLead}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.pin}</th>
            <th scope="col">{words.part}</th>
          </tr>
        </thead>
        <tbody>
          {PIN_TABLE.map(({ pins, part }) => (
            <tr key={pins}>
              <td>{pins}</td>
              <td>{words.partNames[part]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
