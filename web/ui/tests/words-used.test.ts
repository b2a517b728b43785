import { expect, test } from "vitest";

const sources = import.meta.glob<string>(["../src/**/*.{ts,tsx}", "!../src/i18n/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const dictionaries = import.meta.glob<Record<string, object>>("../src/i18n/*en.ts", { eager: true });
const code = Object.values(sources).join("\n");

/** `words.title`, `own.title`, `roomWords.title`, `useRoomWords().title`, `roomWordsOf(lang).title`. */
const NAMED = /(?:[wW]ords(?:Of)?(?:\(\w*\))?|\bown)\.(\w+)/g;
/** `const { title, lead } = useRoomWords()`. */
const TAKEN_APART = /\{([^{}=]*)\}\s*=\s*(?:\w*[wW]ords|own|use\w*Words\(\))/g;
/** `words[phase]`: chosen as the page runs, from these. */
const CHOSEN_LATER = new Set([
  ...["online", "stale", "offline", "unknown"].flatMap((state) => [state, `${state}Hint`]),
  ...["waiting", "silent", "refused"],
  ...["connecting", "watching"],
  ...["unix", "powershell", "cmd"],
]);

const named = [...code.matchAll(NAMED)].map(([, word]) => word);
const takenApart = [...code.matchAll(TAKEN_APART)].flatMap(([, names = ""]) =>
  names.split(",").map((name) => name.split(":")[0]?.trim()),
);
const said = new Set([...named, ...takenApart]);

test.each(Object.keys(dictionaries))("every word of %s is said somewhere", (file) => {
  const words = Object.values(dictionaries[file] ?? {}).flatMap(Object.keys);
  expect(words.length).toBeGreaterThan(0);
  expect(words.filter((word) => !said.has(word) && !CHOSEN_LATER.has(word))).toEqual([]);
});
