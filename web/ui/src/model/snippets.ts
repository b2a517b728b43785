/**
 * What one copies into a terminal, a program or a board to take part in a session. Names of sessions need no quoting;
 * the texts here are plain ASCII, which every terminal passes on unchanged.
 */

import type { Trust } from "./join";

export interface Spot {
  readonly session: string;
  readonly host: string;
  readonly port: number;
  /** Whether the broker asks for a user name, which is the role, and a password. */
  readonly isClosed: boolean;
  readonly trust: Trust;
}

/** What a program adds to speak TLS. `ca.pem` is the file that the page gives. */
const CAFILE: Record<Trust, string> = { plain: "", ca: " --cafile ca.pem", known: " --tls-use-os-certs" };
const TLS_SET: Record<Trust, string> = { plain: "", ca: 'client.tls_set("ca.pem")\n', known: "client.tls_set()\n" };

/** Stands where the password goes that `python lab.py device add <role>` prints. */
export const PASSWORD = "PASSWORD";
/** In a closed lab a terminal is a device too; people's roles stay theirs. */
const TERMINAL = "terminal-1";

export type Shell = "unix" | "powershell" | "cmd";
export const SHELLS: readonly Shell[] = ["unix", "powershell", "cmd"];

const READING = '{"temperature": 23.5}';

/** An IPv6 address has brackets in a URL only. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, "");
const at = ({ host, port, isClosed, trust }: Spot, role: string): string =>
  `-h ${bare(host)} -p ${port}${CAFILE[trust]} -q 1${isClosed ? ` -u ${role} -P ${PASSWORD}` : ""}`;

export const watchCommand = (spot: Spot): string => `mosquitto_sub ${at(spot, TERMINAL)} -t log/${spot.session}`;

/** What is said to the terminal's own role, and nothing else. */
export const hearCommand = (spot: Spot): string =>
  `mosquitto_sub ${at(spot, TERMINAL)} -t to/${spot.session}/${TERMINAL}`;

export function sayCommand(spot: Spot, text: string, shell: Shell): string {
  const quote = shell === "cmd" ? '"' : "'";
  const role = spot.isClosed ? TERMINAL : "usuario";
  return `mosquitto_pub ${at(spot, role)} -t chat/${spot.session}/${role} -m ${quote}${text}${quote}`;
}

/** PowerShell before 7.3 takes quotes out of arguments, later ones don't: through a pipe both pass them on. */
export function reportCommand(spot: Spot, shell: Shell): string {
  const publish = `mosquitto_pub ${at(spot, "sensor-1")} -t chat/${spot.session}/sensor-1`;
  if (shell === "powershell") return `'${READING}' | ${publish} -l`;
  return shell === "cmd" ? `${publish} -m "${READING.replaceAll('"', '\\"')}"` : `${publish} -m '${READING}'`;
}

/** A whole program: says hello, reports a number every 5 seconds, prints what is logged and what is said to it. */
export const pythonProgram = ({ session, host, port, isClosed, trust }: Spot, hello: string): string => `import json
import random
import time

import paho.mqtt.client as mqtt

HOST, PORT = "${bare(host)}", ${port}
SESSION, ROLE = "${session}", "python-1"
CHAT, STATUS = f"chat/{SESSION}/{ROLE}", f"status/{SESSION}/{ROLE}"
LOG, TO = f"log/{SESSION}", f"to/{SESSION}/{ROLE.lower()}"


def on_connect(client, userdata, flags, reason_code, properties):
    client.subscribe([(LOG, 1), (TO, 1)])
    client.publish(STATUS, "online", qos=1, retain=True)


def on_message(client, userdata, message):
    for line in message.payload.decode().split("\\n"):
        record = json.loads(line)
        sign = "to me:" if message.topic == TO else record["seq"]
        print(sign, record["role"], record.get("text") or record.get("data"), flush=True)


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
${isClosed ? `client.username_pw_set(ROLE, "${PASSWORD}")\n` : ""}${TLS_SET[trust]}client.on_connect = on_connect
client.on_message = on_message
client.will_set(STATUS, "offline", qos=1, retain=True)
client.connect(HOST, PORT)
client.loop_start()

client.publish(CHAT, "${hello}", qos=1)
while True:
    reading = {"temperature": round(random.uniform(20, 25), 1)}
    client.publish(CHAT, json.dumps(reading), qos=1)
    time.sleep(5)
`;

/** The board's settings, complete: devices/micropython/config.py for this session. */
export const boardConfig = ({ session, host, port, isClosed, trust }: Spot): string => `WIFI_NAME = "classroom"
WIFI_PASSWORD = ""

HOST = "${bare(host)}"
PORT = ${port}
CA = "${trust === "plain" ? "" : "ca.pem"}"
USERNAME = "${isClosed ? "esp32-1" : ""}"
PASSWORD = "${isClosed ? PASSWORD : ""}"

SESSION = "${session}"
ROLE = "esp32-1"
EVERY_SECONDS = 5

LED_PIN = 2
`;

/** Stands where the text of ca.pem goes. */
const CA_TEXT = 'R"(PASTE THE TEXT OF ca.pem HERE)"';

/** The sketches' settings, complete: devices/esp32/lab_device/lab_config.h for this session. */
export const sketchConfig = ({ session, host, port, isClosed, trust }: Spot): string => `#pragma once

#define BOARD_WIFI_NAME "classroom"
#define BOARD_WIFI_PASSWORD ""

#define BOARD_HOST "${bare(host)}"
#define BOARD_PORT ${port}
#define BOARD_USERNAME "${isClosed ? "esp32-1" : ""}"
#define BOARD_PASSWORD "${isClosed ? PASSWORD : ""}"

#define BOARD_SESSION "${session}"
#define BOARD_ROLE "esp32-1"
#define BOARD_EVERY_SECONDS 5

#define BOARD_LED_PIN 2

#define BOARD_CA ${trust === "plain" ? '""' : CA_TEXT}
`;
