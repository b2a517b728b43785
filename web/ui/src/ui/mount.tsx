import { render, type VNode } from "preact";
import { readPage } from "../page";
import { AccessNotice } from "./access-notice";
import { PageContext } from "./context";

/** Replace the server's fallback in `<main id="app">` by what is drawn here. */
export function mount(drawn: VNode): void {
  const root = document.getElementById("app");
  if (!root) return;
  root.replaceChildren();
  render(
    <PageContext.Provider value={readPage(root)}>
      <AccessNotice />
      {drawn}
    </PageContext.Provider>,
    root,
  );
}
