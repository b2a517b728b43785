// A bare WebSocket server that writes pre-built frames: the limit for fan-out.
// node bare.mjs <web port>; GET /flood?messages=N&text=... writes N frames with the text to every client.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const [webPort] = process.argv.slice(2);
const AT_ONCE = 64;
const server = createServer(flood);
const clients = new Set();
new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (_socket, request) => {
  clients.add(request.socket);
});

function flood(request, response) {
  const query = new URL(request.url, "http://localhost").searchParams;
  const text = Buffer.from(query.get("text"));
  const frame = Buffer.concat([Buffer.from([0x81, text.length]), text]); // RFC 6455, section 5.2: below 126 bytes
  const batch = Buffer.concat(Array(AT_ONCE).fill(frame));
  for (const client of clients) write(client, Number(query.get("messages")), frame, batch);
  response.end("ok");
}

function write(client, left, frame, batch) {
  while (left > 0) {
    const now = left >= AT_ONCE ? AT_ONCE : 1;
    left -= now;
    if (!client.write(now === 1 ? frame : batch)) {
      client.once("drain", () => write(client, left, frame, batch));
      return;
    }
  }
}

server.listen(Number(webPort), "127.0.0.1", 1024, () => console.log("ready"));
