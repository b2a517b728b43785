import type { VNode } from "preact";
import { FAULTS, type Fault, type FaultSetting, type Faults, isTimed, noFaults } from "../model/fault-rules";
import { useFaultsWords } from "./faults-use";

interface Props {
  readonly faults: Faults;
  readonly onFaults: (faults: Faults) => void;
}

/** A switch for each fault, and sliders for how often and how long. */
export function FaultSwitches({ faults, onFaults }: Props): VNode {
  const words = useFaultsWords();
  const set = (fault: Fault, setting: FaultSetting): void =>
    onFaults({ ...faults, settings: { ...faults.settings, [fault]: setting } });
  return (
    <>
      <ul class="fault-list">
        {FAULTS.map((fault) => (
          <FaultRow key={fault} fault={fault} setting={faults.settings[fault]} onSetting={(one) => set(fault, one)} />
        ))}
      </ul>
      {faults.others.length > 0 && (
        <p class="form-text">
          {words.otherRules}: <code>{faults.others.join(", ")}</code>
        </p>
      )}
      <button type="button" class="btn btn-quiet btn-bordered" onClick={() => onFaults({ ...noFaults, others: [] })}>
        {words.off}
      </button>
    </>
  );
}

interface RowProps {
  readonly fault: Fault;
  readonly setting: FaultSetting;
  readonly onSetting: (setting: FaultSetting) => void;
}

function FaultRow({ fault, setting, onSetting }: RowProps): VNode {
  const words = useFaultsWords();
  const name = words.faultNames[fault];
  return (
    <li class={`fault ${setting.on ? "is-on" : ""}`}>
      <div class="fault-head">
        <span>{name}</span>
        <button
          type="button"
          class="switch"
          role="switch"
          aria-checked={setting.on}
          aria-label={name}
          onClick={() => onSetting({ ...setting, on: !setting.on })}
        >
          <span class="switch-knob" />
        </button>
      </div>
      {setting.on && <Often fault={fault} setting={setting} onSetting={onSetting} />}
      {setting.on && isTimed(fault) && <Long fault={fault} setting={setting} onSetting={onSetting} />}
    </li>
  );
}

function Often({ fault, setting, onSetting }: RowProps): VNode {
  const words = useFaultsWords();
  const { percent } = setting;
  return (
    <div class="fault-often">
      <div class="segments" role="group" aria-label={`${words.faultNames[fault]}: ${words.probability}`}>
        <button
          type="button"
          class="segment"
          aria-pressed={percent === null}
          onClick={() => onSetting({ ...setting, percent: null })}
        >
          {words.theNext}
        </button>
        <button
          type="button"
          class="segment"
          aria-pressed={percent !== null}
          onClick={() => onSetting({ ...setting, percent: percent ?? 30 })}
        >
          {words.randomly}
        </button>
      </div>
      {percent !== null && (
        <Slider
          label={`${words.faultNames[fault]}: ${words.probability}`}
          text={words.percent(percent)}
          value={percent}
          least={5}
          greatest={100}
          step={5}
          onValue={(value) => onSetting({ ...setting, percent: value })}
        />
      )}
    </div>
  );
}

function Long({ fault, setting, onSetting }: RowProps): VNode {
  const words = useFaultsWords();
  return (
    <Slider
      label={`${words.faultNames[fault]}: ${words.duration}`}
      text={words.seconds(setting.seconds)}
      value={setting.seconds}
      least={0.5}
      greatest={10}
      step={0.5}
      onValue={(value) => onSetting({ ...setting, seconds: value })}
    />
  );
}

interface SliderProps {
  readonly label: string;
  readonly text: string;
  readonly value: number;
  readonly least: number;
  readonly greatest: number;
  readonly step: number;
  readonly onValue: (value: number) => void;
}

const Slider = ({ label, text, value, least, greatest, step, onValue }: SliderProps): VNode => (
  <div class="fault-slider">
    <input
      type="range"
      aria-label={label}
      aria-valuetext={text}
      min={least}
      max={greatest}
      step={step}
      value={value}
      onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
    />
    <output>{text}</output>
  </div>
);
