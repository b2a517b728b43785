import { type ReadingsWords, readingsWordsOf } from "../i18n/readings";
import { usePage } from "./context";

export const useReadingsWords = (): ReadingsWords => readingsWordsOf(usePage().lang);
