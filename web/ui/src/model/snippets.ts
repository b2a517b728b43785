/**
 * What one copies into a terminal, a program or a board to take part in a session. Names of sessions need no quoting;
 * lines for a terminal are plain ASCII, which every terminal passes on unchanged. Programs are UTF-8.
 */

import type { Trust } from "./join";

/** Where a program comes in. */
export interface Place {
  readonly session: string;
  readonly host: string;
  readonly port: number;
  /** Whether the broker asks for a user name, which is the role, and a password. */
  readonly isClosed: boolean;
  readonly trust: Trust;
}

/** The same for one participant: every snippet speaks with one role, which is the account in a closed lab. */
export interface Spot extends Place {
  readonly role: string;
}

/** What a snippet says in the reader's language. Comments are one line each. */
export interface SnippetWords {
  readonly codeHello: string;
  readonly codeToMe: string;
  readonly codeRefused: string;
  readonly codeReconnects: string;
  readonly codeMeasures: string;
  readonly codeWifi: string;
  readonly codeWifiName: string;
}

/** What a program adds to speak TLS. `ca.pem` is the file that the page gives. */
const CAFILE: Record<Trust, string> = { plain: "", ca: " --cafile ca.pem", known: " --tls-use-os-certs" };
const TLS_SET: Record<Trust, string> = { plain: "", ca: 'client.tls_set("ca.pem")\n', known: "client.tls_set()\n" };

/** Stands where the password goes that `python lab.py device add <role>` prints. */
export const PASSWORD = "PASSWORD";

export type Shell = "unix" | "powershell" | "cmd";
export const SHELLS: readonly Shell[] = ["unix", "powershell", "cmd"];

const READING = '{"temperature": 23.5}';

/** An IPv6 address has brackets in a URL only. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, "");
const at = ({ host, port, isClosed, trust, role }: Spot): string =>
  `-h ${bare(host)} -p ${port}${CAFILE[trust]} -q 1${isClosed ? ` -u ${role} -P ${PASSWORD}` : ""}`;

export const watchCommand = (spot: Spot): string => `mosquitto_sub ${at(spot)} -t log/${spot.session}`;

/** What is said to the role, and nothing else. */
export const hearCommand = (spot: Spot): string =>
  `mosquitto_sub ${at(spot)} -t to/${spot.session}/${spot.role.toLowerCase()}`;

const publish = (spot: Spot): string => `mosquitto_pub ${at(spot)} -t chat/${spot.session}/${spot.role}`;

export function sayCommand(spot: Spot, text: string, shell: Shell): string {
  const quote = shell === "cmd" ? '"' : "'";
  return `${publish(spot)} -m ${quote}${text}${quote}`;
}

/** PowerShell before 7.3 takes quotes out of arguments, later ones don't: through a pipe both pass them on. */
export function reportCommand(spot: Spot, shell: Shell): string {
  if (shell === "powershell") return `'${READING}' | ${publish(spot)} -l`;
  const quoted = shell === "cmd" ? `"${READING.replaceAll('"', '\\"')}"` : `'${READING}'`;
  return `${publish(spot)} -m ${quoted}`;
}

/** A whole program: says hello, reports a number every 5 seconds, prints what is logged and what is said to it. */
export const pythonProgram = (
  { session, host, port, isClosed, trust, role }: Spot,
  words: SnippetWords,
): string => `import json
import random
import time

import paho.mqtt.client as mqtt

HOST, PORT = "${bare(host)}", ${port}
SESSION, ROLE = "${session}", "${role}"
CHAT, STATUS = f"chat/{SESSION}/{ROLE}", f"status/{SESSION}/{ROLE}"
LOG, TO = f"log/{SESSION}", f"to/{SESSION}/{ROLE.lower()}"


def on_connect(client, userdata, flags, reason_code, properties):
    if reason_code.is_failure:
        print("${words.codeRefused}", reason_code, flush=True)
        return
    client.subscribe([(LOG, 1), (TO, 1)])
    client.publish(STATUS, "online", qos=1, retain=True)


def on_message(client, userdata, message):
    for line in message.payload.decode().split("\\n"):
        record = json.loads(line)
        sign = "${words.codeToMe}" if message.topic == TO else record["seq"]
        print(sign, record["role"], record.get("text") or record.get("data"), flush=True)


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
${isClosed ? `client.username_pw_set(ROLE, "${PASSWORD}")\n` : ""}${TLS_SET[trust]}client.on_connect = on_connect
client.on_message = on_message
client.will_set(STATUS, "offline", qos=1, retain=True)
# ${words.codeReconnects}
client.connect_async(HOST, PORT)
client.loop_start()

client.publish(CHAT, "${words.codeHello} Python", qos=1)
while True:
    # ${words.codeMeasures}
    reading = {"temperature": round(random.uniform(20, 25), 1)}
    client.publish(CHAT, json.dumps(reading), qos=1)
    time.sleep(5)
`;

