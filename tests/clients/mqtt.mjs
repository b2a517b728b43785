// mqtt.js as a participant: says one text at each QoS, and prints the records that come back.
// node mqtt.mjs <package.json> <url of the broker> <session>
import { createRequire } from "node:module";

const [packages, url, session] = process.argv.slice(2);
const mqtt = createRequire(packages)("mqtt");
const client = await mqtt.connectAsync(url, {
  connectTimeout: 10_000,
  will: { topic: `status/${session}/node`, payload: "offline", qos: 1, retain: true },
});

let left = 3;
client.on("message", (_topic, payload) => {
  for (const line of payload.toString().split("\n")) {
    console.log(line);
    left -= 1;
  }
  if (left <= 0) client.end();
});
await client.subscribeAsync(`log/${session}`, { qos: 1 });
for (const qos of [0, 1, 2]) await client.publishAsync(`chat/${session}/node`, `qos ${qos}`, { qos });
setTimeout(() => process.exit(3), 20_000).unref();
