import type { VNode } from "preact";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly label: string;
  /** What is asked for and not told yet; empty when nothing is. */
  readonly wanted: string;
}

/** The name of a control; beside it what is asked for, never in the place of what the device has told. */
export function ControlHead({ label, wanted }: Props): VNode {
  return (
    <div class="control-head">
      <span class="control-label">{label}</span>
      <Wanted wanted={wanted} />
    </div>
  );
}

export function Wanted({ wanted }: Pick<Props, "wanted">): VNode | null {
  const words = useDevicesWords();
  return wanted ? <span class="control-wanted">{words.wanted(wanted)}</span> : null;
}

/** In the place of a state that the device has not told. */
export function UnknownState(): VNode {
  return (
    <span class="switch-state">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{useDevicesWords().stateUnknown}</span>
    </span>
  );
}
