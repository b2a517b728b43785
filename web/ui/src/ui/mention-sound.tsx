/** A sound when somebody means this window's role. Off until one switches it on; remembered by this browser. */

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { storageKey } from "../base";
import { meansMe } from "../model/mention";
import type { Room } from "../model/room";
import { browserStorage } from "../net/storage";
import { useRoomWords } from "./room-words";

const KEY = storageKey("mention-sound");
const TONES = [880, 1175];
const TONE_SECONDS = 0.12;

/** The entry of the room's menu. */
export function useMentionSound({ role, phase, log }: Room): VNode | null {
  const words = useRoomWords();
  const [isOn, setOn] = useState(() => browserStorage()?.getItem(KEY) === "yes");
  const heard = useRef<number | null>(null);
  const { records, last } = log;
  useEffect(() => {
    if (phase !== "live" || last === null) return;
    const after = heard.current ?? last;
    heard.current = last;
    if (isOn && records.some((record) => record.seq > after && meansMe(record, role))) play();
  }, [records, last, phase, role, isOn]);
  const toggle = (): void => {
    setOn(!isOn);
    remember(!isOn);
    // A browser lets a page sound only after a tap; this is one, and one hears what will come.
    if (!isOn) play();
  };
  if (role === "") return null;
  return (
    <button type="button" class="menu-apart" aria-pressed={isOn} onClick={toggle}>
      {isOn ? words.soundOff : words.soundOn}
    </button>
  );
}

function play(): void {
  try {
    const context = new AudioContext();
    const volume = context.createGain();
    volume.gain.value = 0.1;
    volume.connect(context.destination);
    TONES.forEach((frequency, index) => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start(context.currentTime + index * TONE_SECONDS);
      tone.stop(context.currentTime + (index + 1) * TONE_SECONDS);
      if (index === TONES.length - 1) tone.onended = () => void context.close();
    });
  } catch {
    // A browser without sound stays silent.
  }
}

function remember(isOn: boolean): void {
  try {
    browserStorage()?.setItem(KEY, isOn ? "yes" : "no");
  } catch {
    // A browser that refuses storage asks again the next time.
  }
}
