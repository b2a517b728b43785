import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { TextCommand } from "../model/description";
import { ControlHead } from "./devices-control-head";
import type { ControlProps } from "./devices-controls";
import { useDevicesWords } from "./devices-use";
import { Icon } from "./icons";
import { useCommandLabel } from "./readings-words";

const LONGEST = 500;

/** A text to send after the command's word. */
export function TextControl({ command: { word }, device, onSend }: ControlProps<TextCommand>): VNode {
  const words = useDevicesWords();
  const label = useCommandLabel()(word);
  const [typed, setTyped] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = typed.trim();
    if (text === "") return;
    onSend(`${word} ${text}`, null);
    setTyped("");
  };
  return (
    <form class="device-control device-text" onSubmit={submit}>
      <ControlHead label={label} wanted="" />
      <div class="control-row">
        <input
          class="form-control form-control-sm"
          aria-label={words.controlOf(label, device.role)}
          value={typed}
          maxLength={LONGEST}
          autocomplete="off"
          enterkeyhint="send"
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button
          type="submit"
          class="btn btn-sm btn-command"
          aria-label={words.controlOf(`${label}: ${words.send}`, device.role)}
          title={words.send}
        >
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
