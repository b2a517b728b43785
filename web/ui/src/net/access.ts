/**
 * Whether the lab answers this page: docs/protocol.md, "Which requests are accepted" and "Authentication".
 *
 * A code may end while a page is open. A proxy may hide the page's address, so that only its requests are refused.
 */

/** The `reason` of a refusal that concerns every request of this page. */
export type AccessProblem = "no-access" | "foreign-host" | "foreign-origin";

const PROBLEMS: ReadonlySet<unknown> = new Set<AccessProblem>(["no-access", "foreign-host", "foreign-origin"]);

export const isAccessProblem = (reason: unknown): reason is AccessProblem => PROBLEMS.has(reason);

type Listener = (problem: AccessProblem | null) => void;

export class Access {
  private problem: AccessProblem | null = null;
  private readonly listeners = new Set<Listener>();

  /** The lab refused this page, or, with null, answered it. */
  report(problem: AccessProblem | null): void {
    if (problem === this.problem) return;
    this.problem = problem;
    for (const listener of this.listeners) listener(problem);
  }

  /** These problems are solved, if it was one of them. */
  forget(...solved: AccessProblem[]): void {
    if (this.problem !== null && solved.includes(this.problem)) this.report(null);
  }

  /** Call `listener` now and at each change. Returns what ends it. */
  watch(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.problem);
    return () => this.listeners.delete(listener);
  }
}

export const access = new Access();
