import { render, type VNode } from "preact";
import { readPage } from "../page";
import { PageContext } from "./context";
import { LockedOut } from "./locked-out";

/** Replace the server's fallback in `<main id="app">` by what is drawn here. */
export function mount(drawn: VNode): void {
  const root = document.getElementById("app");
  if (!root) return;
  root.replaceChildren();
  render(
    <PageContext.Provider value={readPage(root)}>
      <LockedOut />
      {drawn}
    </PageContext.Provider>,
    root,
  );
}
