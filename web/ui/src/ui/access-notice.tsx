import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { labPath, withoutBase } from "../base";
import { type AccessProblem, access } from "../net/access";
import { usePage } from "./context";

/** Why the lab refuses this page; null while it does not. */
export function useAccessProblem(): AccessProblem | null {
  const [problem, setProblem] = useState<AccessProblem | null>(null);
  useEffect(() => access.watch(setProblem), []);
  return problem;
}

/** Stands above every page: says what the lab refuses, and what to do about it. */
export function AccessNotice(): VNode | null {
  const { words } = usePage();
  const problem = useAccessProblem();
  if (problem === null) return null;
  if (problem !== "no-access")
    return (
      <div class="banner refused access-notice" role="alert">
        {problem === "foreign-host" ? words.foreignHost(location.hostname) : words.foreignOrigin(location.host)}
      </div>
    );
  const here = withoutBase(location.pathname) + location.search;
  return (
    <div class="banner refused access-notice" role="alert">
      <span>{words.lockedOut}</span>
      <a href={labPath(`/enter?next=${encodeURIComponent(here)}`)}>{words.enterAgain}</a>
    </div>
  );
}
