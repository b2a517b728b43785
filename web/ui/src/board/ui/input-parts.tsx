import type { VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { BoardClient } from "../board-client";
import { ClimateDrawing, Drawing } from "./drawing";
import { Caption } from "./output-parts";
import { useBoardWords } from "./words";

interface Props {
  readonly pin: number;
  readonly board: BoardClient;
}

const PRESS_KEYS = new Set([" ", "Enter"]);

/** Pressed as long as the pointer or the key is; or kept so, to have both hands free. */
export function ButtonPart({ pin, board }: Props): VNode {
  const words = useBoardWords();
  const [isPressed, setPressed] = useState(false);
  const [isHeld, setHeld] = useState(board.isPressed(pin));
  const press = (pressed: boolean): void => {
    setPressed(pressed);
    board.put({ t: "pressed", pin, pressed: pressed || isHeld });
  };
  const hold = (held: boolean): void => {
    setHeld(held);
    board.put({ t: "pressed", pin, pressed: held });
  };
  return (
    <>
      <button
        type="button"
        class={`push ${isPressed || isHeld ? "pressed" : ""}`}
        aria-label={`${words.button} ${words.gpio(pin)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          press(true);
        }}
        onPointerUp={() => press(false)}
        onPointerCancel={() => press(false)}
        onKeyDown={({ key, repeat }) => PRESS_KEYS.has(key) && !repeat && press(true)}
        onKeyUp={({ key }) => PRESS_KEYS.has(key) && press(false)}
        onBlur={() => isPressed && press(false)}
        onContextMenu={(event) => event.preventDefault()}
      >
        <span class="push-cap" />
      </button>
      <Caption name={words.button} pin={pin} />
      <label class="part-control form-check">
        <input
          type="checkbox"
          class="form-check-input"
          checked={isHeld}
          onChange={({ currentTarget }) => hold(currentTarget.checked)}
        />
        {words.hold}
      </label>
    </>
  );
}

const FULL = 65535;

export function DialPart({ pin, isLight, board }: Props & { isLight: boolean }): VNode {
  const words = useBoardWords();
  const [value, setValue] = useState(board.analog(pin));
  const percent = Math.round((value / FULL) * 100);
  const move = (moved: number): void => {
    const turned = Math.round((moved / 100) * FULL);
    setValue(turned);
    board.put({ t: "analog", pin, value: turned });
  };
  const name = isLight ? words.light : words.dial;
  return (
    <>
      {isLight ? <Drawing name="photoresistor-sensor" /> : <Knob percent={percent} />}
      <Caption name={name} pin={pin} />
      <Slider name={name} value={percent} least={0} most={100} step={1} text={words.percent(percent)} onMove={move} />
    </>
  );
}

/** A knob that points from seven to five o'clock. */
function Knob({ percent }: { percent: number }): VNode {
  return (
    <svg class="knob" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle cx="24" cy="24" r="20" class="knob-body" />
      <line x1="24" y1="24" x2="24" y2="8" class="knob-mark" transform={`rotate(${-135 + percent * 2.7} 24 24)`} />
    </svg>
  );
}

export function ClimatePart({ pin, board }: Props): VNode {
  const words = useBoardWords();
  const [{ temperature, humidity }, setClimate] = useState(board.climate(pin));
  const move = (moved: { temperature?: number; humidity?: number }): void => {
    const climate = { temperature, humidity, ...moved };
    setClimate(climate);
    board.put({ t: "climate", pin, ...climate });
  };
  return (
    <>
      <ClimateDrawing />
      <Caption name="DHT22" pin={pin} />
      <Slider
        name={words.temperature}
        value={temperature / 10}
        least={-10}
        most={50}
        step={0.5}
        text={`${(temperature / 10).toFixed(1)} °C`}
        onMove={(degrees) => move({ temperature: Math.round(degrees * 10) })}
      />
      <Slider
        name={words.humidity}
        value={humidity / 10}
        least={0}
        most={100}
        step={1}
        text={words.percent(humidity / 10)}
        onMove={(percent) => move({ humidity: Math.round(percent * 10) })}
      />
    </>
  );
}

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly text: string;
  readonly onMove: (value: number) => void;
}

function Slider({ name, value, least, most, step, text, onMove }: SliderProps): VNode {
  const id = useId();
  return (
    <span class="part-slider">
      <label for={id}>{name}</label>
      <output for={id}>{text}</output>
      <input
        id={id}
        type="range"
        class="form-range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={text}
        onInput={({ currentTarget }) => onMove(currentTarget.valueAsNumber)}
      />
    </span>
  );
}
