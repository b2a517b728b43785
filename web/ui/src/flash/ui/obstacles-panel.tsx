import type { VNode } from "preact";
import { CommandLine } from "../../ui/command-line";
import type { Obstacle } from "../support";
import { useFlashWords } from "./words";

const START_WITH_TLS = "python lab.py --host 0.0.0.0 --tls auto";
const INSTALL_TOOLS = "python -m pip install esptool mpremote";
const WRITE_FIRMWARE = "python -m esptool --chip esp32 write_flash 0x1000 firmware.bin";
const COPY_FILES = "python -m mpremote cp config.py main.py mqtt_min.py : + reset";

/** Why this page reaches no board here, and what to do. */
export function ObstaclesPanel({ found }: { found: readonly Obstacle[] }): VNode {
  const words = useFlashWords();
  return (
    <>
      <section class="panel flash-obstacles" aria-labelledby="flash-cannot">
        <h2 id="flash-cannot" class="panel-title">
          {words.cannot}
        </h2>
        {found.map((obstacle) => (
          <ObstacleText key={obstacle} obstacle={obstacle} />
        ))}
      </section>
      <section class="panel" aria-labelledby="flash-instead">
        <h2 id="flash-instead" class="panel-title">
          {words.instead}
        </h2>
        <p>{words.insteadThonny}</p>
        <p>{words.insteadTools}</p>
        <CommandLine title={words.installTools} command={INSTALL_TOOLS} />
        <CommandLine title={words.writeFirmware} command={WRITE_FIRMWARE} />
        <CommandLine title={words.copyFiles} command={COPY_FILES} />
      </section>
    </>
  );
}

function ObstacleText({ obstacle }: { obstacle: Obstacle }): VNode {
  const words = useFlashWords();
  if (obstacle === "insecure")
    return (
      <div class="flash-obstacle">
        <p>{words.insecure(location.host)}</p>
        <p>{words.insecureDo(localAddress())}</p>
        <CommandLine title={words.startTls} command={START_WITH_TLS} />
      </div>
    );
  const [why, what] = obstacle === "phone" ? [words.phone, words.phoneDo] : [words.noBrowser, words.noBrowserDo];
  return (
    <div class="flash-obstacle">
      <p>{why}</p>
      <p>{what}</p>
    </div>
  );
}

const localAddress = (): string => `http://localhost${location.port ? `:${location.port}` : ""}${location.pathname}`;
