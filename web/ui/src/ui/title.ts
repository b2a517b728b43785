/** How many records came while the page was hidden, in front of its title: `(3) aula1`. */

export function countInTitle(page: Document): (last: number | null) => void {
  const title = page.title;
  let seen: number | null = null;
  let shown = title;
  return (last) => {
    if (!page.hidden || seen === null || last === null || last < seen) seen = last;
    const count = last === null || seen === null ? 0 : last - seen;
    const next = count > 0 ? `(${count}) ${title}` : title;
    // Also the same title, set again, costs the browser a task.
    if (next !== shown) page.title = next;
    shown = next;
  };
}
