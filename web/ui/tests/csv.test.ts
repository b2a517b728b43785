import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvOf, safeCell } from "../src/model/csv";
import { DOWNLOAD_FORMS, downloadQuery } from "../src/model/downloads";
import { tableOf } from "../src/model/series-table";

const formulas: [string, string][] = JSON.parse(readFileSync("../../tests/web/tables/formulas.json", "utf8"));

const BRAZIL = { lang: "pt-BR", zone: "America/Sao_Paulo" };
const AT = Date.parse("2026-11-22T16:48:00.123Z");
const TABLE = tableOf(
  [
    { id: "a", role: "sensor-1", key: "temperature", t: [AT, AT + 36_721_000], v: [23.5, 3.9e-8] },
    { id: "b", role: "sensor-2", key: "x", t: [AT + 250], v: [-7] },
  ],
  { from: AT, to: AT + 1e9 },
);

describe("a table as CSV", () => {
  test("in Brazil has commas in its numbers, semicolons between its cells, and the time of the zone that it names", () => {
    expect(csvOf(TABLE, BRAZIL).split("\r\n")).toEqual([
      "\uFEFFhorário (America/Sao_Paulo);segundos;sensor-1 temperature (°C);sensor-2 x",
      "22/11/2026 13:48:00;0;23,5;",
      "22/11/2026 13:48:00;0,25;;-7",
      "23/11/2026 00:00:01;36721;3,9e-8;",
      "",
    ]);
  });

  test("in English has points and commas", () => {
    expect(csvOf(TABLE, { lang: "en", zone: "UTC" }).split("\r\n").slice(0, 3)).toEqual([
      "\uFEFFtime (UTC),seconds,sensor-1 temperature (°C),sensor-2 x",
      "2026-11-22 16:48:00,0,23.5,",
      "2026-11-22 16:48:00,0.25,,-7",
    ]);
  });

  test("quotes what would break a row", () => {
    const head = csvOf({ columns: ['=cmd("x");\n'], rows: [] }, BRAZIL);
    expect(head).toBe('\uFEFFhorário (America/Sao_Paulo);segundos;"\'=cmd(""x"");\n"\r\n');
  });

  test("begins no text cell like a formula", () => {
    expect(formulas.map(([text]) => [text, safeCell(text)])).toEqual(formulas);
    fc.assert(
      fc.property(
        fc.constantFrom("", ..."=+-@\t\r"),
        fc.string(),
        (sign, text) => !/^[=+\-@\t\r]/.test(safeCell(sign + text)),
      ),
    );
  });
});

test("tables are asked for in the reader's language and time, a log as it is", () => {
  expect(DOWNLOAD_FORMS.map((form) => downloadQuery(form, BRAZIL))).toEqual([
    "format=xlsx&lang=pt-BR&zone=America%2FSao_Paulo",
    "format=csv&table=wide&lang=pt-BR&zone=America%2FSao_Paulo",
    "format=csv&table=messages&lang=pt-BR&zone=America%2FSao_Paulo",
    "format=txt",
    "format=log",
  ]);
});
