// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { devicesEn } from "../src/i18n/devices.en";
import { type SentCommand, sentKey } from "../src/model/device-command";
import type { Device, DeviceState } from "../src/model/devices";
import type { JsonObject } from "../src/model/record";
import { readPage } from "../src/page";
import { PageContext } from "../src/ui/context";
import { DeviceCard } from "../src/ui/devices-card";
import { device } from "./fake-device";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const LAMP: JsonObject = {
  device: "lamp",
  commands: [{ word: "on", kind: "switch", off: "off", key: "on" }, "toggle", "status"],
};
const THERMOSTAT: JsonObject = {
  device: "thermostat",
  values: [
    { key: "temperature", kind: "number", unit: "°C", least: 0, greatest: 40 },
    { key: "heating", kind: "boolean" },
  ],
  commands: [{ word: "set", kind: "slider", key: "target", least: 5, greatest: 30, step: 0.5, unit: "°C" }],
};
const PLAYER: JsonObject = {
  device: "player",
  commands: [
    { word: "mode", kind: "choice", choices: ["auto", "eco"], key: "mode" },
    { word: "say", kind: "text" },
  ],
};

interface Given {
  readonly state?: DeviceState;
  readonly mayCommand?: boolean;
  readonly sent?: SentCommand;
}

const page = document.createElement("main");

/** The card of a device, and what was given through its controls. */
function draw(shown: Device, { state = "online", mayCommand = true, sent }: Given = {}) {
  const orders: string[] = [];
  Object.assign(page.dataset, { lang: "en", session: "aula1" });
  if (!page.isConnected) document.body.append(page);
  act(() =>
    render(
      <PageContext.Provider value={readPage(page)}>
        <DeviceCard
          device={shown}
          place={0}
          of={1}
          onMove={() => undefined}
          state={state}
          series={null}
          mayCommand={mayCommand}
          sent={new Map(sent ? [[sentKey("lamp", sent.command), sent]] : [])}
          logged={new Map()}
          outbox={[]}
          now={shown.lastAt}
          onCommand={(_command, text) => orders.push(text)}
        />
      </PageContext.Provider>,
      page,
    ),
  );
  return orders;
}

afterEach(() => render(null, page));

const the = <E extends HTMLElement>(selector: string): E => {
  const found = page.querySelector<E>(selector);
  if (!found) throw new Error(`${selector} is not drawn`);
  return found;
};
const texts = (selector: string): (string | null)[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent);

function move(value: number): void {
  const slider = the<HTMLInputElement>("input[type=range]");
  act(() => {
    slider.value = String(value);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
const change = (): void => {
  act(() => void the("input[type=range]").dispatchEvent(new Event("change", { bubbles: true })));
};
const wait = (milliseconds: number): void => {
  act(() => void vi.advanceTimersByTime(milliseconds));
};

describe("a switch", () => {
  test("has a button for each way, and no state, before the device has told one", () => {
    const orders = draw(device(LAMP));
    expect([page.querySelector("[role=switch]"), texts(".switch-state")]).toEqual([
      null,
      [`–${devicesEn.stateUnknown}`],
    ]);
    act(() => the(".segment:last-child").click());
    expect(orders).toEqual(["off"]);
  });

  test("goes on showing what the device has told while another state is asked for", () => {
    const lamp = device(LAMP, { on: false });
    const command = lamp.commands[0] as SentCommand["command"];
    draw(lamp, { sent: { id: "c1", command, text: "on", wanted: true, at: Date.now() } });
    expect(the("[role=switch]").getAttribute("aria-checked")).toBe("false");
    expect([texts(".control-wanted"), texts(".device-asking")]).toEqual([["→ on"], [devicesEn.sending("on")]]);
  });

  test("asks for the other way", () => {
    const orders = draw(device(LAMP, { on: true }));
    act(() => the("[role=switch]").click());
    expect(orders).toEqual(["off"]);
  });

  test("has the focus that was on one of its buttons before the state was told", () => {
    draw(device(LAMP));
    the(".segment").focus();
    draw(device(LAMP, { on: true }));
    expect(document.activeElement).toBe(the("[role=switch]"));
  });
});

describe("a slider", () => {
  test("sends once it is let go, not while it moves", () => {
    const orders = draw(device(THERMOSTAT, { target: 21 }));
    for (const value of [22, 23.5, 25]) move(value);
    expect([orders, texts(".control-wanted")]).toEqual([[], ["→ 25 °C"]]);
    change();
    wait(0);
    expect(orders).toEqual(["set 25"]);
  });

  test("that keys move sends what they chose when they rest", () => {
    const orders = draw(device(THERMOSTAT, { target: 21 }));
    for (const value of [21.5, 22, 22.5]) {
      the("input[type=range]").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
      move(value);
      change();
      wait(100);
    }
    expect(orders).toEqual([]);
    wait(1000);
    expect(orders).toEqual(["set 22.5"]);
  });

  test("says that nothing is known before the device has told its number", () => {
    draw(device(THERMOSTAT));
    expect(the("input[type=range]").getAttribute("aria-valuetext")).toBe(devicesEn.stateUnknown);
  });
});

describe("a choice and a text", () => {
  test("mark the choice that the device has told, and ask for another", () => {
    const orders = draw(device(PLAYER, { mode: "eco" }));
    expect(texts(".segment[aria-pressed=true]")).toEqual(["eco"]);
    act(() => the(".segment").click());
    expect(orders).toEqual(["mode auto"]);
  });

  test("send what was written, once, and nothing when nothing was", () => {
    const orders = draw(device(PLAYER));
    const submit = (): boolean => the("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    const field = the<HTMLInputElement>(".device-text input");
    act(() => {
      field.value = " olá ";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    act(() => void submit());
    act(() => void submit());
    expect([orders, field.value]).toEqual([["say olá"], ""]);
  });
});

describe("a card", () => {
  test("has a place for each value before it comes", () => {
    draw(device(THERMOSTAT));
    expect(texts("dt")).toEqual(["temperature", "heating"]);
    expect(page.querySelectorAll(".gauge-bar").length).toBe(1);
    expect(page.querySelector("[role=meter]")).toBeNull();
  });

  test("tells a number beyond its bounds", () => {
    draw(device(THERMOSTAT, { temperature: 44 }));
    expect([the("[role=meter]").getAttribute("aria-valuenow"), texts(".gauge-outside")]).toEqual([
      "40",
      ["above 40 °C"],
    ]);
  });

  test("of a device that is offline has controls that do nothing, and says why", () => {
    draw(device(LAMP, { on: true }), { state: "offline" });
    expect([the<HTMLFieldSetElement>("fieldset").disabled, texts(".device-asking")]).toEqual([
      true,
      [devicesEn.deviceAway],
    ]);
  });

  test("has no controls for who may only look, and shows what they would show", () => {
    draw(device(LAMP, { on: true }), { mayCommand: false });
    expect([page.querySelector("fieldset"), texts(".device-value")]).toEqual([null, ["yes"]]);
  });

  test("of an old announcement is as before: a switch, and a button for the rest", () => {
    draw(device({ device: "lamp", commands: ["on", "off", "toggle", "status"] }, { on: true }));
    expect([page.querySelectorAll("[role=switch]").length, texts(".btn-command")]).toEqual([1, ["status"]]);
  });

  test("of a device that does not describe itself shows what it reports", () => {
    draw(device({ temperature: 23 }));
    expect([texts("dt"), texts(".device-value")]).toEqual([["temperature"], ["23°C"]]);
  });
});
