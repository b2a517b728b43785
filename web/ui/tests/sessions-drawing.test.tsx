// @vitest-environment happy-dom
import { render, type VNode } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { sessionsEn } from "../src/i18n/sessions.en";
import { sessionsPtBR } from "../src/i18n/sessions.pt-BR";
import type { SessionSummary } from "../src/net/sessions";
import { readPage } from "../src/page";
import { ArchiveList } from "../src/ui/archive-list";
import { PageContext } from "../src/ui/context";
import { JoinPanel } from "../src/ui/join-panel";
import { SessionList } from "../src/ui/session-list";
import { SnippetsPanel } from "../src/ui/snippets-panel";
import { record } from "./fake-lab";

afterEach(() => vi.restoreAllMocks());

function draw(node: VNode): HTMLElement {
  const root = document.createElement("main");
  Object.assign(root.dataset, { lang: "en", session: "aula1", host: "127.0.0.1" });
  render(<PageContext.Provider value={readPage(root)}>{node}</PageContext.Provider>, root);
  return root;
}

const summary = (session: string, more: Partial<SessionSummary> = {}): SessionSummary => ({
  session,
  startedAt: "2026-11-22T16:00:00Z",
  lastSeq: 2,
  lastAt: "2026-11-22T16:48:00Z",
  size: 200,
  last: record(2),
  names: new Map(),
  participants: [],
  ...more,
});

