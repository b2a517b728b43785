/** Whether the viewer may give commands, and if not, why. Pure. */

import type { Refusal } from "./room";

/** view-only: this person may look, not write; role-taken, device-role, refused: the lab refuses the chosen role. */
export type NoCommand = "view-only" | "role-taken" | "device-role" | "refused";

/** `refusal` is what the lab says to the role that sends; its reason is empty when there is none. */
export function whyNoCommand(mayWrite: boolean, { reason }: Refusal): NoCommand | null {
  if (!mayWrite) return "view-only";
  if (reason === "") return null;
  return reason === "role-taken" || reason === "device-role" ? reason : "refused";
}
