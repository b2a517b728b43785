/** Asks now and then, while the page is seen, what of a lesson is done, and shows it. */

import { readTaskStates, type TaskState } from "../model/lesson";

const EVERY_MS = 3_000;

export function keepTasksFresh(list: HTMLElement | null): void {
  const address = list?.dataset["address"];
  if (!list || !address) return;
  every(async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (answer.ok) for (const state of readTaskStates(await answer.json())) show(list, state);
  });
}

function show(list: HTMLElement, { task, isPassed, says }: TaskState): void {
  const item = list.querySelector<HTMLElement>(`[data-task="${CSS.escape(task)}"]`);
  const text = item?.querySelector<HTMLElement>(".task-says");
  if (!item || !text) return;
  item.classList.toggle("passed", isPassed);
  item.querySelector(".task-done")?.toggleAttribute("hidden", !isPassed);
  // Set only when it changed: a screen reader says it each time.
  if (text.textContent !== says) text.textContent = says;
}

/** The panel of the class is drawn by the server: the new one takes the place of the old. */
export function keepClassFresh(panel: HTMLElement | null): void {
  if (!panel) return;
  every(async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-renews]");
    if (fresh && fresh.innerHTML !== panel.innerHTML) panel.replaceChildren(...fresh.childNodes);
  });
}

function every(act: () => Promise<void>): void {
  const look = (): void => {
    // Without the lab the page keeps what it last knew.
    if (!document.hidden) act().catch((error: unknown) => console.warn("the lesson could not be asked for", error));
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
