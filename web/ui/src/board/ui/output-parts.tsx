import type { ComponentChildren, VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ledColour, litPixels, type Part, shownColour } from "../parts";
import { Buzzer } from "../sound";
import { BuzzerDrawing, Drawing, Led } from "./drawing";
import { useBoardWords } from "./words";

/** What a part is, where it is, and how it stands, in words. */
export function Caption({ name, pin, children }: { name: string; pin: number; children?: ComponentChildren }): VNode {
  const words = useBoardWords();
  return (
    <span class="part-caption">
      <span class="part-name">{name}</span>
      <span class="part-pin">{words.gpio(pin)}</span>
      {children}
    </span>
  );
}

const State = ({ on, children }: { on: boolean; children: ComponentChildren }): VNode => (
  <span class={`part-state ${on ? "on" : ""}`}>{children}</span>
);

export function LedPart({ part, isBuiltIn = false }: { part: Part; isBuiltIn?: boolean }): VNode | null {
  const words = useBoardWords();
  if (part.kind !== "led") return null;
  const { pin, brightness } = part;
  const colour = ledColour(pin);
  const dimmed = words.percent(Math.round(brightness * 100));
  const lit = brightness < 1 ? dimmed : words.on;
  return (
    <>
      {!isBuiltIn && <Led colour={colour} brightness={brightness} />}
      <Caption name={words.ledNames[colour]} pin={pin}>
        <State on={brightness > 0}>{brightness > 0 ? lit : words.off}</State>
      </Caption>
    </>
  );
}

export function BuzzerPart({ tone, pin }: { tone: number; pin: number }): VNode {
  const words = useBoardWords();
  const [isAudible, setAudible] = useState(false);
  const buzzer = useMemo(() => new Buzzer(), []);
  useEffect(() => buzzer.play(tone), [buzzer, tone]);
  useEffect(() => () => buzzer.switchOff(), [buzzer]);
  const toggle = (): void => {
    if (isAudible) buzzer.switchOff();
    else buzzer.switchOn();
    setAudible(!isAudible);
  };
  return (
    <>
      <BuzzerDrawing isOn={tone > 0} />
      <Caption name={words.buzzer} pin={pin}>
        <State on={tone > 0}>{tone > 0 ? words.hertz(tone) : words.silent}</State>
      </Caption>
      <button
        type="button"
        class="btn btn-sm btn-quiet btn-bordered part-control"
        aria-pressed={isAudible}
        onClick={toggle}
      >
        {isAudible ? words.soundOff : words.soundOn}
      </button>
    </>
  );
}

export function ServoPart({ angle, pin }: { angle: number; pin: number }): VNode {
  const words = useBoardWords();
  return (
    <>
      <Drawing name="servo" angle={angle} />
      <Caption name={words.servo} pin={pin}>
        <State on>{words.degrees(angle)}</State>
      </Caption>
    </>
  );
}

export function PixelsPart({ colours, pin }: { colours: readonly string[]; pin: number }): VNode {
  const words = useBoardWords();
  const lit = colours.filter((colour) => colour !== "#000000").length;
  return (
    <>
      <svg class="pixels" viewBox={`0 0 ${colours.length * 12} 12`} aria-hidden="true" focusable="false">
        {colours.map((colour, index) => (
          <circle key={index} cx={index * 12 + 6} cy="6" r="4.5" fill={shownColour(colour)} />
        ))}
      </svg>
      <Caption name={words.pixels(lit, colours.length)} pin={pin} />
    </>
  );
}

export function ScreenPart({ pin, width, height, bits }: Extract<Part, { kind: "screen" }>): VNode {
  const words = useBoardWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    context.fillStyle = "#05080f";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#9fe8ff";
    for (const [index, isLit] of litPixels(bits, width, height).entries())
      if (isLit) context.fillRect(index % width, Math.floor(index / width), 1, 1);
  }, [bits, width, height]);
  return (
    <>
      <canvas ref={canvas} class="screen" width={width} height={height} />
      <Caption name={words.screen} pin={pin} />
    </>
  );
}
