/** The link to the other language leads to the same place: the search, the role and the record of the address stay. */

/** The address in another language. */
export function inLanguage(address: string, language: string): string {
  const url = new URL(address);
  url.searchParams.set("lang", language);
  return url.href;
}

export function keepQuery(link: Element | null): void {
  if (!(link instanceof HTMLAnchorElement)) return;
  // The page changes its address while it is used, so it is read at the last moment.
  const renew = (): void => {
    link.href = inLanguage(location.href, link.hreflang);
  };
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, renew);
}
