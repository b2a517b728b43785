import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { SliderCommand } from "../model/description";
import { sliderState } from "../model/device-controls";
import { quantityText } from "../model/quantity";
import { seriesId } from "../model/series";
import { numberToSend, partOf, stepOf } from "../model/slider";
import { labelOf, numberText } from "../model/telemetry";
import { usePage } from "./context";
import { ControlHead } from "./devices-control-head";
import type { ControlProps } from "./devices-controls";
import { useDevicesWords } from "./devices-use";
import { Spark, Told } from "./devices-values";
import { useCommandLabel, useReadingsWords } from "./readings-words";

/** Keys move a slider step by step: what they choose is sent when they rest for so long. */
const KEYS_REST_MS = 700;

/** A slider for a number: the thumb is what is asked for, the mark behind it what the device has told. */
export function SliderControl({ command, device, series, pending, onSend }: ControlProps<SliderCommand>): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const readings = useReadingsWords();
  const labelOfCommand = useCommandLabel();
  const { key, word, unit, least, greatest } = command;
  const told = sliderState(device, command);
  const send = (value: number): void => {
    const text = numberToSend(command, value);
    onSend(`${word} ${text}`, key ? Number(text) : null);
  };
  const [moved, events] = useMoves(send);
  const asked = moved ?? numberOf(pending?.text, word);
  const shown = asked ?? told;
  const label = key ? labelOf(key, readings) : labelOfCommand(word);
  return (
    <div class={`device-control device-slider ${pending || moved !== null ? "pending" : ""}`}>
      <ControlHead label={label} wanted={asked !== null && asked !== told ? quantityText(asked, unit, lang) : ""} />
      {key !== "" && (
        <div class="control-row">
          <Told value={told ?? undefined} unit={unit} />
          <Spark series={series?.get(seriesId(device.role, key)) ?? null} role={device.role} unit={unit} />
        </div>
      )}
      <svg class="slider-mark" aria-hidden="true" focusable="false">
        {told !== null && <circle cx={`${Math.round(partOf(told, command) * 1000) / 10}%`} cy="50%" r="5" />}
      </svg>
      <input
        type="range"
        class={shown === null ? "untold" : ""}
        aria-label={words.controlOf(label, device.role)}
        aria-valuetext={shown === null ? words.stateUnknown : quantityText(shown, unit, lang)}
        min={least}
        max={greatest}
        step={stepOf(command)}
        value={shown ?? least}
        {...events}
      />
      <p class="gauge-bounds" aria-hidden="true">
        <span>{numberText(least, lang)}</span>
        <span>{numberText(greatest, lang)}</span>
      </p>
    </div>
  );
}

function numberOf(text: string | undefined, word: string): number | null {
  return text === undefined ? null : Number(text.slice(word.length + 1));
}

interface MoveEvents {
  readonly onInput: (event: { currentTarget: HTMLInputElement }) => void;
  readonly onChange: (event: { currentTarget: HTMLInputElement }) => void;
  readonly onKeyDown: () => void;
  readonly onPointerDown: () => void;
  readonly onBlur: () => void;
}

/** Where the thumb is moved to, until that is sent: when the pointer lets go, or when the keys rest. */
function useMoves(send: (value: number) => void): [number | null, MoveEvents] {
  const [moved, setMoved] = useState<number | null>(null);
  const byKeys = useRef(false);
  const waiting = useRef<{ value: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  const latest = useRef(send);
  latest.current = send;
  const settle = (): void => {
    if (waiting.current === null) return;
    const { value, timer } = waiting.current;
    clearTimeout(timer);
    waiting.current = null;
    setMoved(null);
    latest.current(value);
  };
  const change = (value: number): void => {
    clearTimeout(waiting.current?.timer);
    waiting.current = { value, timer: setTimeout(settle, byKeys.current ? KEYS_REST_MS : 0) };
  };
  useEffect(() => () => clearTimeout(waiting.current?.timer), []);
  return [
    moved,
    {
      onInput: ({ currentTarget }) => setMoved(currentTarget.valueAsNumber),
      onChange: ({ currentTarget }) => change(currentTarget.valueAsNumber),
      onKeyDown: () => {
        byKeys.current = true;
      },
      onPointerDown: () => {
        byKeys.current = false;
      },
      onBlur: settle,
    },
  ];
}
