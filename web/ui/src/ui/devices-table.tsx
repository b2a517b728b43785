import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { Stretch } from "../model/series-range";
import { tableOf } from "../model/series-table";
import { numberText } from "../model/telemetry";
import { usePage } from "./context";
import type { Drawn } from "./devices-plot";
import { useDevicesWords } from "./devices-use";

/** Rows that are drawn; the CSV has all of them. */
const MOST_ROWS = 500;

/** What the chart shows, to read: the newest first. */
export function ValueTable({ chosen, stretch }: { chosen: readonly Drawn[]; stretch: Stretch }): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const table = useMemo(
    () =>
      tableOf(
        chosen.map(({ series }) => series),
        stretch,
      ),
    [chosen, stretch.from, stretch.to],
  );
  const rows = table.rows.slice(-MOST_ROWS).reverse();
  const moment = useMemo(() => new Intl.DateTimeFormat(lang, { dateStyle: "short", timeStyle: "medium" }), [lang]);
  const caption = words.tableOf(moment.format(stretch.from), moment.format(stretch.to));
  return (
    <div class="value-table" role="region" tabIndex={0} aria-label={words.asTable}>
      <table class="table table-sm">
        <caption>
          <span>
            {caption}. {table.rows.length > MOST_ROWS && words.newestRows(rows.length, table.rows.length)}
          </span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {table.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ t, cells }, place) => (
            <tr key={place}>
              <th scope="row">
                <time dateTime={new Date(t).toISOString()}>{moment.format(t)}</time>
              </th>
              {cells.map((cell, column) => (
                <td key={column}>{cell === null ? "" : numberText(cell, lang)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
