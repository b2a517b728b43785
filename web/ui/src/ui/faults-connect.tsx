import type { VNode } from "preact";
import type { FaultLine } from "../model/fault-line";
import { CommandLine } from "./command-line";
import { usePage } from "./context";
import { useFaultsWords } from "./faults-use";

/** How one's own client comes through the line. */
export function FaultConnect({ line }: { line: FaultLine }): VNode {
  const { session, host, mqttPort } = usePage();
  const words = useFaultsWords();
  const { port, role } = line;
  const socket = `${line.tls ? "wss" : "ws"}://${host.includes(":") ? `[${host}]` : host}:${line.wsPort}${line.wsPath}`;
  return (
    <details class="panel fault-connect">
      <summary>{words.connect}</summary>
      <p class="form-text">{words.connectHint(port, mqttPort)}</p>
      <CommandLine
        title={words.commandLine}
        command={`mosquitto_pub -h ${host} -p ${port} -q 1 -t chat/${session}/${role} -m hello`}
      />
      <CommandLine title={words.python} command={`client.connect("${host}", ${port})`} />
      <CommandLine title={words.esp32} command={`const int MQTT_PORT = ${port};`} />
      <CommandLine title={words.websocket} command={socket} />
      <p class="form-text">{words.countHint}</p>
    </details>
  );
}
