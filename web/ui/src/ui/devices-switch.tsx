import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { SwitchCommand } from "../model/description";
import { switchState } from "../model/device-controls";
import { labelOf } from "../model/telemetry";
import { ControlHead, UnknownState, Wanted } from "./devices-control-head";
import type { ControlProps } from "./devices-controls";
import { useDevicesWords } from "./devices-use";
import { useCommandLabel, useReadingsWords } from "./readings-words";

/**
 * A switch shows the state that the device has told, and beside it the one that is asked for. While the device has told
 * nothing there is no state to show, but a button for each way.
 */
export function SwitchControl({ command, device, pending, onSend }: ControlProps<SwitchCommand>): VNode {
  const names = useSwitchNames(command, device.role);
  const on = switchState(device, command);
  const place = useFocusKept();
  const send = (way: boolean): void => onSend(way ? command.word : command.off, command.key ? way : null);
  const wanted = typeof pending?.wanted === "boolean" ? names.stateOf(pending.wanted) : "";
  return (
    <div ref={place} class={`device-control device-switch ${pending ? "pending" : ""}`}>
      {names.label && <ControlHead label={names.label} wanted={wanted} />}
      <div class="control-row">
        {on === null ? (
          <Ways command={command} name={names.full} pending={pending?.wanted ?? null} onWay={send} />
        ) : (
          <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={on}
            aria-label={names.full}
            aria-busy={pending !== null}
            onClick={() => send(!on)}
          >
            <span class="switch-knob" />
          </button>
        )}
        {command.key !== "" && (on === null ? <UnknownState /> : <State text={names.stateOf(on)} />)}
        {!names.label && <Wanted wanted={wanted} />}
      </div>
    </div>
  );
}

const State = ({ text }: { text: string }): VNode => <span class="switch-state">{text}</span>;

/** The buttons make room for the switch once its state is told: who was on them is on the switch then. */
function useFocusKept(): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const had = place.current?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (had && !place.current?.contains(document.activeElement)) place.current?.querySelector("button")?.focus();
  });
  return place;
}

interface WaysProps {
  readonly command: SwitchCommand;
  readonly name: string;
  readonly pending: unknown;
  readonly onWay: (on: boolean) => void;
}

function Ways({ command, name, pending, onWay }: WaysProps): VNode {
  const labelOfCommand = useCommandLabel();
  return (
    <div class="segments" role="group" aria-label={name}>
      {[true, false].map((way) => {
        const word = way ? command.word : command.off;
        return (
          <button
            key={word}
            type="button"
            class={`segment ${pending === way ? "asked" : ""}`}
            title={word}
            onClick={() => onWay(way)}
          >
            {labelOfCommand(word)}
          </button>
        );
      })}
    </div>
  );
}

interface SwitchNames {
  /** Empty for what is just on or off. */
  readonly label: string;
  /** For those who do not see what stands around it. */
  readonly full: string;
  readonly stateOf: (on: boolean) => string;
}

function useSwitchNames({ word, off, key }: SwitchCommand, role: string): SwitchNames {
  const words = useDevicesWords();
  const readings = useReadingsWords();
  const labelOfCommand = useCommandLabel();
  if (word === "on" && off === "off")
    return { label: "", full: words.switchOf(role), stateOf: (on) => (on ? words.on : words.off) };
  const label = key ? labelOf(key, readings) : labelOfCommand(word);
  return { label, full: words.controlOf(label, role), stateOf: (on) => (on ? readings.yes : readings.no) };
}
