/** The Socket.IO parser, except that whole numbers keep every digit: model/json.ts. */

import { Decoder, Encoder } from "socket.io-parser";
import { markLongNumbers, unmark } from "../model/json";

/** Only a packet with a long number in it takes the slower way, through a reviver. */
class ExactDecoder extends Decoder {
  private readonly exact = new Decoder({ reviver: unmark });

  constructor() {
    super();
    this.exact.on("decoded", (packet) => this.emitReserved("decoded", packet));
  }

  override add(packet: unknown): void {
    const marked = typeof packet === "string" ? markLongNumbers(packet) : packet;
    if (marked === packet) super.add(packet);
    else this.exact.add(marked);
  }
}

export const exactParser = { Encoder, Decoder: ExactDecoder };
