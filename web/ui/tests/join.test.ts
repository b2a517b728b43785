import { describe, expect, test } from "vitest";
import { sessionsEn } from "../src/i18n/sessions.en";
import { addressOf, isLoopback, openCommand, reachOf } from "../src/model/join";
import {
  boardConfig,
  hearCommand,
  nodeProgram,
  pythonProgram,
  reportCommand,
  SHELLS,
  sayCommand,
  sketchConfig,
  watchCommand,
} from "../src/model/snippets";

test.each(["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"])("%s is this machine alone", (host) =>
  expect(isLoopback(host)).toBe(true),
);
test.each(["192.168.0.10", "lab.local", "0.0.0.0", "localhost.example", "[fe80::1]"])("%s is not", (host) =>
  expect(isLoopback(host)).toBe(false),
);

test("who can come in depends on where the lab listens, and on whether there is a network", () => {
  expect(reachOf("192.168.0.10", "0.0.0.0")).toBe("network");
  expect(reachOf("127.0.0.1", "127.0.0.1")).toBe("alone");
  expect(reachOf("localhost", "0.0.0.0")).toBe("no-network");
});

test("the address leads to the session, with one slash between", () => {
  for (const url of ["http://a:8000", "http://a:8000/"])
    expect(addressOf({ url, host: "a", mqttPort: 1883, code: "", trust: "plain" }, "aula1")).toBe(
      "http://a:8000/s/aula1",
    );
});

test("the command that opens the lab repeats what it was started with", () => {
  expect(openCommand("--mqtt-port 1884 --no-devices")).toBe(
    "python lab.py --host 0.0.0.0 --mqtt-port 1884 --no-devices",
  );
  expect(openCommand("")).toBe("python lab.py --host 0.0.0.0");
});

const words = sessionsEn;
const spot = {
  session: "aula1",
  role: "Sensor-1",
  host: "192.168.0.10",
  port: 1884,
  isClosed: false,
  trust: "plain" as const,
};

describe("each shell gets its own quotes", () => {
  const topic = "mosquitto_pub -h 192.168.0.10 -p 1884 -q 1 -t chat/aula1/";
  test("around a text", () => {
    expect(SHELLS.map((shell) => sayCommand(spot, "Oi", shell))).toEqual([
      `${topic}Sensor-1 -m 'Oi'`,
      `${topic}Sensor-1 -m 'Oi'`,
      `${topic}Sensor-1 -m "Oi"`,
    ]);
  });

  test("around a JSON object", () => {
    expect(SHELLS.map((shell) => reportCommand(spot, shell))).toEqual([
      `${topic}Sensor-1 -m '{"temperature": 23.5}'`,
      `'{"temperature": 23.5}' | ${topic}Sensor-1 -l`,
      `${topic}Sensor-1 -m "{\\"temperature\\": 23.5}"`,
    ]);
  });
});

test("every snippet names this session's place, an IPv6 address without its brackets", () => {
  const six = { ...spot, host: "[fe80::1]" };
  const all = [
    watchCommand(six),
    hearCommand(six),
    sayCommand(six, "Oi", "unix"),
    reportCommand(six, "cmd"),
    pythonProgram(six, words),
    nodeProgram(six, words),
    boardConfig(six, words),
    sketchConfig(six, words),
  ];
  for (const text of all) {
    if (text !== all[0]) expect(text).toMatch(/sensor-1/i);
    expect(text).toContain("aula1");
    expect(text).toContain("fe80::1");
    expect(text).not.toContain("[fe80");
    expect(text).toContain("1884");
  }
});

test("in a closed lab every snippet says who it is, and where the password goes", () => {
  const closed = { ...spot, isClosed: true };
  expect(watchCommand(closed)).toContain(" -u Sensor-1 -P PASSWORD ");
  expect(hearCommand(closed)).toContain(" -u Sensor-1 -P PASSWORD -t to/aula1/sensor-1");
  expect(sayCommand(closed, "Oi", "unix")).toBe(
    "mosquitto_pub -h 192.168.0.10 -p 1884 -q 1 -u Sensor-1 -P PASSWORD -t chat/aula1/Sensor-1 -m 'Oi'",
  );
  expect(reportCommand(closed, "cmd")).toContain(" -u Sensor-1 -P PASSWORD -t chat/aula1/Sensor-1 ");
  expect(pythonProgram(closed, words)).toContain('\nclient.username_pw_set(ROLE, "PASSWORD")\n');
  expect(nodeProgram(closed, words)).toContain('  username: ROLE,\n  password: "PASSWORD",\n');
  expect(boardConfig(closed, words)).toContain('USERNAME = "Sensor-1"\nPASSWORD = "PASSWORD"\n');
  expect(sketchConfig(closed, words)).toContain(
    '#define BOARD_USERNAME "Sensor-1"\n#define BOARD_PASSWORD "PASSWORD"\n',
  );
});

test("an open lab is told nothing of users", () => {
  for (const text of [
    watchCommand(spot),
    hearCommand(spot),
    sayCommand(spot, "Oi", "unix"),
    reportCommand(spot, "unix"),
    pythonProgram(spot, words),
    nodeProgram(spot, words),
  ])
    expect(text).not.toMatch(/PASSWORD|username/);
});

test("in an open lab without TLS a sketch has neither account nor authority", () => {
  for (const name of ["USERNAME", "PASSWORD", "CA"])
    expect(sketchConfig(spot, words)).toContain(`#define BOARD_${name} ""\n`);
});

test("over TLS every snippet trusts what the page gives", () => {
  const secure = { ...spot, port: 8883, trust: "ca" as const };
  expect(watchCommand(secure)).toContain("-p 8883 --cafile ca.pem ");
  expect(sayCommand(secure, "Oi", "unix")).toContain("-p 8883 --cafile ca.pem ");
  expect(pythonProgram(secure, words)).toContain('client.tls_set("ca.pem")\nclient.on_connect');
  expect(nodeProgram(secure, words)).toContain('  ca: readFileSync("ca.pem"),\n');
  expect(boardConfig(secure, words)).toContain('PORT = 8883\nCA = "ca.pem"\n');
  expect(sketchConfig(secure, words)).toContain("#define BOARD_PORT 8883\n");
  expect(sketchConfig(secure, words)).toContain('#define BOARD_CA R"(PASTE THE TEXT OF ca.pem HERE)"\n');
});

test("a certificate that systems know needs no file", () => {
  const secure = { ...spot, trust: "known" as const };
  expect(sayCommand(secure, "Oi", "unix")).toContain("--tls-use-os-certs");
  expect(pythonProgram(secure, words)).toContain("client.tls_set()\n");
});
