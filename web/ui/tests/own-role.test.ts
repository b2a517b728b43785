import { expect, test } from "vitest";
import { keepingRole, roleIn, windowPath } from "../src/model/own-role";

test.each([
  ["?as=joao-da-silva", "joao-da-silva"],
  ["?session=aula1&as=Ana", "Ana"],
  ["", ""],
  ["?as=", ""],
  ["?as=../x", ""],
  ["?as=lab", ""],
  ["?as=bridge", ""],
  [`?as=${"a".repeat(33)}`, ""],
])("the query %s names the role %s", (query, role) => expect(roleIn(query)).toBe(role));

test("a path keeps the role, with and without a query of its own", () => {
  expect([keepingRole("/d/aula1", "ana"), keepingRole("/search?session=a", "ana"), keepingRole("/d/a", "")]).toEqual([
    "/d/aula1?as=ana",
    "/search?session=a&as=ana",
    "/d/a",
  ]);
});

test("the way back leads to the window of the role, or to the page of the session", () => {
  expect([windowPath("aula1", "ana"), windowPath("aula1", "")]).toEqual(["/s/aula1/ana", "/s/aula1"]);
});
