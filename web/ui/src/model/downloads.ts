/** The forms in which a session is downloaded, and how each is asked for: docs/protocol.md, `format`. Pure. */

/** `xlsx` is a workbook, `values` and `csv` are tables of the values and of the messages, `log` is the file itself. */
export type DownloadForm = "xlsx" | "values" | "csv" | "txt" | "log";

export const DOWNLOAD_FORMS: readonly DownloadForm[] = ["xlsx", "values", "csv", "txt", "log"];

/** A reader's language and time zone, by which a table is written. */
export interface Reader {
  readonly lang: string;
  /** A name of the IANA database, such as `America/Sao_Paulo`. */
  readonly zone: string;
}

/** What stands behind the address of a log. */
export function downloadQuery(form: DownloadForm, { lang, zone }: Reader): string {
  if (form === "txt" || form === "log") return `format=${form}`;
  const manner = `lang=${encodeURIComponent(lang)}&zone=${encodeURIComponent(zone)}`;
  if (form === "xlsx") return `format=xlsx&${manner}`;
  return `format=csv&table=${form === "values" ? "wide" : "messages"}&${manner}`;
}

/** The reader's own time zone; UTC where the browser does not know it. */
export function zoneHere(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== "Etc/Unknown" ? zone : "UTC";
}
