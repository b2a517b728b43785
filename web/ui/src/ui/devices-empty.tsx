import type { VNode } from "preact";
import { CommandLine } from "./command-line";
import { usePage } from "./context";
import { useDevicesWords } from "./devices-use";

/** No device yet: how to make one talk. Double quotes pass in every shell, also in that of Windows. */
export function NoDevice(): VNode {
  const { session, host, mqttPort } = usePage();
  const words = useDevicesWords();
  const reading = `mosquitto_pub -h ${host} -p ${mqttPort} -q 1 -t chat/${session}/sensor-1 -m "{\\"temperature\\": 23.5}"`;
  return (
    <section class="panel" aria-labelledby="no-device">
      <div class="empty no-device">
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4" />
        </svg>
        <h2 id="no-device">{words.noDevice}</h2>
        <p>{words.noDeviceHint}</p>
      </div>
      <CommandLine
        title={words.startSensor}
        command={`python -m devices sensor --session ${session} --role sensor-1`}
      />
      <CommandLine title={words.startLamp} command={`python -m devices lamp --session ${session}`} />
      <CommandLine title={words.sendReading} command={reading} />
    </section>
  );
}
