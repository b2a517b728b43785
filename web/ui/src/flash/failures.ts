/** What can go wrong with a board, as people are told. Pure. */

export type FailureKind =
  | "no-port"
  | "busy"
  | "no-answer"
  | "wrong-chip"
  | "no-room"
  | "not-written"
  | "lost"
  | "no-micropython"
  | "file-differs"
  | "python"
  | "other";

export class BoardFailure extends Error {
  /** `detail`: what the kind leaves open, as the chip of a file or the text of an error. */
  constructor(
    readonly kind: FailureKind,
    readonly detail = "",
  ) {
    super(`${kind} ${detail}`);
  }
}

export const LOST = new BoardFailure("lost");

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : "");
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Of `requestPort`: the person closed the list of ports without choosing one. */
export const choosingFailure = (error: unknown): BoardFailure =>
  nameOf(error) === "NotFoundError" ? new BoardFailure("no-port") : new BoardFailure("other", textOf(error));

/** Of `open`: another program, or another page, has the port. */
export const openingFailure = (error: unknown): BoardFailure =>
  ["NetworkError", "InvalidStateError"].includes(nameOf(error))
    ? new BoardFailure("busy")
    : new BoardFailure("other", textOf(error));

/** Of the conversation with a bootloader, as esptool-js words it. */
export function flashingFailure(error: unknown): BoardFailure {
  if (error instanceof BoardFailure) return error;
  const text = textOf(error);
  if (/lost|disconnected/i.test(text)) return LOST;
  if (["NetworkError", "InvalidStateError"].includes(nameOf(error))) return openingFailure(error);
  if (/failed to connect/i.test(text)) return new BoardFailure("no-answer");
  if (/MD5/.test(text)) return new BoardFailure("not-written");
  if (/stream stopped|No serial data|Timeout/i.test(text)) return new BoardFailure("no-answer");
  return new BoardFailure("other", text);
}
