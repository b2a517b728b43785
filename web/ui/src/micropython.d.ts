declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  interface Options {
    /** Where micropython.wasm is. */
    readonly url?: string;
    /** Bytes. */
    readonly heapsize?: number;
    readonly linebuffer?: boolean;
    readonly stdout?: (bytes: Uint8Array) => void;
  }
  export function loadMicroPython(options?: Options): Promise<unknown>;
}
