import { describe, expect, test } from "vitest";
import { CAPACITY } from "../../src/board/mailbox";
import {
  BUSY_EVERY_MS,
  HttpMailReader,
  HttpMailWriter,
  LONGEST_WAIT_MS,
  QUIET_EVERY_MS,
} from "../../src/board/mailbox-http";
import { newSharedMailbox, SharedMailReader, SharedMailWriter } from "../../src/board/mailbox-shared";
import type { Mail } from "../../src/board/messages";

const press = (pin: number): Mail => ({ t: "pressed", pin, pressed: true });
const message = (payload: string): Mail => ({ t: "mqtt-message", topic: "to/aula1/lamp", payload });

describe("in shared memory", () => {
  const open = (): [SharedMailWriter, SharedMailReader] => {
    const buffer = newSharedMailbox();
    return [new SharedMailWriter(buffer), new SharedMailReader(buffer)];
  };

  test("mail comes once and in order, whatever its letters", () => {
    const [writer, reader] = open();
    for (const mail of [press(1), message("olá 😀"), press(2)]) writer.put(mail);
    expect(reader.wait(0)).toEqual([press(1), message("olá 😀"), press(2)]);
    expect(reader.wait(0)).toEqual([]);
  });

  test("the ring goes round many times", () => {
    const [writer, reader] = open();
    for (let number = 0; number < 500; number += 1) {
      const mail = message(`${number} ${"x".repeat(number)}`);
      writer.put(mail);
      expect(reader.wait(0)).toEqual([mail]);
    }
  });

  test("what does not fit waits until there is room", async () => {
    const [writer, reader] = open();
    const large = message("x".repeat(CAPACITY / 2));
    for (let number = 0; number < 3; number += 1) writer.put(large);
    expect(reader.wait(0)).toHaveLength(1);
    await expect.poll(() => reader.wait(0).length).toBe(1);
    await expect.poll(() => reader.wait(0).length).toBe(1);
    writer.stop();
  });

  test("a wait without mail ends by itself", () => {
    const begun = Date.now();
    expect(open()[1].wait(30)).toEqual([]);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(25);
  });
});

describe("over HTTP the worker", () => {
  /** A clock that only waiting moves, and what was asked for. */
  function reader(answer: () => Mail[] | null): { reader: HttpMailReader; asked: number[]; time: () => number } {
    let time = 0;
    const asked: number[] = [];
    const look = (ms: number): Mail[] | null => {
      asked.push(ms);
      const found = answer();
      if (found?.length === 0) time += ms;
      return found;
    };
    const made = new HttpMailReader(
      look,
      () => time,
      (ms) => {
        time += ms;
      },
    );
    return { reader: made, asked, time: () => time };
  }

  test("asks the lab to wait as long as the program sleeps, ten seconds at most", () => {
    const { reader: mail, asked } = reader(() => []);
    mail.wait(3000);
    mail.wait(QUIET_EVERY_MS + LONGEST_WAIT_MS * 3);
    expect(asked).toEqual([3000, LONGEST_WAIT_MS]);
  });

  test.each([
    ["seldom while no mail comes", [], QUIET_EVERY_MS],
    ["seldom while only the network brings mail", [message("on")], QUIET_EVERY_MS],
    ["more often while somebody moves parts", [press(1)], BUSY_EVERY_MS],
  ])("asks %s, in a loop of short sleeps", (_, found, every) => {
    const { reader: mail, asked, time } = reader(() => found);
    while (time() < 1000) mail.wait(5);
    expect(asked.length).toBeLessThanOrEqual(Math.floor(1000 / every) + 1);
    expect(asked.length).toBeGreaterThan(1000 / every - 3);
  });

  test("does not ask again at once when the lab fails", () => {
    const { reader: mail, asked } = reader(() => null);
    for (let number = 0; number < 10; number += 1) mail.wait(50);
    expect(asked).toHaveLength(1);
  });

  test("tells the program that its connection is lost when the lab is away", () => {
    const { reader: mail, time } = reader(() => null);
    const found: Mail[] = [];
    while (time() < 5000) found.push(...mail.wait(50));
    expect(found).toEqual([{ t: "mqtt-down" }]);
  });

  test("gets the mail", () => {
    expect(reader(() => [press(1)]).reader.wait(1000)).toEqual([press(1)]);
  });
});

describe("over HTTP the page", () => {
  /** What was posted; `answer` says whether a post succeeds. */
  function writer(answer: () => boolean = () => true): { writer: HttpMailWriter; posted: Mail[][] } {
    const posted: Mail[][] = [];
    const post = async (mail: readonly Mail[]): Promise<boolean> => {
      posted.push([...mail]);
      return answer();
    };
    return { writer: new HttpMailWriter(post, () => undefined, 5), posted };
  }

  test("posts what waits together and in order", async () => {
    const { writer: mail, posted } = writer();
    for (const pin of [1, 2, 3]) mail.put(press(pin));
    await expect.poll(() => posted).toEqual([[press(1)], [press(2), press(3)]]);
  });

  test("posts again what failed", async () => {
    let tries = 0;
    const { writer: mail, posted } = writer(() => ++tries > 1);
    mail.put(press(1));
    await expect.poll(() => posted).toEqual([[press(1)], [press(1)]]);
  });

  test("posts of a knob that turns only where it stands", async () => {
    const { writer: mail, posted } = writer();
    const turn = (value: number): Mail => ({ t: "analog", pin: 34, value });
    mail.put(press(1));
    for (const value of [1, 2, 3]) mail.put(turn(value));
    await expect.poll(() => posted).toEqual([[press(1)], [turn(3)]]);
  });
});
