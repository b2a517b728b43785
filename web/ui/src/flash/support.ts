/** Why this browser can't reach a serial port. Pure. */

export interface Surroundings {
  readonly hasSerial: boolean;
  /** `isSecureContext`: HTTPS, or an address of this machine. */
  readonly isSecure: boolean;
  readonly userAgent: string;
}

/** `insecure`: the page's address; `phone`: no wired ports there; `browser`: it has no Web Serial. */
export type Obstacle = "insecure" | "phone" | "browser";

/** All that stands in the way, so that nobody meets one after the other. Empty where ports can be used. */
export function obstacles({ hasSerial, isSecure, userAgent }: Surroundings): Obstacle[] {
  if (hasSerial) return [];
  const found: Obstacle[] = isSecure ? [] : ["insecure"];
  if (/Android|iPhone|iPad|Mobile/.test(userAgent)) found.push("phone");
  else if (isSecure || !/Chrome\//.test(userAgent)) found.push("browser");
  return found;
}

export const surroundings = (): Surroundings => ({
  hasSerial: "serial" in navigator,
  isSecure: isSecureContext,
  userAgent: navigator.userAgent,
});
