import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { MOST_FILES, MOST_OF_FILE, readBoardFiles } from "../../src/flash/board-files";

const file = (name: string, text = "x") => ({ name, bytes: strToU8(text) });
const archive = (entries: Record<string, Uint8Array>) => [{ name: "boards.zip", bytes: zipSync(entries) }];

describe("chosen files", () => {
  test("are one board's", () => {
    const files = [file("config.py"), file("main.py")];
    expect(readBoardFiles(files)).toEqual([{ board: "", files }]);
  });

  test.each([
    ["none", []],
    ["bad-name", [file("../main.py")]],
    ["bad-name", [file("it's.py")]],
    ["bad-name", [file(".hidden")]],
    ["bad-name", [file("ação.py")]],
    ["too-many", Array.from({ length: MOST_FILES + 1 }, (_one, place) => file(`f${place}.py`))],
    ["too-large", [{ name: "main.py", bytes: new Uint8Array(MOST_OF_FILE + 1) }]],
  ] as const)("are refused: %s", (fault, files) => {
    expect(readBoardFiles(files)).toBe(fault);
  });
});

describe("an archive", () => {
  test("has a folder for each board, in the order of their numbers", () => {
    const found = readBoardFiles(
      archive({
        "README.txt": strToU8("read me"),
        "esp32-10/main.py": strToU8("ten"),
        "esp32-10/config.py": strToU8("ROLE = 'esp32-10'"),
        "esp32-2/main.py": strToU8("two"),
        "esp32-2/ca.pem": strToU8("authority"),
      }),
    );
    if (typeof found === "string") throw new Error(found);
    expect(found.map(({ board, files }) => [board, files.map(({ name }) => name)])).toEqual([
      ["esp32-2", ["main.py", "ca.pem"]],
      ["esp32-10", ["main.py", "config.py"]],
    ]);
    expect(found[1]?.files[1]?.bytes).toEqual(strToU8("ROLE = 'esp32-10'"));
  });

  test.each([
    ["not-micropython", archive({ "esp32-1/lab_device/lab_device.ino": strToU8("void setup() {}") })],
    ["not-micropython", archive({ "esp32-1/device.py": strToU8("a program for a computer") })],
    ["too-large", archive({ "a/main.py": new Uint8Array(MOST_OF_FILE + 1) })],
    ["bad-name", archive({ "a/main.py": strToU8("x"), "a/it's.py": strToU8("x") })],
    ["bad-archive", [{ name: "boards.zip", bytes: strToU8("PK and no archive") }]],
  ] as const)("is refused: %s", (fault, files) => {
    expect(readBoardFiles(files)).toBe(fault);
  });

  test("is known by its bytes, whatever its name", () => {
    const [one] = archive({ "main.py": strToU8("x") });
    if (!one) throw new Error("no archive");
    expect(readBoardFiles([{ ...one, name: "download" }])).toMatchObject([{ board: "" }]);
  });
});
