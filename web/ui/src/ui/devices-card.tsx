import type { VNode } from "preact";
import { commandStateOf, type SentCommand } from "../model/device-command";
import { buttonsOf, type Device, type DeviceState, hasSwitch, isOn, type Value } from "../model/devices";
import { hueOf } from "../model/hue";
import type { Outbox } from "../model/outbox";
import { type Series, seriesId, unitOf } from "../model/series";
import { sparkPath } from "../model/series-spark";
import { labelOf, valueText } from "../model/telemetry";
import { agoText, exactText } from "../model/time";
import { usePage } from "./context";
import { useDevicesWords } from "./devices-use";
import { memo } from "./memo";
import { useReadingsWords } from "./readings-words";
import { Avatar } from "./role-badge";

interface Props {
  readonly device: Device;
  readonly state: DeviceState;
  /** null while the history is not read yet. */
  readonly series: ReadonlyMap<string, Series> | null;
  /** The last command pressed here; null when there was none. */
  readonly sent: SentCommand | null;
  readonly outbox: Outbox;
  readonly now: number;
  readonly onPress: (command: string) => void;
}

/** Values that are shown without opening the rest. */
const SHOWN = 4;

export function DeviceCard(props: Props): VNode {
  const { device, state } = props;
  const words = useDevicesWords();
  return (
    <li class={`device-card ${state}`} aria-label={device.role}>
      <header class="device-head">
        <Avatar role={device.role} />
        <div class="device-name">
          <h2>{device.role}</h2>
          {device.kind && device.kind !== device.role && <span class="device-kind">{device.kind}</span>}
        </div>
        <span class={`device-state ${state}`} title={words[`${state}Hint`]}>
          <StateSign state={state} />
          {words[state]}
        </span>
      </header>
      <Values {...props} />
      {device.commands.length > 0 && <Commands {...props} />}
      <LastSeen at={device.lastAt} now={props.now} />
    </li>
  );
}

/** Each state has its own shape, so that colour is not the only difference. */
function StateSign({ state }: { state: DeviceState }): VNode {
  const forms = {
    online: <circle cx="6" cy="6" r="5" />,
    stale: <path d="M6 0.8 11.6 11H0.4z" />,
    offline: <path d="M2 2l8 8M10 2l-8 8" class="line" />,
    unknown: <circle cx="6" cy="6" r="4.2" class="line" />,
  };
  return (
    <svg class="state-sign" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {forms[state]}
    </svg>
  );
}

function Values({ device, series }: Props): VNode | null {
  const words = useDevicesWords();
  const values = [...device.values].filter(([key]) => key !== "on" || !hasSwitch(device));
  if (values.length === 0) return device.commands.length > 0 ? null : <p class="device-note">{words.noValue}</p>;
  const reading = ([key, value]: [string, Value]): VNode => (
    <Reading
      key={key}
      name={key}
      value={value.value}
      series={series?.get(seriesId(device.role, key)) ?? null}
      role={device.role}
    />
  );
  const more = values.slice(SHOWN);
  return (
    <>
      <dl class="device-values">{values.slice(0, SHOWN).map(reading)}</dl>
      {more.length > 0 && (
        <details class="device-more">
          <summary>{words.moreValues(more.length)}</summary>
          <dl class="device-values">{more.map(reading)}</dl>
        </details>
      )}
      {device.leftOut > 0 && <p class="device-note">{words.valuesLeftOut(device.leftOut)}</p>}
    </>
  );
}

interface ReadingProps {
  readonly name: string;
  readonly value: Value["value"];
  readonly series: Series | null;
  readonly role: string;
}

// Drawn again only when something came: the clock of the page ticks every second.
const Reading = memo(function ReadingDrawn({ name, value, series, role }: ReadingProps): VNode {
  const unit = typeof value === "number" || typeof value === "bigint" ? unitOf(name) : "";
  const path = series ? sparkPath(series, 100, 28) : "";
  return (
    <div class="device-reading">
      <dt title={name}>{labelOf(name, useReadingsWords())}</dt>
      <dd>
        <span class={`device-value ${typeof value === "string" ? "text" : ""}`}>
          <ValueText value={value} />
          {unit && <span class="unit">{unit}</span>}
        </span>
        {path && (
          <svg
            class={`spark hue-${hueOf(role)}`}
            viewBox="-2 -2 104 32"
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            <path d={path} />
          </svg>
        )}
      </dd>
    </div>
  );
});

function ValueText({ value }: { value: Value["value"] }): VNode {
  const text = valueText(value, usePage().lang, useReadingsWords());
  return <>{text.length > 60 ? `${text.slice(0, 60)}…` : text}</>;
}

function Commands({ device, sent, outbox, now, onPress }: Props): VNode {
  const words = useDevicesWords();
  const { commands } = useReadingsWords();
  const labelOfCommand = (command: string): string =>
    Object.hasOwn(commands, command) ? (commands[command] ?? command) : command;
  const state = sent ? commandStateOf(sent, device, outbox, now) : "answered";
  return (
    <div class="device-commands">
      <div class="device-controls" role="group" aria-label={words.commandsOf(device.role)}>
        {hasSwitch(device) && <Switch device={device} onPress={onPress} />}
        {buttonsOf(device).map((command) => (
          <button
            key={command}
            type="button"
            class="btn btn-sm btn-command"
            title={command}
            onClick={() => onPress(command)}
          >
            {labelOfCommand(command)}
          </button>
        ))}
      </div>
      <p class={`device-state ${state}`} role="status">
        {sent && state !== "answered" ? words[state](labelOfCommand(sent.command)) : ""}
      </p>
    </div>
  );
}

function Switch({ device, onPress }: { device: Device; onPress: (command: string) => void }): VNode {
  const words = useDevicesWords();
  const on = isOn(device);
  const knownText = on ? words.on : words.off;
  return (
    <div class="device-switch">
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={on === true}
        aria-label={words.switchOf(device.role)}
        onClick={() => onPress(on === true ? "off" : "on")}
      >
        <span class="switch-knob" />
      </button>
      <span class="switch-state">{on === null ? words.stateUnknown : knownText}</span>
    </div>
  );
}

function LastSeen({ at, now }: { at: number; now: number }): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  return (
    <p class="device-seen">
      {words.lastSeen}{" "}
      <time dateTime={new Date(at).toISOString()} title={exactText(at, lang)}>
        {seenText(at, lang, now, words.justNow)}
      </time>
    </p>
  );
}

/** "12 seconds ago", and from a minute on as everywhere. */
function seenText(at: number, lang: string, now: number, justNow: string): string {
  const seconds = Math.floor((now - at) / 1000);
  if (seconds < 2) return justNow;
  if (seconds < 60) return new Intl.RelativeTimeFormat(lang).format(-seconds, "second");
  return agoText(new Date(at).toISOString(), lang, now);
}
