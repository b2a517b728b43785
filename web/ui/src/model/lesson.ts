/** How far somebody is in a lesson: what `/api/sessions/<s>/lessons/<name>` says. Pure. */

import { isObject } from "./record";

export interface TaskState {
  readonly task: string;
  readonly isPassed: boolean;
  /** What is missing, in words; empty when nothing is. */
  readonly says: string;
}

export function readTaskStates(value: unknown): TaskState[] {
  const tasks = isObject(value) ? value["tasks"] : null;
  if (!Array.isArray(tasks)) return [];
  return tasks.filter(isObject).map(({ task, passed, says }) => ({
    task: String(task ?? ""),
    isPassed: passed === true,
    says: typeof says === "string" ? says : "",
  }));
}
