// Browsers that only count. Node's `net` and one `indexOf` a chunk: no frame is cut out, nothing is decoded, so that the
// server under test is what takes the time. Every text of a load holds exactly one "@~@", which no header of a frame can
// be, and behind it the microseconds of the monotonic clock (CLOCK_MONOTONIC, which Python's time.monotonic_ns reads
// too) at which it was published.
//
// node browsers.mjs <port> <socketio|bare> <session> <browsers> <texts each, 0: until killed> <latency: 0|1>
// Prints {"ready"} once all are in, then {"texts", "ended", "latencies"}: when all have all, or, once a line on standard
// input has said that all is published, when nothing has come for QUIET ms. `ended` is when the last text came. It ends
// when it is killed.
import { connect } from "node:net";

const [port, kind, session, browsers, each, latency] = process.argv.slice(2);
const COUNT = Number(browsers);
const WANTED = COUNT * Number(each);
const AT_ONCE = 50;
const QUIET = 3000;
const MARK = Buffer.from("@~@");
const DIGITS = 15;
const WHOLE = MARK.length + DIGITS;
const PING = Buffer.from([0x81, 1, 0x32]); // the text frame "2": Engine.IO's ping
const say = (document) => process.stdout.write(`${JSON.stringify(document)}\n`);
const now = () => process.hrtime.bigint();

let joined = 0;
let texts = 0;
let last = 0n;
let told = false;
const latencies = [];

// Client frames are masked (RFC 6455, section 5.3); a mask of zeros is one.
function frame(text) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? [0x81, 0x80 | body.length] : [0x81, 0xfe, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from(head), Buffer.alloc(4), body]);
}

function fail(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}

const PONG = frame("3");
const UPGRADE = [
  `GET ${kind === "bare" ? "/" : "/socket.io/?EIO=4&transport=websocket"} HTTP/1.1`,
  `Host: 127.0.0.1:${port}`,
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  `Sec-WebSocket-Key: ${Buffer.alloc(16, 7).toString("base64")}`,
  "\r\n",
].join("\r\n");

// What to answer to what the server said, until the browser is in.
const STEPS =
  kind === "bare"
    ? [["101", null]]
    : [
        ["101", null],
        ["0{", "40"],
        ["40{", `420${JSON.stringify(["join", { session, role: "", after: null }])}`],
        ["430[", null],
      ];

function browse() {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: "127.0.0.1", noDelay: true });
    let step = 0;
    let heard = "";
    let tail = Buffer.alloc(0);
    socket.write(UPGRADE);
    socket.on("error", reject);
    socket.on("close", () => {
      if (step < STEPS.length) reject(new Error(`closed after ${heard.slice(-300)}`));
      else if (!told) fail(`a browser was cut off after ${texts} of ${WANTED} texts in all`);
    });
    socket.on("data", (chunk) => {
      if (step === STEPS.length) {
        const before = texts;
        tail = count(socket, tail.length ? Buffer.concat([tail, chunk]) : chunk);
        if (texts > before) last = now();
        return;
      }
      heard += chunk.toString("latin1");
      while (step < STEPS.length && heard.includes(STEPS[step][0])) {
        heard = heard.slice(heard.indexOf(STEPS[step][0]) + STEPS[step][0].length);
        if (STEPS[step][1]) socket.write(frame(STEPS[step][1]));
        step += 1;
      }
      if (step === STEPS.length) resolve();
    });
  });
}

// Counts the texts of a chunk; returns its end, where a text's mark and digits, or a ping, may go on in the next one.
function count(socket, chunk) {
  if (chunk.includes(PING)) socket.write(PONG);
  let from = 0;
  for (let at = chunk.indexOf(MARK); at >= 0; at = chunk.indexOf(MARK, from)) {
    if (at + WHOLE > chunk.length) return chunk.subarray(at);
    took(chunk, at + MARK.length);
    from = at + WHOLE;
  }
  return chunk.subarray(Math.max(from, chunk.length - 2));
}

function took(chunk, at) {
  texts += 1;
  if (latency === "1") {
    latencies.push(Number(now() / 1000n) - Number(chunk.latin1Slice(at, at + DIGITS)));
  }
  if (texts === WANTED) tell();
}

function tell() {
  if (told) return;
  told = true;
  const ended = Number(texts === WANTED ? now() : last) / 1e9;
  say({ texts, ended, latencies });
}

// All is published: what has not come when nothing has come for QUIET ms is lost.
function giveUpWhenQuiet() {
  const since = now();
  setInterval(() => {
    const moment = last > since ? last : since;
    if (Number(now() - moment) / 1e6 > QUIET) tell();
  }, 100);
}

while (joined < COUNT) {
  const more = Math.min(AT_ONCE, COUNT - joined);
  await Promise.all(Array.from({ length: more }, browse));
  joined += more;
}
say({ ready: joined });
process.stdin.once("data", giveUpWhenQuiet);
