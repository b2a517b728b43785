/** The pages of the lessons: the server draws them, and this keeps what they say of the tasks up to date. */

import { keepClassFresh, keepTasksFresh } from "./ui/lesson-tasks";

keepTasksFresh(document.querySelector<HTMLElement>(".tasks[data-address]"));
keepClassFresh(document.querySelector<HTMLElement>("[data-renews]"));
