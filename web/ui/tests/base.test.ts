// @vitest-environment happy-dom

import { afterEach, describe, expect, test } from "vitest";
import { labPath, withoutBase } from "../src/base";
import { archivePath, recordPath } from "../src/model/link";
import { archivedLogAddress, logAddress } from "../src/net/http";
import { openStore, rememberRole } from "../src/net/storage";
import { draft } from "./fake-lab";

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

function servedBelow(base: string): void {
  document.body.innerHTML = `<main id="app" data-base="${base}"></main>`;
}

afterEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
});

describe("below a path prefix", () => {
  test("every address of the lab has the prefix", () => {
    servedBelow("/lab");
    const addresses = [
      labPath("/"),
      recordPath("aula1", 7),
      archivePath("aula1_2026", 7),
      logAddress("aula1", "format=csv"),
      archivedLogAddress("aula1_2026", "format=txt"),
    ];
    expect(addresses).toEqual([
      "/lab/",
      "/lab/v/aula1#7",
      "/lab/a/aula1_2026#7",
      "/lab/api/sessions/aula1/log?format=csv",
      "/lab/api/archive/aula1_2026/log?format=txt",
    ]);
  });

  test("a path of the browser is a path of the lab without the prefix", () => {
    servedBelow("/lab");
    expect(["/lab/s/aula1", "/laboratory", "/lab"].map(withoutBase)).toEqual(["/s/aula1", "/laboratory", "/lab"]);
  });

  test("nothing is shared with a lab below another prefix of the same host", () => {
    for (const base of ["", "/lab", "/other"]) {
      servedBelow(base);
      openStore(localStorage, "aula1", "maria").keep(draft(`kept below ${base}`));
      rememberRole(localStorage, "aula1", "maria");
    }
    servedBelow("/lab");
    expect(
      openStore(localStorage, "aula1", "maria")
        .drafts()
        .map(({ id }) => id),
    ).toEqual(["kept below /lab"]);
    expect(localStorage.length).toBe(6);
  });
});

test("without a prefix paths stay as they are", () => {
  servedBelow("");
  expect([labPath("/s/aula1"), withoutBase("/s/aula1")]).toEqual(["/s/aula1", "/s/aula1"]);
});

test("no source names a path of the lab that goes round the prefix", () => {
  const bare = Object.entries(sources).flatMap(([file, text]) =>
    [...text.matchAll(/(?:href|src|action)=(?:"\/|\{`\/|\{"\/)|(?:fetch|assign|open)\([`"]\//g)].map(([found]) => [
      file,
      found,
    ]),
  );
  expect(bare).toEqual([]);
});
