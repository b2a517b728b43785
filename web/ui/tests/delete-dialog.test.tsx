// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionsEn } from "../src/i18n/sessions.en";
import { ApiError } from "../src/net/http";
import { readPage } from "../src/page";
import { PageContext } from "../src/ui/context";
import { DeleteDialog } from "../src/ui/delete-dialog";

let root: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '<main id="app" data-lang="en"></main>';
  root = document.getElementById("app") as HTMLElement;
});

afterEach(() => render(null, root));

function open(act: () => Promise<void>): () => void {
  const done = vi.fn();
  render(
    <PageContext.Provider value={readPage(root)}>
      <DeleteDialog
        deletion={{ session: "aula1", archived: "", count: 12, act }}
        onClose={() => undefined}
        onDone={done}
      />
    </PageContext.Provider>,
    root,
  );
  return done;
}

const button = (): HTMLButtonElement => root.querySelector("button[type=submit]") as HTMLButtonElement;

function type(text: string): void {
  const field = root.querySelector("input") as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("the dialog names the session and says what is lost", () => {
  open(() => Promise.resolve());
  expect(root.querySelector("h2")?.textContent).toBe("Delete “aula1” forever?");
  expect(root.textContent).toContain("12 records");
});

test.each(["", "aula", "AULA1", "aula2"])("nothing is deleted while %j is typed", async (typed) => {
  const act = vi.fn(() => Promise.resolve());
  open(act);
  type(typed);
  await vi.waitFor(() => expect(button().disabled).toBe(true));
  root.querySelector("form")?.requestSubmit();
  expect(act).not.toHaveBeenCalled();
});

test("once the name is typed the session is deleted", async () => {
  const act = vi.fn(() => Promise.resolve());
  const done = open(act);
  type("aula1");
  await vi.waitFor(() => expect(button().disabled).toBe(false));
  button().click();
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(act).toHaveBeenCalledOnce();
});

test.each([
  ["no-session", 404, sessionsEn.deleteGone],
  ["disk", 500, sessionsEn.deleteFailed("full")],
])("a deletion that fails with %s says why and stays open", async (reason, status, text) => {
  const done = open(() => Promise.reject(new ApiError(reason, "full", status)));
  type("aula1");
  await vi.waitFor(() => expect(button().disabled).toBe(false));
  button().click();
  await vi.waitFor(() => expect(root.querySelector("[role=alert]")?.textContent).toBe(text));
  expect(done).not.toHaveBeenCalled();
});
