// @vitest-environment happy-dom
import { render, type VNode } from "preact";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { en } from "../src/i18n/en";
import { type Fold, layOut } from "../src/model/fold";
import type { JsonObject, LabRecord } from "../src/model/record";
import { lastRole, openStore, rememberRole } from "../src/net/storage";
import { readPage } from "../src/page";
import { PageContext } from "../src/ui/context";
import { FoldLine } from "../src/ui/fold-line";
import { RecordLine } from "../src/ui/record-line";
import { followTheme } from "../src/ui/theme";
import { countInTitle } from "../src/ui/title";
import { draft, record } from "./fake-lab";

beforeEach(() => localStorage.clear());

function draw(node: VNode): HTMLElement {
  const root = document.createElement("main");
  Object.assign(root.dataset, { lang: "en", session: "aula1", role: "usuario", host: "127.0.0.1" });
  render(<PageContext.Provider value={readPage(root)}>{node}</PageContext.Provider>, root);
  return root;
}

const line = (more: Partial<LabRecord>): HTMLElement =>
  draw(<RecordLine record={record(1, more)} continues={false} newDay={false} isNew={false} linked={false} />);

describe("a record", () => {
  test("never becomes markup", () => {
    const root = line({ text: "<img src=x onerror=alert(1)> https://a.org/'onclick" });
    expect(root.querySelector("img")).toBeNull();
    expect(root.querySelector(".text")?.textContent).toContain("<img src=x");
  });

  test("has links that tell the other side nothing", () => {
    const link = line({ text: "https://a.org/x" }).querySelector("a");
    expect([link?.href, link?.rel, link?.target]).toEqual(["https://a.org/x", "noopener noreferrer", "_blank"]);
  });

  test("of this role stands on the right, as logged", () => {
    const root = line({ role: "usuario" });
    expect(root.querySelector(".line.own")?.textContent).toContain(en.stateLogged);
  });

  test("of another role names it, and to whom it is", () => {
    const root = line({ to: "lamp" });
    expect(root.querySelector(".who")?.textContent).toBe("atendenteto lamp");
  });

  test("of the lab itself is told in words", () => {
    expect(line({ role: "lab", event: "session-created" }).querySelector(".event")?.textContent).toContain(
      en.eventCreated,
    );
  });

  test("with data shows each value, the exact one in its title", () => {
    const chip = line({ text: "", data: { temperature: 23.456789 } }).querySelector<HTMLElement>(".reading");
    expect([chip?.textContent, chip?.title]).toEqual(["temperature23.46", "23.456789"]);
  });

  test("that announces what it obeys tells how one tries it", () => {
    const root = line({ role: "lamp", text: "", data: { device: "lamp", commands: ["on", "off"] } });
    expect(root.querySelector(".try-it")?.textContent).toBe("try: @lamp on");
  });

  test("with code draws it apart, without links, and copies what was sent", async () => {
    const code = `print("https://a.org")\n\tx = 1${"\ny".repeat(40)}`;
    const root = line({ text: `see \`led\`:\n\`\`\`python\n${code}\n\`\`\`\n<b>` });
    expect([...root.querySelectorAll(".text")].map(({ textContent }) => textContent)).toEqual(["see led:", "<b>"]);
    expect(root.querySelector(".text code")?.textContent).toBe("led");
    expect(root.querySelector(".code-block a")).toBeNull();
    const writeText = vi.fn<(text: string) => Promise<void>>().mockResolvedValue(undefined);
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    root.querySelector<HTMLButtonElement>(".copy-button")?.click();
    await vi.waitFor(() => expect(writeText).toHaveBeenCalledWith(code));
    vi.unstubAllGlobals();
    expect(root.querySelector("pre")?.textContent?.split("\n").length).toBe(24);
    root.querySelector<HTMLButtonElement>(".code-block .btn-link")?.click();
    await vi.waitFor(() => expect(root.querySelector("pre")?.textContent).toBe(code));
  });

  test("that is very long is shortened until one asks for it", async () => {
    const root = line({ text: "x".repeat(5000) });
    expect(root.querySelector(".text")?.textContent?.length).toBeLessThan(2000);
    root.querySelector("button")?.click();
    await vi.waitFor(() => expect(root.querySelector(".text")?.textContent?.length).toBeGreaterThan(5000));
  });
});

