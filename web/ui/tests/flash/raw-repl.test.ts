import { describe, expect, test } from "vitest";
import { BoardFailure } from "../../src/flash/failures";
import { writeFiles } from "../../src/flash/file-writer";
import { Incoming } from "../../src/flash/incoming";
import { RawRepl } from "../../src/flash/raw-repl";

const bytes = (text: string) => new TextEncoder().encode(text);
const BANNER = "raw REPL; CTRL-B to exit\r\n>";

interface Answers {
  /** What the board answers to the request for raw-paste mode. */
  readonly paste: string;
  /** What it answers to a program: printed, and raised. */
  readonly run: (program: string) => readonly [string, string];
}

/** A board that answers as MicroPython's documentation says, one write after the other. */
function board({ paste, run }: Answers): { repl: RawRepl; programs: string[] } {
  const incoming = new Incoming();
  const programs: string[] = [];
  let typed = "";
  let isPasting = false;
  const say = (text: string): void => incoming.add(bytes(text));
  const write = async (data: Uint8Array): Promise<void> => {
    for (const key of new TextDecoder().decode(data)) {
      typed += key;
      if (typed.endsWith("\r\x01")) {
        typed = "";
        say(BANNER);
      } else if (typed === "\x05A\x01") {
        [typed, isPasting] = ["", paste.startsWith("R\x01")];
        say(paste);
      } else if (key === "\x04") {
        const program = typed.slice(0, -1);
        typed = "";
        programs.push(program);
        const [printed, raised] = run(program);
        say(`${isPasting ? "\x04" : "OK"}${printed}\x04${raised}\x04>`);
        isPasting = false;
      } else if (isPasting && typed.length % 8 === 0) say("\x01");
    }
  };
  return { repl: new RawRepl({ write, incoming }), programs };
}

/** A window of 8 bytes. */
const PASTE = "R\x01\x08\x00";
const program = "print('a program that is longer than the window')";

describe("a program", () => {
  test.each([
    ["with raw-paste mode", PASTE],
    ["without it", "R\x00"],
    ["on a MicroPython that does not know the request", `ra${BANNER.slice(2)}`],
  ])("arrives unchanged %s", async (_name, paste) => {
    const { repl, programs } = board({ paste, run: () => ["done\r\n", ""] });
    await repl.enter();
    expect(await repl.run(program)).toBe("done\r\n");
    expect(await repl.run("1 + 1")).toBe("done\r\n");
    expect(programs).toEqual([program, "1 + 1"]);
  });

  test("that raises is told by its last line", async () => {
    const raised = 'Traceback (most recent call last):\r\n  File "<stdin>"\r\nOSError: 28\r\n';
    const { repl } = board({ paste: PASTE, run: () => ["", raised] });
    await repl.enter();
    await expect(repl.run("x")).rejects.toMatchObject({ kind: "python", detail: "OSError: 28" });
  });
});

describe("files", () => {
  test("stay as they were when one arrives with another content", async () => {
    const { repl, programs } = board({ paste: PASTE, run: () => ["3 00ff\r\n", ""] });
    await repl.enter();
    const written = writeFiles(repl, [{ name: "main.py", bytes: bytes("abc") }], () => undefined);
    await expect(written).rejects.toEqual(new BoardFailure("file-differs", "main.py"));
    expect(programs.some((one) => one.includes("rename"))).toBe(false);
  });

  test("take their places after all of them are there", async () => {
    const empty = "0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\r\n";
    const { repl, programs } = board({ paste: PASTE, run: () => [empty, ""] });
    await repl.enter();
    const files = ["config.py", "main.py"].map((name) => ({ name, bytes: new Uint8Array(0) }));
    await writeFiles(repl, files, () => undefined);
    const renamed = programs.map((one) => /os\.rename\('([\w.]+)'/.exec(one)?.[1]).filter(Boolean);
    expect(renamed).toEqual(["config.py.new", "main.py.new"]);
    expect(programs.slice(-2).every((one) => one.includes("rename"))).toBe(true);
  });
});
