import { type ReadingsWords, readingsWordsOf } from "../i18n/readings";
import { usePage } from "./context";

export const useReadingsWords = (): ReadingsWords => readingsWordsOf(usePage().lang);

/** What people call a command's word: the word itself, unless everybody knows it. */
export function useCommandLabel(): (word: string) => string {
  const { commands } = useReadingsWords();
  return (word) => (Object.hasOwn(commands, word) ? (commands[word] ?? word) : word);
}
