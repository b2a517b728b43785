/** The lines of `GET /api/search` as they come. */

import { labPath } from "../base";
import { ApiError, refusalOf } from "./http";

/** Batches of whole lines. Throws ApiError; a signal that is aborted ends it without one. */
export async function* searchLines(words: string, session: string, signal: AbortSignal): AsyncGenerator<string[]> {
  const query = new URLSearchParams({ q: words, ...(session ? { session } : {}) });
  const response = await request(`/api/search?${query}`, signal);
  if (!response) return;
  if (!response.ok || !response.body) throw await refusalOf(response);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of chunksOf(response.body, signal)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
  if (rest) yield [rest];
}

async function request(address: string, signal: AbortSignal): Promise<Response | null> {
  try {
    return await fetch(labPath(address), { signal, cache: "no-store" });
  } catch (error) {
    if (signal.aborted) return null;
    throw new ApiError("unreachable", String(error));
  }
}

/** A stream can't be iterated in every browser yet. One that breaks off ends. */
async function* chunksOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done || !value || signal.aborted) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
