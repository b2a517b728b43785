import { describe, expect, test } from "vitest";
import type { Output } from "../../src/board/messages";
import { clock, readOutputs, run, TestMail } from "./load";

const levels = (outputs: readonly Output[], pin: number): number[] =>
  outputs.flatMap((output) => (output.t === "level" && output.pin === pin ? [output.level] : []));

test("a program is the main module, and what it prints is told", async () => {
  const { printed, traceback } = await run('print(__name__, "olá")');
  expect([printed, traceback]).toEqual(["__main__ olá\r\n".replace("\r", ""), ""]);
});

describe("a program that fails", () => {
  test("tells the traceback of its own lines alone", async () => {
    const { traceback } = await run("def f():\n  return 1 / 0\n\nf()\n");
    expect(traceback).toBe(
      'Traceback (most recent call last):\n  File "main.py", line 4, in <module>\n  File "main.py", line 2, in f\nZeroDivisionError: divide by zero\n',
    );
  });

  test("tells where the grammar is wrong", async () => {
    expect((await run("x = 1\nif x\n  pass\n")).traceback).toContain('File "main.py", line 2\nSyntaxError');
  });

  test("ends well when it asks to end", async () => {
    expect((await run("import sys\nsys.exit()\n")).traceback).toBe("");
  });
});

test("a line typed afterwards sees the program's names, and prints its value", async () => {
  const { board, outputs } = await run("x = 20\n");
  board.line("x + 22");
  board.line("y");
  const { printed, traceback } = readOutputs(outputs);
  expect(printed.trim()).toBe("42");
  expect(traceback).toContain("NameError");
});

describe("machine.Pin", () => {
  test("blinks", async () => {
    const { outputs } = await run(
      "from machine import Pin\nimport time\nled = Pin(2, Pin.OUT)\nfor i in range(2):\n  led.on(); time.sleep_ms(5); led.value(0); time.sleep_ms(5)\n",
    );
    expect(outputs[0]).toEqual({ t: "use", use: { kind: "output", pin: 2 } });
    expect(levels(outputs, 2)).toEqual([1, 0, 1, 0]);
  });

  test.each([
    ["Pin.PULL_UP", "1 0"],
    ["Pin.PULL_DOWN", "0 1"],
    ["None", "0 1"],
  ])("reads a button with pull %s", async (pull, read) => {
    const mail = new TestMail().after(200, { t: "pressed", pin: 25, pressed: true });
    const { printed } = await run(
      `from machine import Pin\nimport time\nb = Pin(25, Pin.IN, ${pull})\na = b.value()\ntime.sleep_ms(400)\nprint(a, b())\n`,
      mail,
    );
    expect(printed.trim()).toBe(read);
  });

  test("calls a handler at the edges that it asked for, also while the program sleeps", async () => {
    const mail = new TestMail().after(150, { t: "pressed", pin: 25, pressed: true });
    mail.after(200, { t: "pressed", pin: 25, pressed: false });
    const { printed } = await run(
      "from machine import Pin\nimport time\nb = Pin(25, Pin.IN, Pin.PULL_UP)\nb.irq(lambda p: print(p), Pin.IRQ_FALLING)\ntime.sleep(0.5)\n",
      mail,
    );
    expect(printed.trim()).toBe("Pin(25)");
  });

  test.each(["Pin(6)", "Pin(40)", "Pin(34, Pin.OUT)", "ADC(Pin(5))", "PWM(Pin(39))"])("has no %s", async (made) => {
    expect((await run(`from machine import Pin, ADC, PWM\n${made}\n`)).traceback).toContain("ValueError");
  });
});

test("machine.Timer calls back again and again, or once", async () => {
  const { printed } = await run(
    "from machine import Timer\nimport time\nTimer(0).init(period=30, callback=lambda t: print('p'))\nTimer(1, mode=Timer.ONE_SHOT, period=40, callback=lambda t: print('o'))\ntime.sleep_ms(110)\n",
  );
  expect(printed.split(/\s+/).filter((word) => word === "o")).toHaveLength(1);
  expect(printed.split(/\s+/).filter((word) => word === "p").length).toBeGreaterThan(1);
});

test("a handler that fails is printed, and the program goes on", async () => {
  const { printed, traceback } = await run(
    "from machine import Timer\nimport time\nTimer(0).init(mode=Timer.ONE_SHOT, period=10, callback=lambda t: 1/0)\ntime.sleep_ms(50)\nprint('on')\n",
  );
  expect(printed).toContain("ZeroDivisionError");
  expect(printed).toContain("on");
  expect(traceback).toBe("");
});

