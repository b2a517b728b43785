import type { VNode } from "preact";
import type { ChoiceCommand } from "../model/description";
import { choiceState } from "../model/device-controls";
import { labelOf } from "../model/telemetry";
import { ControlHead, UnknownState } from "./devices-control-head";
import type { ControlProps } from "./devices-controls";
import { useDevicesWords } from "./devices-use";
import { useCommandLabel, useReadingsWords } from "./readings-words";

/** As many choices, with as many letters together, stand side by side. */
const SIDE_BY_SIDE = 4;
const LETTERS = 18;

/** One of a few: the one that the device has told is marked, the one that is asked for stands out until then. */
export function ChoiceControl({ command, device, pending, onSend }: ControlProps<ChoiceCommand>): VNode {
  const words = useDevicesWords();
  const readings = useReadingsWords();
  const labelOfCommand = useCommandLabel();
  const { key, word, choices } = command;
  const told = choiceState(device, command);
  const asked = typeof pending?.wanted === "string" ? pending.wanted : null;
  const label = key ? labelOf(key, readings) : labelOfCommand(word);
  const parts = {
    name: words.controlOf(label, device.role),
    choices,
    told,
    asked,
    onChoice: (choice: string): void => onSend(`${word} ${choice}`, key ? choice : null),
  };
  const isShort = choices.length <= SIDE_BY_SIDE && choices.join("").length <= LETTERS;
  return (
    <div class={`device-control device-choice ${pending ? "pending" : ""}`}>
      <ControlHead label={label} wanted={asked !== null && asked !== told ? asked : ""} />
      <div class="control-row">
        {isShort ? <Segments {...parts} /> : <Select {...parts} />}
        {key !== "" && told === null && <UnknownState />}
      </div>
    </div>
  );
}

interface Parts {
  readonly name: string;
  readonly choices: readonly string[];
  /** null when the device has not told. */
  readonly told: string | null;
  readonly asked: string | null;
  readonly onChoice: (choice: string) => void;
}

function Segments({ name, choices, told, asked, onChoice }: Parts): VNode {
  return (
    <div class="segments" role="group" aria-label={name}>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          class={`segment ${asked === choice ? "asked" : ""}`}
          aria-pressed={told === choice}
          onClick={() => onChoice(choice)}
        >
          {choice}
        </button>
      ))}
    </div>
  );
}

/** The list goes back to what the device has told; what it tells may be none of the choices. */
function Select({ name, choices, told, onChoice }: Parts): VNode {
  const { choose } = useDevicesWords();
  const isOther = told === null || !choices.includes(told);
  return (
    <select
      class="form-select form-select-sm"
      aria-label={name}
      value={isOther ? "" : told}
      onChange={({ currentTarget }) => {
        const choice = currentTarget.value;
        currentTarget.value = isOther ? "" : told;
        onChoice(choice);
      }}
    >
      {isOther && (
        <option value="" disabled>
          {told ?? choose}
        </option>
      )}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