const type = (root: HTMLElement, text: string): void => {
  const field = root.querySelector("input");
  if (!field) throw new Error("no field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

test("no word is empty in either language", () => {
  for (const words of [sessionsEn, sessionsPtBR]) for (const word of Object.values(words)) expect(word).not.toBe("");
});

test("a card names those who are present, the first few of many", () => {
  const participants = ["a", "b", "c", "d", "e", "f"].map((role) => ({ role, online: true }));
  const root = draw(
    <SessionList
      sessions={[summary("aula1", { participants })]}
      onArchive={() => undefined}
      onDelete={() => undefined}
    />,
  );
  expect(root.querySelector(".faces")?.textContent).toBe("Present: a, b, c, d and 2 others");
});

test("a card of a session without anybody names nobody", () => {
  const root = draw(
    <SessionList
      sessions={[summary("aula1", { participants: [{ role: "lamp", online: false }] })]}
      onArchive={() => undefined}
      onDelete={() => undefined}
    />,
  );
  expect(root.querySelector(".faces")).toBeNull();
});

test("what is typed leaves the sessions that are meant, and says so when there are none", async () => {
  const root = draw(
    <SessionList
      sessions={[summary("aula1"), summary("robotica")]}
      onArchive={() => undefined}
      onDelete={() => undefined}
    />,
  );
  type(root, "Robó");
  await vi.waitFor(() =>
    expect([...root.querySelectorAll("h3")].map((name) => name.textContent)).toEqual(["robotica"]),
  );
  type(root, "zzz");
  await vi.waitFor(() => expect(root.querySelector(".empty-title")?.textContent).toBe(sessionsEn.noneMatches("zzz")));
});

test("the archive says that it is empty, or that it could not be read", () => {
  expect(draw(<ArchiveList archived={[]} failed={false} onDelete={() => undefined} />).textContent).toContain(
    sessionsEn.archiveEmpty,
  );
  expect(draw(<ArchiveList archived={null} failed onDelete={() => undefined} />).textContent).toContain(
    sessionsEn.archiveUnreachable,
  );
});

test("an archived session is found under the name of its folder", () => {
  const name = "aula1_20261122-164800";
  const root = draw(
    <ArchiveList archived={[{ ...summary("aula1"), name }]} failed={false} onDelete={() => undefined} />,
  );
  const links = [...root.querySelectorAll("a")].map((link) => link.getAttribute("href")?.split("&")[0]);
  expect(links).toEqual([
    `/a/${name}`,
    ...["xlsx", "csv", "csv", "txt", "log"].map((format) => `/api/archive/${name}/log?format=${format}`),
  ]);
});

test("a lab that only this machine can reach says so, and how to change it, and shows no code", () => {
  const root = draw(
    <JoinPanel
      join={{ url: "http://127.0.0.1:8000", host: "127.0.0.1", mqttPort: 1883, code: "", trust: "plain" }}
      failed={false}
    />,
  );
  expect(root.textContent).toContain(sessionsEn.alone);
  expect(root.querySelector(".obstacle code")?.textContent).toBe("python lab.py --host 0.0.0.0");
  expect(root.querySelector("img")).toBeNull();
});

test("a lab of the network shows its address and the code of it", () => {
  const root = draw(
    <JoinPanel
      join={{ url: "http://192.168.0.10:8000", host: "192.168.0.10", mqttPort: 1883, code: "", trust: "plain" }}
      failed={false}
    />,
  );
  const image = root.querySelector("img");
  expect([image?.getAttribute("src"), image?.alt]).toEqual([
    "/qr.svg?path=%2Fs%2Faula1",
    sessionsEn.qrAlt("http://192.168.0.10:8000/s/aula1"),
  ]);
  expect(root.querySelector(".join-address a")?.textContent).toBe("http://192.168.0.10:8000/s/aula1");
});

test("a closed lab shows the code of the class beside its address", () => {
  const join = {
    url: "http://192.168.0.10:8000",
    host: "192.168.0.10",
    mqttPort: 1883,
    code: "CDFG-HJKM",
    trust: "plain" as const,
  };
  expect(draw(<JoinPanel join={join} failed={false} />).querySelector(".join-code strong")?.textContent).toBe(
    "CDFG-HJKM",
  );
});

test("in a closed lab a program is told where its password comes from", () => {
  const root = draw(
    <SnippetsPanel spot={{ session: "aula1", host: "a", port: 1, isClosed: true, trust: "plain" }} ready />,
  );
  expect(root.textContent).toContain("python lab.py device add my-sensor");
});

test("one name goes into the account and every snippet; what can't be a role is mended", async () => {
  const root = draw(
    <SnippetsPanel spot={{ session: "aula1", host: "a", port: 1, isClosed: true, trust: "plain" }} ready />,
  );
  const field = root.querySelector<HTMLInputElement>("#program-role");
  if (field) field.value = "Placa da Ana";
  field?.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.waitFor(() => expect(root.textContent).toContain("device add Placa-da-Ana"));
  for (const snippet of [...root.querySelectorAll("pre")]) expect(snippet.textContent).toMatch(/-u Placa-da-Ana /);
});

test("the arrows go from one snippet to the next, and round", async () => {
  const root = draw(
    <SnippetsPanel spot={{ session: "aula1", host: "a", port: 1, isClosed: false, trust: "plain" }} ready />,
  );
  const press = (key: string): unknown =>
    root.querySelector('[role="tablist"]')?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const chosen = (): string | null | undefined => root.querySelector('[aria-selected="true"]')?.textContent;
  for (const [key, title] of [
    ["ArrowRight", "Python"],
    ["End", "Topics"],
    ["ArrowRight", "Terminal"],
    ["ArrowLeft", "Topics"],
  ] as const) {
    press(key);
    await vi.waitFor(() => expect(chosen()).toBe(title));
  }
});

test("nothing is offered to copy before the lab's address is known", () => {
  const root = draw(
    <SnippetsPanel spot={{ session: "aula1", host: "a", port: 1, isClosed: false, trust: "plain" }} ready={false} />,
  );
  expect(root.querySelector("pre")).toBeNull();
});

test("over TLS the panel says whom to trust, and where that is", () => {
  const join = {
    url: "https://192.168.0.10:8000",
    host: "192.168.0.10",
    mqttPort: 8883,
    code: "",
    trust: "ca" as const,
  };
  const root = draw(<JoinPanel join={join} failed={false} />);
  expect(root.querySelector('.join-note a[href="/ca.pem"]')).not.toBeNull();
});
