/**
 * The drawings. They only show: what can be moved has a control beside it. Wokwi's custom elements serve where they draw
 * without `style` attributes, which the page's content security policy forbids; the rest is drawn here.
 */

import "@wokwi/elements/dist/esm/esp32-devkit-v1-element";
import "@wokwi/elements/dist/esm/photoresistor-sensor-element";
import "@wokwi/elements/dist/esm/servo-element";
import { h, type VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { LedColour } from "../parts";

type Name = "esp32-devkit-v1" | "photoresistor-sensor" | "servo";

/** Its properties are set as such: as attributes, `false` would be a text, and true. */
export function Drawing({ name, ...shown }: { name: Name; [property: string]: unknown }): VNode {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => void Object.assign(element.current ?? {}, shown));
  return (
    <span class={`drawing drawing-${name}`} aria-hidden="true">
      {h(`wokwi-${name}`, { ref: element })}
    </span>
  );
}

const LED_COLOURS: Readonly<Record<LedColour, string>> = {
  red: "#e5352b",
  yellow: "#f2c414",
  green: "#2fb344",
  blue: "#2f7de5",
};

/** `brightness` from 0 to 1. */
export function Led({ colour, brightness }: { colour: LedColour; brightness: number }): VNode {
  const paint = LED_COLOURS[colour];
  // The eye sees a quarter of the power as more than half of the light.
  const light = brightness ** (1 / 2.2);
  return (
    <svg class="led" viewBox="0 0 48 56" aria-hidden="true" focusable="false">
      <path d="M18 40v14M30 40v11" class="led-legs" />
      <circle cx="24" cy="20" r="20" fill={paint} opacity={light * 0.35} />
      <path d="M12 38V20a12 12 0 0 1 24 0v18z" fill={paint} opacity={0.35 + light * 0.65} />
      <path d="M10 36h28v5H10z" fill={paint} opacity={0.6 + light * 0.4} />
      <ellipse cx="20" cy="17" rx="3" ry="6" fill="#ffffff" opacity={0.25 + light * 0.6} />
    </svg>
  );
}

export const BuzzerDrawing = ({ isOn }: { isOn: boolean }): VNode => (
  <svg class="buzzer" viewBox="0 0 64 48" aria-hidden="true" focusable="false">
    <circle cx="24" cy="24" r="20" class="buzzer-body" />
    <circle cx="24" cy="24" r="4" class="buzzer-hole" />
    {isOn && <path d="M48 14q7 10 0 20M55 8q12 16 0 32" class="buzzer-waves" />}
  </svg>
);

export const ClimateDrawing = (): VNode => (
  <svg class="climate" viewBox="0 0 40 60" aria-hidden="true" focusable="false">
    <path d="M12 48v11M17 48v11M23 48v11M28 48v11" class="climate-legs" />
    <rect x="4" y="2" width="32" height="46" rx="3" class="climate-body" />
    <path d="M9 12h22M9 18h22M9 24h22M9 30h22M9 36h22M14 9v30M20 9v30M26 9v30" class="climate-grid" />
  </svg>
);
