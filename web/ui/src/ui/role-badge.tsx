import type { VNode } from "preact";
import { hueOf } from "../model/hue";
import { useNameOf } from "./names";

export const RoleBadge = ({ role }: { role: string }): VNode => (
  <span class={`role-badge hue-${hueOf(role)}`} title={role}>
    {useNameOf()(role)}
  </span>
);

/** The first letter of a name in its colour. */
export const Avatar = ({ role }: { role: string }): VNode => (
  <span class={`avatar hue-${hueOf(role)}`} aria-hidden="true">
    {[...useNameOf()(role)][0]?.toUpperCase()}
  </span>
);
