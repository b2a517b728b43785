/** What the page and the worker that runs MicroPython tell each other. */

/** A part at a pin, as the program's first use of the pin makes it. */
export type PartUse =
  | { readonly kind: "output" | "pwm" | "analog" | "climate"; readonly pin: number }
  /** `pull` as MicroPython's Pin: 0 none, 1 down, 2 up. */
  | { readonly kind: "input"; readonly pin: number; readonly pull: number }
  | { readonly kind: "pixels"; readonly pin: number; readonly count: number }
  | { readonly kind: "screen"; readonly pin: number; readonly width: number; readonly height: number };

/** What the program does to the outside, in order. */
export type Output =
  | { readonly t: "print"; readonly text: string }
  | { readonly t: "use"; readonly use: PartUse }
  | { readonly t: "level"; readonly pin: number; readonly level: number }
  /** `freq` in hertz, `duty` from 0 to 65535. */
  | { readonly t: "pwm"; readonly pin: number; readonly freq: number; readonly duty: number }
  /** Three bytes in hexadecimal digits for each light: red, green, blue. */
  | { readonly t: "pixels"; readonly pin: number; readonly colours: string }
  /** The screen's memory in hexadecimal digits: columns of eight pixels, the lowest bit on top (MONO_VLSB). */
  | { readonly t: "screen"; readonly bits: string }
  | { readonly t: "mqtt-connect"; readonly port: number }
  | { readonly t: "mqtt-disconnect" }
  | { readonly t: "mqtt-subscribe"; readonly filter: string }
  /** `n` is answered by `mqtt-done`; 0 when the program does not wait. */
  | {
      readonly t: "mqtt-publish";
      readonly n: number;
      readonly topic: string;
      readonly payload: string;
      readonly qos: 0 | 1;
    }
  | { readonly t: "reset" }
  /** The program, or a line of the prompt, has ended; `traceback` is empty when it ended well. */
  | { readonly t: "ended"; readonly of: "program" | "line"; readonly traceback: string }
  /** The worker itself failed: MicroPython could not be loaded, or ran out of memory. */
  | { readonly t: "failed"; readonly detail: string };

/** What happens outside, for the program. */
export type Mail =
  | { readonly t: "pressed"; readonly pin: number; readonly pressed: boolean }
  /** From 0 to 65535. */
  | { readonly t: "analog"; readonly pin: number; readonly value: number }
  /** Tenths of a degree Celsius, and of a percent. */
  | { readonly t: "climate"; readonly pin: number; readonly temperature: number; readonly humidity: number }
  /** `fault` is empty when the board is connected. */
  | { readonly t: "mqtt-up"; readonly fault: string }
  | { readonly t: "mqtt-down" }
  | { readonly t: "mqtt-done"; readonly n: number; readonly fault: string }
  | { readonly t: "mqtt-message"; readonly topic: string; readonly payload: string };

/** How mail reaches the worker. */
export type Transport =
  | { readonly kind: "shared"; readonly buffer: SharedArrayBuffer }
  | { readonly kind: "http"; readonly address: string };

/** Messages of the page's own to its worker; mail goes through the mailbox. */
export type Command =
  | {
      readonly t: "start";
      readonly code: string;
      readonly session: string;
      readonly role: string;
      readonly transport: Transport;
      /** How the parts stand already. */
      readonly inputs: readonly Mail[];
    }
  /** There is mail: a worker whose program has ended does not look for it. */
  | { readonly t: "poke" }
  | { readonly t: "line"; readonly text: string };