test("timers go on when the program has ended", async () => {
  const { board, outputs } = await run(
    "from machine import Timer\nTimer(0).init(period=20, callback=lambda t: print('tick'))\n",
  );
  expect(board.idle()).toBeGreaterThanOrEqual(0);
  clock.advance(40);
  board.idle();
  expect(readOutputs(outputs).printed).toContain("tick");
});

test("ADC, PWM, DHT22, NeoPixel and the screen speak of the parts at their pins", async () => {
  const mail = new TestMail().after(0, { t: "analog", pin: 34, value: 65535 });
  mail.after(0, { t: "climate", pin: 4, temperature: 255, humidity: 600 });
  const { printed, outputs, traceback } = await run(
    `from machine import Pin, ADC, PWM, I2C
import dht, neopixel, ssd1306
pot = ADC(Pin(34)); print(pot.read(), pot.read_u16())
p = PWM(Pin(18), freq=440, duty=512); p.duty(0)
print(p.freq(), p.duty())
d = dht.DHT22(Pin(4)); d.measure(); print(d.temperature(), d.humidity())
n = neopixel.NeoPixel(Pin(15), 2); n[0] = (255, 0, 1); n.write()
s = ssd1306.SSD1306_I2C(128, 64, I2C(0, scl=Pin(22), sda=Pin(21))); s.text("Hi", 0, 0); s.show()
`,
    mail,
  );
  expect(traceback).toBe("");
  expect(printed.split(/\s+/).slice(0, 6)).toEqual(["4095", "65535", "440", "0", "25.5", "60.0"]);
  expect(outputs.findLast(({ t }) => t === "pixels")).toEqual({ t: "pixels", pin: 15, colours: "ff0001000000" });
  expect(outputs.findLast(({ t }) => t === "screen")).toMatchObject({
    bits: expect.stringMatching(/^(?!0+$)[0-9a-f]{2048}$/),
  });
});

describe("umqtt.simple", () => {
  const program = (lines: string): string => `from umqtt.simple import MQTTClient, MQTTException
c = MQTTClient("x", "127.0.0.1")
c.set_last_will("status/aula1/Lamp", "offline", retain=True)
c.set_callback(lambda topic, payload: print(topic, payload))
c.connect()
${lines}
`;

  /** A page that is connected, and acknowledges. */
  const lab = (mail: TestMail) => (output: Output) => {
    if (output.t === "mqtt-connect") mail.answer({ t: "mqtt-up", fault: "" });
    if (output.t === "mqtt-publish" && output.n > 0) mail.answer({ t: "mqtt-done", n: output.n, fault: "" });
    if (output.t === "mqtt-subscribe")
      mail.answer({ t: "mqtt-message", topic: "to/aula1/lamp", payload: '{"seq":1,"text":"é"}' });
  };

  const runLab = (lines: string): ReturnType<typeof run> => {
    const mail = new TestMail();
    return run(program(lines), mail, lab(mail));
  };

  test("publishes, and calls back with what comes", async () => {
    const { outputs, printed, traceback } = await runLab(
      'c.publish("chat/aula1/Lamp", b"hi", qos=1)\nc.subscribe("to/aula1/lamp")\nc.wait_msg()\nc.ping()\nc.disconnect()',
    );
    expect(traceback).toBe("");
    expect(outputs.find(({ t }) => t === "mqtt-publish")).toMatchObject({
      topic: "chat/aula1/Lamp",
      payload: "hi",
      qos: 1,
    });
    expect(printed).toContain('b\'to/aula1/lamp\' b\'{"seq":1,"text":"\\xc3\\xa9"}\'');
  });

  test.each([
    ['c.publish("chat/aula1/other", "hi")', "OSError: this board may not publish to chat/aula1/other"],
    ['c.subscribe("chat/#")', "MQTTException: 128"],
    ['c.publish("chat/aula1/Lamp", b"\\xff")', "OSError: the page can publish text only"],
  ])("refuses %s", async (line, error) => {
    expect((await runLab(line)).traceback).toContain(error);
  });

  test("tells that the connection is lost, and connects again", async () => {
    const mail = new TestMail();
    const page = lab(mail);
    const { printed, traceback } = await run(
      program(
        'import time\ntime.sleep(0.3)\ntry:\n  c.check_msg()\nexcept OSError as e:\n  print(e)\nc.connect()\nc.publish("chat/aula1/Lamp", "x", qos=1)\n',
      ),
      mail.after(200, { t: "mqtt-down" }),
      page,
    );
    expect([printed.trim(), traceback]).toEqual(["the connection to the lab is lost", ""]);
  });

  test("tells why it can't connect", async () => {
    const mail = new TestMail();
    const { traceback } = await run(program(""), mail, ({ t }) => {
      if (t === "mqtt-connect") mail.answer({ t: "mqtt-up", fault: "role-taken" });
    });
    expect(traceback).toContain("OSError: role-taken");
  });
});
