import type { VNode } from "preact";
import type { Command } from "../model/description";
import {
  commandStateOf,
  isPending,
  type LoggedCommand,
  latestSent,
  type SentCommand,
  type SentCommands,
  sentKey,
} from "../model/device-command";
import { buttonsOf, type RowCommand, rowsOf } from "../model/device-controls";
import type { Device, DeviceState } from "../model/devices";
import type { Outbox } from "../model/outbox";
import type { Leaf } from "../model/paths";
import type { Series } from "../model/series";
import { ChoiceControl } from "./devices-choice";
import { SliderControl } from "./devices-slider";
import { SwitchControl } from "./devices-switch";
import { TextControl } from "./devices-text";
import { useDevicesWords } from "./devices-use";
import { useCommandLabel } from "./readings-words";

/** Give a command: the words to send, and the value that will tell that it is done; null when none does. */
export type OnCommand = (command: Command, text: string, wanted: Leaf) => void;

interface Props {
  readonly device: Device;
  readonly state: DeviceState;
  readonly series: ReadonlyMap<string, Series> | null;
  readonly sent: SentCommands;
  readonly logged: ReadonlyMap<string, LoggedCommand>;
  readonly outbox: Outbox;
  readonly onCommand: OnCommand;
}

/** What every control is given. */
export interface ControlProps<C extends Command> {
  readonly command: C;
  readonly device: Device;
  readonly series: ReadonlyMap<string, Series> | null;
  /** What is asked for while the device has not answered; null when nothing is. */
  readonly pending: SentCommand | null;
  readonly onSend: (text: string, wanted: Leaf) => void;
}

/** What one may tell a device. While it is offline nothing would reach it. */
export function DeviceControls(props: Props): VNode {
  const { device, state, onCommand } = props;
  const words = useDevicesWords();
  const labelOfCommand = useCommandLabel();
  const isAway = state === "offline";
  return (
    <div class="device-commands">
      <fieldset class="device-controls" disabled={isAway} aria-label={words.commandsOf(device.role)}>
        {rowsOf(device.commands).map((command) => (
          <Control key={command.word} {...props} command={command} />
        ))}
        <div class="device-buttons">
          {buttonsOf(device.commands).map((command) => (
            <button
              key={command.word}
              type="button"
              class="btn btn-sm btn-command"
              title={command.word}
              onClick={() => onCommand(command, command.word, null)}
            >
              {labelOfCommand(command.word)}
            </button>
          ))}
        </div>
      </fieldset>
      <Asking {...props} />
    </div>
  );
}

function Control({ command, ...props }: Props & { command: RowCommand }): VNode {
  const { device, series, onCommand } = props;
  const given = props.sent.get(sentKey(device.role, command));
  const pending = given && isPending(stateOfSent(given, props)) ? given : null;
  const onSend = (text: string, wanted: Leaf): void => onCommand(command, text, wanted);
  const common = { device, series, pending, onSend };
  switch (command.kind) {
    case "switch":
      return <SwitchControl command={command} {...common} />;
    case "slider":
      return <SliderControl command={command} {...common} />;
    case "choice":
      return <ChoiceControl command={command} {...common} />;
    case "text":
      return <TextControl command={command} {...common} />;
  }
}

const stateOfSent = (sent: SentCommand, { device, outbox, logged }: Omit<Props, "onCommand">) =>
  commandStateOf(sent, device, outbox, logged.get(sent.id), Date.now());

/** What became of the last command. It has its place always, so that nothing moves when there is something to say. */
function Asking(props: Props): VNode {
  const { device } = props;
  const words = useDevicesWords();
  const labelOfCommand = useCommandLabel();
  const sent = latestSent(props.sent, device);
  const state = sent ? stateOfSent(sent, props) : "answered";
  const text = (): string => {
    if (props.state === "offline") return words.deviceAway;
    if (sent === null || state === "answered") return "";
    const command = sent.text === sent.command.word ? labelOfCommand(sent.text) : sent.text;
    return state === "said" ? words.said(command, device.said?.text ?? "") : words[state](command);
  };
  return (
    <p class={`device-asking ${props.state === "offline" ? "" : state}`} role="status">
      {text()}
    </p>
  );
}
