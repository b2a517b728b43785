import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { FlashWords } from "../../i18n/flash";
import { sizeText } from "../../model/text";
import { usePage } from "../../ui/context";
import {
  addressFor,
  addressText,
  type Firmware,
  type FirmwareFault,
  MOST_FIRMWARE,
  readAddress,
  readFirmware,
} from "../firmware";
import type { FlashClient, FlashState } from "../flash-client";
import type { Chip } from "../flasher";
import { Failure, Progress } from "./parts";
import { useFlashWords } from "./words";

const DOWNLOADS = "https://micropython.org/download/?port=esp32";
const MEGABYTE = 1024 * 1024;

interface Props {
  readonly board: FlashClient;
  readonly state: FlashState;
}

/** MicroPython itself: its file, the chip, the address, and the writing. */
export function FirmwarePanel({ board, state }: Props): VNode {
  const words = useFlashWords();
  const { lang } = usePage();
  const [firmware, setFirmware] = useState<Firmware | FirmwareFault | null>(null);
  const chosen = typeof firmware === "string" ? null : firmware;
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return setFirmware(null);
    if (file.size > MOST_FIRMWARE) return setFirmware("too-large");
    setFirmware(readFirmware(file.name, new Uint8Array(await file.arrayBuffer())));
  };
  return (
    <section class="panel" aria-labelledby="flash-firmware">
      <h2 id="flash-firmware" class="panel-title">
        {words.firmware}
      </h2>
      <p class="form-text">
        {words.firmwareHint}{" "}
        <a href={DOWNLOADS} target="_blank" rel="noreferrer">
          {words.downloads}
        </a>
      </p>
      <label class="form-label" for="firmware-file">
        {words.firmwareFile}
      </label>
      <input
        id="firmware-file"
        class="form-control"
        type="file"
        accept=".bin"
        disabled={state.phase === "flashing"}
        onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
      />
      <p class={typeof firmware === "string" ? "problem" : "form-text"} role="status">
        {firmware !== null && firmwareText(words, firmware, lang)}
      </p>
      {state.chip ? (
        <Installing key={chosen?.name ?? ""} board={board} state={state} chip={state.chip} firmware={chosen} />
      ) : (
        <button
          type="button"
          class="btn btn-primary"
          disabled={state.phase !== "console" || !chosen}
          onClick={() => void board.detect()}
        >
          {words.detect}
        </button>
      )}
      {state.done?.startsWith("flashed") && (
        <p class="flash-done" role="status">
          {state.done === "flashed" ? words.flashed : words.flashedUnchecked}{" "}
          {state.phase === "closed" && words.flashedClosed}
        </p>
      )}
      <Failure state={state} of={["detecting", "flashing"]} />
    </section>
  );
}

/** What is known of the chip, where the firmware goes, and the button. */
function Installing({ board, state, chip, firmware }: Props & { chip: Chip; firmware: Firmware | null }): VNode {
  const words = useFlashWords();
  const [typed, setTyped] = useState<string | null>(null);
  const [eraseAll, setEraseAll] = useState(false);
  const usual = firmware ? addressText(addressFor(firmware, chip.bootloader)) : "";
  const address = readAddress(typed ?? usual);
  const memory = chip.memory === null ? "" : `${chip.memory / MEGABYTE} MB`;
  return (
    <>
      <p class="flash-chip">{words.found(chip.name, memory)}</p>
      {state.phase === "flashing" ? (
        <Progress part={state.progress} label={words.phases.flashing} />
      ) : (
        <>
          <div class="field">
            <label class="form-label" for="flash-address">
              {words.address}
            </label>
            <input
              id="flash-address"
              class="form-control"
              value={typed ?? usual}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="flash-address-hint"
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <div id="flash-address-hint" class="form-text">
              {words.addressHint(chip.name, usual)}
            </div>
          </div>
          <label class="check-line">
            <input type="checkbox" checked={eraseAll} onChange={(event) => setEraseAll(event.currentTarget.checked)} />
            {words.eraseAll}
          </label>
          <div class="flash-actions">
            <button
              type="button"
              class="btn btn-primary"
              disabled={!firmware || address === null}
              onClick={() => firmware && address !== null && void board.flash({ firmware, address, eraseAll })}
            >
              {words.install}
            </button>
            <button type="button" class="btn btn-quiet btn-bordered" onClick={() => void board.leaveBootloader()}>
              {words.cancel}
            </button>
          </div>
          {firmware && address === null && (
            <p class="problem" role="alert">
              {words.badAddress}
            </p>
          )}
        </>
      )}
    </>
  );
}

function firmwareText(words: FlashWords, firmware: Firmware | FirmwareFault, lang: string): string {
  if (firmware === "too-small") return words.tooSmall;
  if (firmware === "too-large") return words.tooLarge;
  if (firmware === "no-image") return words.noImage;
  if (firmware === "app") return words.appOnly;
  const size = sizeText(firmware.bytes.length, lang);
  const text = firmware.chip ? words.firmwareIs(size, firmware.chip) : words.firmwareFor(size);
  return firmware.kind === "merged" ? `${text}. ${words.firmwareMerged}` : text;
}
