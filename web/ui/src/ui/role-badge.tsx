import type { VNode } from "preact";
import { hueOf } from "../model/hue";

export const RoleBadge = ({ role }: { role: string }): VNode => (
  <span class={`role-badge hue-${hueOf(role)}`}>{role}</span>
);

/** The first letter of a role in its colour. */
export const Avatar = ({ role }: { role: string }): VNode => (
  <span class={`avatar hue-${hueOf(role)}`} aria-hidden="true">
    {role.slice(0, 1).toUpperCase()}
  </span>
);
