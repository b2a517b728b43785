/** Bytes as people read them: offset, sixteen bytes in hexadecimal, and what of it is ASCII. */

const WIDTH = 16;

/** Lines for the first `most` bytes of a base64 payload; empty when it is no base64. */
export function hexDump(base64: string, most = 4096): string {
  const bytes = decoded(base64.slice(0, Math.ceil(most / 3) * 4)).slice(0, most);
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += WIDTH)
    lines.push(lineOf(offset, bytes.slice(offset, offset + WIDTH)));
  return lines.join("\n");
}

function lineOf(offset: number, bytes: string): string {
  const hex = [...bytes].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0"));
  const left = hex.slice(0, 8).join(" ").padEnd(23);
  const right = hex.slice(8).join(" ").padEnd(23);
  return `${offset.toString(16).padStart(6, "0")}  ${left}  ${right}  ${bytes.replace(/[^\x20-\x7e]/g, ".")}`;
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return "";
  }
}