const reading = (seq: number, role: string, data: JsonObject): LabRecord => ({
  seq,
  role,
  data,
  at: "2026-11-22T10:00:00.000Z",
});
const foldOf = (records: LabRecord[], opened: number[]): HTMLElement => {
  const [fold] = layOut(records, null, opened).entries;
  return draw(<FoldLine fold={fold as Fold} linked={null} />);
};

describe("a fold", () => {
  const records = [
    reading(1, "sensor-1", { temperature: 22 }),
    reading(2, "lamp", { on: true }),
    reading(3, "sensor-1", { temperature: 23.5 }),
  ];

  test("says who, how many, and the last of each", () => {
    const root = foldOf(records, []);
    expect(root.querySelector(".fold-who")?.textContent).toBe("sensor-1, lamp: 3 readings");
    expect([...root.querySelectorAll(".fold-latest")].map((one) => one.textContent)).toEqual([
      "sensor-1 23.5 °C",
      "lamp on: yes",
    ]);
    expect(root.querySelectorAll("[data-seq]").length).toBe(0);
  });

  test("that is open shows them all", () => {
    const root = foldOf(records, [2]);
    expect([...root.querySelectorAll<HTMLElement>("[data-seq]")].map((one) => one.dataset["seq"])).toEqual([
      "1",
      "2",
      "3",
    ]);
    expect(root.querySelector("details")?.open).toBe(true);
    expect(root.querySelector(".day")).toBeNull();
  });

  test("is never read aloud of its own accord", () =>
    expect(foldOf(records, []).querySelector("details")?.getAttribute("aria-live")).toBe("off"));
});

describe("the storage", () => {
  test("gives back what was kept, for this session and role only", () => {
    const store = openStore(localStorage, "aula1", "usuario");
    store.keep({ ...draft("a"), to: "lamp", after: 3 });
    expect(store.drafts()).toEqual([{ ...draft("a"), to: "lamp", after: 3 }]);
    expect(openStore(localStorage, "aula1", "usuario2").drafts()).toEqual([]);
    expect(openStore(localStorage, "aula", "usuario").drafts()).toEqual([]);
  });

  test("passes over what is damaged", () => {
    localStorage.setItem("lab.outbox/aula1/usuario/x", "{");
    localStorage.setItem("lab.outbox/aula1/usuario/y", "7");
    expect(openStore(localStorage, "aula1", "usuario").drafts()).toEqual([]);
  });

  test("that is switched off costs nothing but the keeping", () => {
    const store = openStore(null, "aula1", "usuario");
    store.keep(draft("a"));
    store.keepUnfinished("x");
    expect([store.drafts(), store.unfinished()]).toEqual([[], ""]);
  });

  test("remembers whose window was open last in each session", () => {
    rememberRole(localStorage, "aula1", "maria");
    rememberRole(localStorage, "aula1", "joao");
    expect([lastRole(localStorage, "aula1"), lastRole(localStorage, "aula2"), lastRole(null, "aula1")]).toEqual([
      "joao",
      "",
      "",
    ]);
  });

  test("that is full throws nothing at the writer", () => {
    const full = {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    } as unknown as Storage;
    expect(() => openStore(full, "aula1", "usuario").keep(draft("a"))).not.toThrow();
  });
});

test("the theme follows the system, also when it changes", () => {
  let changed = (): void => {};
  const query = {
    matches: true,
    addEventListener: (_: string, listener: () => void) => {
      changed = listener;
    },
  };
  followTheme(document.documentElement, query as unknown as MediaQueryList);
  expect(document.documentElement.dataset["bsTheme"]).toBe("dark");
  query.matches = false;
  changed();
  expect(document.documentElement.dataset["bsTheme"]).toBe("light");
});

test("the title counts what came while the page was hidden", () => {
  const page = { title: "aula1", hidden: false } as { title: string; hidden: boolean };
  const tell = countInTitle(page as Document);
  tell(10);
  page.hidden = true;
  tell(13);
  expect(page.title).toBe("(3) aula1");
  page.hidden = false;
  tell(13);
  expect(page.title).toBe("aula1");
});
