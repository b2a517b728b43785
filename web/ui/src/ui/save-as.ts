/** Offers what the page has made or fetched as a file to keep. */

const KEPT_MS = 60_000;

export function saveAs(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
