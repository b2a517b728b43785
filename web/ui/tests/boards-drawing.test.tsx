// @vitest-environment happy-dom
import { render, type VNode } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { boardsWordsOf } from "../src/i18n/boards";
import { boardsEn } from "../src/i18n/boards.en";
import { boardsPtBR } from "../src/i18n/boards.pt-BR";
import type { Join } from "../src/model/join";
import { readPage } from "../src/page";
import { BoardsAccounts } from "../src/ui/boards-accounts";
import { BoardCards } from "../src/ui/boards-cards";
import { BoardsDialog, type Question } from "../src/ui/boards-dialog";
import { BoardsForm, type Wanted } from "../src/ui/boards-form";
import { PageContext } from "../src/ui/context";

afterEach(() => vi.restoreAllMocks());

function draw(node: VNode): HTMLElement {
  const root = document.createElement("main");
  Object.assign(root.dataset, { lang: "en" });
  document.body.replaceChildren(root);
  render(<PageContext.Provider value={readPage(root)}>{node}</PageContext.Provider>, root);
  return root;
}

function write(root: HTMLElement, id: string, text: string): void {
  const field = root.querySelector<HTMLInputElement>(`#${id}`);
  if (!field) throw new Error(id);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const submit = (root: HTMLElement): void => {
  root.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
};
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const BROKER = { host: "192.168.0.5", port: 1883, tls: false, ca: false, kinds: ["micropython"], most: 200 };
const JOIN: Join = {
  url: "http://192.168.0.5:8000",
  host: "192.168.0.5",
  mqttPort: 1883,
  code: "CDFG-HJKM",
  trust: "plain",
};
const BOARD = { role: "esp32-1", password: "jx4g9k", session: "aula1" };

test("no word is empty in either language", () => {
  for (const words of [boardsEn, boardsPtBR]) for (const word of Object.values(words)) expect(word).not.toBe("");
  expect([boardsWordsOf("en-GB"), boardsWordsOf("pt-BR")]).toEqual([boardsEn, boardsPtBR]);
});

test("forty boards are asked for by a prefix and a count", async () => {
  const asked: Wanted[] = [];
  const root = draw(
    <BoardsForm
      needed
      most={200}
      onMake={(wanted) => {
        asked.push(wanted);
        return Promise.resolve("");
      }}
    />,
  );
  write(root, "board-count", "40");
  write(root, "board-session", "aula1");
  await tick();
  expect(root.querySelector(".will-be")?.textContent).toBe(boardsEn.willBe("esp32-1, esp32-2 … esp32-40"));
  expect(root.querySelector("button[type=submit]")?.textContent).toBe(boardsEn.make(40));
  submit(root);
  await tick();
  expect([asked.length, asked[0]?.roles.length, asked[0]?.session, asked[0]?.limits]).toEqual([1, 40, "aula1", []]);
});

test.each([
  ["board-count", "201", boardsEn.tooMany(200)],
  ["board-count", "0", boardsEn.noRole],
  ["board-session", "", boardsEn.noSession],
  ["board-session", "Aula 1", boardsEn.badSession],
])("a form with %s %s asks for nothing and says why", async (field, text, problem) => {
  const onMake = vi.fn();
  const root = draw(<BoardsForm needed most={200} onMake={onMake} />);
  write(root, "board-session", "aula1");
  write(root, field, text);
  await tick();
  submit(root);
  await tick();
  expect(onMake).not.toHaveBeenCalled();
  expect(root.querySelector("[role=alert]")?.textContent).toBe(problem);
});

test("a card has role, account, address, page and its code", () => {
  const root = draw(<BoardCards boards={[BOARD]} broker={BROKER} host="192.168.0.5" join={JOIN} />);
  const said = [...root.querySelectorAll("h2, dd")].map((part) => part.textContent);
  expect(said).toEqual(["esp32-1", "esp32-1", "jx4g9k", "192.168.0.5:1883", "http://192.168.0.5:8000/d/aula1"]);
  expect(root.querySelector("img")?.getAttribute("src")).toBe("/qr.svg?path=%2Fd%2Faula1");
});

test("a card of a lab that only this machine reaches has no code", () => {
  const alone = { ...JOIN, url: "http://127.0.0.1:8000", host: "127.0.0.1" };
  const root = draw(<BoardCards boards={[{ ...BOARD, password: "" }]} broker={BROKER} host="127.0.0.1" join={alone} />);
  expect([root.querySelector("img"), root.querySelectorAll("dd").length]).toEqual([null, 1]);
});

test("what throws somebody out is asked first, and says who", () => {
  const question: Question = {
    kind: "in-use",
    wanted: { roles: ["lamp", "tv", "maria"], session: "aula1", limits: [] },
    uses: [
      { role: "lamp", hasAccount: true, online: ["demo"] },
      { role: "tv", hasAccount: true, online: [] },
      { role: "maria", hasAccount: false, online: ["aula1"] },
    ],
  };
  const root = draw(
    <BoardsDialog question={question} onAnswer={() => Promise.resolve("")} onClose={() => undefined} />,
  );
  expect([...root.querySelectorAll("li")].map((line) => line.textContent)).toEqual([
    boardsEn.inUseOnline("lamp", "demo"),
    boardsEn.inUseAccount("tv"),
    boardsEn.inUsePerson("maria", "aula1"),
  ]);
});

test("what goes wrong with an answer is said in the dialog", async () => {
  const root = draw(
    <BoardsDialog
      question={{ kind: "remove", roles: ["lamp"] }}
      onAnswer={() => Promise.resolve("no lab")}
      onClose={() => undefined}
    />,
  );
  submit(root);
  await tick();
  expect(root.querySelector("[role=alert]")?.textContent).toBe("no lab");
});

test("accounts that are selected are renewed or taken away", async () => {
  const accounts = ["esp32-10", "esp32-2"].map((role) => ({ role, sessions: ["aula1"], since: "", online: ["aula1"] }));
  const removed: (readonly string[])[] = [];
  const root = draw(
    <BoardsAccounts accounts={accounts} onRenew={() => undefined} onRemove={(roles) => removed.push(roles)} />,
  );
  const [all, renew, remove] = [...root.querySelectorAll<HTMLButtonElement>(".account-actions button")];
  expect([renew?.disabled, remove?.disabled]).toEqual([true, true]);
  all?.click();
  await tick();
  remove?.click();
  expect(removed).toEqual([["esp32-2", "esp32-10"]]);
});
