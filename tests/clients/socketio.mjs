// The official Socket.IO client as a page: joins, sends one text after the other, and prints what it saw.
// node socketio.mjs <package.json> <url of the web> <session> <transports, comma-separated> <texts...>
import { createRequire } from "node:module";

const [packages, url, session, transports, ...texts] = process.argv.slice(2);
const { io } = createRequire(packages)("socket.io-client");
const socket = io(url, { transports: transports.split(","), ackTimeout: 10_000, reconnection: false });
const records = [];
const isLogged = (id) => records.some((record) => record.id === id);
const logged = new Promise((resolve) => {
  socket.on("records", (event) => {
    records.push(...event.records);
    if (texts.every((_, number) => isLogged(`id-${number}`))) resolve();
  });
});
setTimeout(() => process.exit(3), 30_000).unref();

await new Promise((resolve) => socket.once("connect", resolve));
const joined = await socket.emitWithAck("join", { session, role: "page", after: null });
const answers = [];
for (const [number, text] of texts.entries()) {
  answers.push(await socket.emitWithAck("send", { id: `id-${number}`, text }));
}
await logged;
console.log(JSON.stringify({ joined: Object.keys(joined).sort(), answers, records, transport: socket.io.engine.transport.name }));
socket.disconnect();
