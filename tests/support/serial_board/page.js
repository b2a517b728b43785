// A stand-in for `navigator.serial`: one port, whose bytes go to and from the test through functions that it exposes.

(() => {
  const encode = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const decode = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const POLL_MS = 10;

  class Port extends EventTarget {
    constructor() {
      super();
      this.isOpen = false;
      this.source = null;
      this.controller = null;
      this.writable = null;
      this.lines = { dataTerminalReady: false, requestToSend: false };
    }

    // After the end of a stream an open port has a new one.
    get readable() {
      if (this.isOpen && this.source === null) {
        this.source = new ReadableStream({
          start: (controller) => {
            this.controller = controller;
          },
          cancel: () => {
            this.source = null;
            this.controller = null;
          },
        });
      }
      return this.source;
    }

    getInfo() {
      return { usbVendorId: 0x10c4, usbProductId: 0xea60 };
    }

    async open({ baudRate }) {
      if (this.isOpen) throw new DOMException("The port is already open.", "InvalidStateError");
      if (!(await boardOpen(baudRate))) throw new DOMException("Failed to open serial port.", "NetworkError");
      this.isOpen = true;
      this.writable = new WritableStream({ write: (chunk) => this.send(chunk) });
      void this.poll();
    }

    async close() {
      if (this.source?.locked || this.writable?.locked) throw new TypeError("A stream of the port is locked.");
      this.isOpen = false;
      this.source = null;
      this.writable = null;
      await boardClose();
    }

    async setSignals(lines) {
      if (!this.isOpen) throw new DOMException("The port is not open.", "InvalidStateError");
      Object.assign(this.lines, lines);
      await boardSignals(this.lines.dataTerminalReady, this.lines.requestToSend);
    }

    async send(chunk) {
      this.take(await boardWrite(encode(chunk)));
    }

    async poll() {
      while (this.isOpen) {
        this.take(await boardRead());
        await pause(POLL_MS);
      }
    }

    take(text) {
      if (!this.isOpen || text === "") return;
      if (text === null) return this.lose();
      if (this.readable) this.controller.enqueue(decode(text));
    }

    lose() {
      const lost = new DOMException("The device has been lost.", "NetworkError");
      this.isOpen = false;
      this.controller?.error(lost);
      this.source = null;
      this.writable = null;
      this.dispatchEvent(new Event("disconnect"));
    }
  }

  const port = new Port();
  Object.defineProperty(navigator, "serial", {
    value: {
      requestPort: async () => {
        if (await boardChosen()) return port;
        throw new DOMException("No port selected by the user.", "NotFoundError");
      },
    },
  });
})();
