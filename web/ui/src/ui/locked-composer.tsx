/** In the place of the composer while one may not write: why, and what to do. What was being written stays kept. */

import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icons";

interface Props {
  readonly title: string;
  readonly hint: string;
  /** What one can do about it: links and buttons. */
  readonly children?: ComponentChildren;
}

export function LockedComposer({ title, hint, children }: Props): VNode {
  return (
    <div class="locked-composer" role="status">
      <Icon name="lock" />
      <div class="locked-text">
        <strong>{title}</strong>
        <span>{hint}</span>
      </div>
      {children}
    </div>
  );
}
