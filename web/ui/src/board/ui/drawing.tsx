/** Parts drawn by Wokwi's custom elements. They only show: what can be moved has a control of ours beside it. */

import "@wokwi/elements/dist/esm/buzzer-element";
import "@wokwi/elements/dist/esm/dht22-element";
import "@wokwi/elements/dist/esm/esp32-devkit-v1-element";
import "@wokwi/elements/dist/esm/led-element";
import "@wokwi/elements/dist/esm/photoresistor-sensor-element";
import "@wokwi/elements/dist/esm/servo-element";
import { h, type VNode } from "preact";

type Name = "buzzer" | "dht22" | "esp32-devkit-v1" | "led" | "photoresistor-sensor" | "servo";

export const Drawing = ({ name, ...shown }: { name: Name; [property: string]: unknown }): VNode => (
  <span class={`drawing drawing-${name}`} aria-hidden="true">
    {h(`wokwi-${name}`, shown)}
  </span>
);
