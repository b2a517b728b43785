import type { VNode } from "preact";
import type { LoggedCommand, SentCommands } from "../model/device-command";
import { type Device, type DeviceState, type Misread, misreadNow } from "../model/devices";
import type { Outbox } from "../model/outbox";
import type { Series } from "../model/series";
import { agoText, exactText } from "../model/time";
import { usePage } from "./context";
import { DeviceControls, type OnCommand } from "./devices-controls";
import { useDevicesWords } from "./devices-use";
import { DeviceValues } from "./devices-values";
import { Icon } from "./icons";
import { Menu } from "./menu";
import { useNameOf } from "./names";
import { PayloadHint } from "./payload-hint";
import { Avatar } from "./role-badge";

interface Props {
  readonly device: Device;
  /** Where it stands among how many, from 0. */
  readonly place: number;
  readonly of: number;
  readonly onMove: (role: string, by: -1 | 1) => void;
  readonly state: DeviceState;
  /** null while the history is not read yet. */
  readonly series: ReadonlyMap<string, Series> | null;
  /** Whether the viewer may give commands. */
  readonly mayCommand: boolean;
  /** What was sent from here. */
  readonly sent: SentCommands;
  readonly logged: ReadonlyMap<string, LoggedCommand>;
  readonly outbox: Outbox;
  readonly now: number;
  readonly onCommand: OnCommand;
}

export function DeviceCard(props: Props): VNode {
  const { device, state, series, mayCommand } = props;
  const words = useDevicesWords();
  const name = useNameOf()(device.role);
  const hasControls = mayCommand && device.commands.length > 0;
  return (
    <li class={`device-card ${state}`} aria-label={name} data-role={device.role}>
      <header class="device-head">
        <Avatar role={device.role} />
        <div class="device-name">
          <h2 title={device.role}>{name}</h2>
          {device.kind && device.kind !== device.role && <span class="device-kind">{device.kind}</span>}
        </div>
        <span class={`device-state ${state}`} title={words[`${state}Hint`]}>
          <StateSign state={state} />
          {words[state]}
        </span>
        {props.of > 1 && <CardMenu {...props} name={name} />}
      </header>
      <DeviceValues device={device} series={series} hasControls={hasControls} />
      <MisreadNote misread={misreadNow(device)} />
      {hasControls && <DeviceControls {...props} />}
      <LastSeen at={device.lastAt} now={props.now} />
    </li>
  );
}

function CardMenu({ device: { role }, place, of, onMove, name }: Props & { name: string }): VNode {
  const words = useDevicesWords();
  return (
    <Menu label={words.cardMenu(name)} button={<Icon name="more" />}>
      <button type="button" disabled={place === 0} onClick={() => onMove(role, -1)}>
        {words.moveUp}
      </button>
      <button type="button" disabled={place === of - 1} onClick={() => onMove(role, 1)}>
        {words.moveDown}
      </button>
    </Menu>
  );
}

const LONGEST = 60;

/** What it sent last that was meant to be data, and what to change. */
function MisreadNote({ misread }: { misread: Misread | null }): VNode | null {
  if (!misread) return null;
  const { text, hint } = misread;
  return (
    <div class="device-misread">
      <code title={text}>{text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</code>
      <PayloadHint hint={hint} />
    </div>
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
