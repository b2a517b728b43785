// mqtt.js as a participant: publishes each line of standard input, and ends when the broker has acknowledged all.
// node publish_lines.mjs <package.json> <url of the broker> <topic> <qos>
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [packages, url, topic, qos] = process.argv.slice(2);
const mqtt = createRequire(packages)("mqtt");
const client = await mqtt.connectAsync(url);
const sent = [];
for await (const line of createInterface({ input: process.stdin })) {
  sent.push(client.publishAsync(topic, line, { qos: Number(qos) }));
}
await Promise.all(sent);
await client.endAsync();
