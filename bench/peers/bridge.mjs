// The usual Node bridge: mqtt.js -> a file per session -> a Socket.IO room. No fsync, no seq.
// node bridge.mjs <mqtt port> <web port> <log folder>
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import mqtt from "mqtt";
import { Server } from "socket.io";

const [mqttPort, webPort, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const server = createServer();
const io = new Server(server);
io.on("connection", (socket) => socket.on("join", ({ session }, done) => done?.(socket.join(session))));

const files = new Map();
function fileOf(session) {
  if (!files.has(session)) files.set(session, createWriteStream(join(folder, `${session}.log`), { flags: "a" }));
  return files.get(session);
}

const client = mqtt.connect(`mqtt://127.0.0.1:${mqttPort}`);
client.on("message", (topic, payload) => {
  const [, session, role] = topic.split("/");
  const message = { at: new Date().toISOString(), role, text: payload.toString() };
  fileOf(session).write(`${JSON.stringify(message)}\n`);
  io.to(session).emit("message", message);
});
await new Promise((resolve) => client.once("connect", resolve));
await client.subscribeAsync("chat/#", { qos: 1 });
server.listen(Number(webPort), "127.0.0.1", 1024, () => console.log("ready"));