const NODE_TRUST: Record<Trust, string> = { plain: "", ca: '  ca: readFileSync("ca.pem"),\n', known: "" };

/** The same as a module for Node.js. */
export const nodeProgram = (
  { session, host, port, isClosed, trust, role }: Spot,
  words: SnippetWords,
): string => `${trust === "ca" ? 'import { readFileSync } from "node:fs";\n' : ""}import mqtt from "mqtt";

const SESSION = "${session}";
const ROLE = "${role}";
const CHAT = \`chat/\${SESSION}/\${ROLE}\`;
const STATUS = \`status/\${SESSION}/\${ROLE}\`;
const LOG = \`log/\${SESSION}\`;
const TO = \`to/\${SESSION}/\${ROLE.toLowerCase()}\`;

// ${words.codeReconnects}
const client = mqtt.connect({
  protocol: "${trust === "plain" ? "mqtt" : "mqtts"}",
  host: "${bare(host)}",
  port: ${port},
${isClosed ? `  username: ROLE,\n  password: "${PASSWORD}",\n` : ""}${NODE_TRUST[trust]}  will: { topic: STATUS, payload: "offline", qos: 1, retain: true },
});
client.on("error", (error) => console.log("${words.codeRefused}", error.message));
client.on("connect", () => {
  client.subscribe([LOG, TO], { qos: 1 });
  client.publish(STATUS, "online", { qos: 1, retain: true });
});
client.on("message", (topic, payload) => {
  for (const line of payload.toString().split("\\n")) {
    const { seq, role, text, data } = JSON.parse(line);
    console.log(topic === TO ? "${words.codeToMe}" : seq, role, text || data);
  }
});

client.once("connect", () => client.publish(CHAT, "${words.codeHello} Node.js", { qos: 1 }));
setInterval(() => {
  // ${words.codeMeasures}
  const reading = { temperature: Math.round(200 + Math.random() * 50) / 10 };
  client.publish(CHAT, JSON.stringify(reading), { qos: 1 });
}, 5000);
`;

/** The board's settings, complete: devices/micropython/config.py for this session. */
export const boardConfig = (
  { session, host, port, isClosed, trust, role }: Spot,
  words: SnippetWords,
): string => `# ${words.codeWifi}
WIFI_NAME = "${words.codeWifiName}"
WIFI_PASSWORD = ""

HOST = "${bare(host)}"
PORT = ${port}
CA = "${trust === "plain" ? "" : "ca.pem"}"
USERNAME = "${isClosed ? role : ""}"
PASSWORD = "${isClosed ? PASSWORD : ""}"

SESSION = "${session}"
ROLE = "${role}"
EVERY_SECONDS = 5

LED_PIN = 2
`;

/** Stands where the text of ca.pem goes. */
const CA_TEXT = 'R"(PASTE THE TEXT OF ca.pem HERE)"';

/** The sketches' settings, complete: devices/esp32/lab_device/lab_config.h for this session. */
export const sketchConfig = (
  { session, host, port, isClosed, trust, role }: Spot,
  words: SnippetWords,
): string => `#pragma once

// ${words.codeWifi}
#define BOARD_WIFI_NAME "${words.codeWifiName}"
#define BOARD_WIFI_PASSWORD ""

#define BOARD_HOST "${bare(host)}"
#define BOARD_PORT ${port}
#define BOARD_USERNAME "${isClosed ? role : ""}"
#define BOARD_PASSWORD "${isClosed ? PASSWORD : ""}"

#define BOARD_SESSION "${session}"
#define BOARD_ROLE "${role}"
#define BOARD_EVERY_SECONDS 5

#define BOARD_LED_PIN 2

#define BOARD_CA ${trust === "plain" ? '""' : CA_TEXT}
`;
