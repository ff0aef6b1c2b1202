// Streams with consumer groups with node-redis, over RESP2 or RESP3 (the second argument). Prints "ok" at the end.
const assert = require("node:assert/strict");
const { createClient } = require("redis");

// Objects of the library have no prototype, or one of their own.
const plain = (value) => JSON.parse(JSON.stringify(value));

// Over RESP3 the library leaves what is read as it came: a map by stream of pairs of an id and its fields.
function entries(reply, stream) {
  if (Array.isArray(reply)) return plain(reply.find((each) => each.name === stream).messages);
  return reply[stream].map(([id, fields]) => ({ id, message: Object.fromEntries(fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]]] : []))) }));
}

async function consumers(client, open) {
  assert.equal(await client.xGroupCreate("events", "readers", "$", { MKSTREAM: true }), "OK");
  await assert.rejects(client.xGroupCreate("events", "readers", "$"), /^SimpleError: BUSYGROUP|^Error: BUSYGROUP/);
  const seen = [];
  const consume = async (name) => {
    const consumer = await open();
    for (;;) {
      const reply = await consumer.xReadGroup("readers", name, { key: "events", id: ">" }, { COUNT: 1, BLOCK: 0 });
      const [{ id, message }] = entries(reply, "events");
      assert.equal(await consumer.xAck("events", "readers", id), 1);
      if (message.n === "stop") break;
      seen.push(Number(message.n));
    }
    await consumer.close();
  };
  const working = ["one", "two"].map(consume);
  for (let i = 0; i < 100; i++) await client.xAdd("events", "*", { n: `${i}` });
  for (const _ of working) await client.xAdd("events", "*", { n: "stop" });
  await Promise.all(working);
  assert.deepEqual(seen.sort((a, b) => a - b), [...Array(100).keys()]);
  assert.equal(await client.xLen("events"), 102);
  assert.equal((await client.xPending("events", "readers")).pending, 0);
}

async function pending(client) {
  const fields = (i) => ({ job: `${i}`, kind: "mail" });
  for (let i = 1; i <= 5; i++) assert.equal(await client.xAdd("jobs", `${i}-1`, fields(i)), `${i}-1`);
  await client.xGroupCreate("jobs", "workers", "0");
  const taken = entries(await client.xReadGroup("workers", "one", { key: "jobs", id: ">" }, { COUNT: 4 }), "jobs");
  assert.deepEqual(taken, [1, 2, 3, 4].map((i) => ({ id: `${i}-1`, message: fields(i) })));
  assert.deepEqual(plain(await client.xPending("jobs", "workers")), {
    pending: 4,
    firstId: "1-1",
    lastId: "4-1",
    consumers: [{ name: "one", deliveriesCounter: 4 }],
  });
  assert.equal(await client.xDel("jobs", "2-1"), 1);
  const claimed = plain(await client.xAutoClaim("jobs", "workers", "two", 0, "-", { COUNT: 3 }));
  assert.deepEqual(claimed, {
    nextId: "4-1",
    messages: [1, 3].map((i) => ({ id: `${i}-1`, message: fields(i) })),
    deletedMessages: ["2-1"],
  });
  assert.deepEqual(plain(await client.xClaimJustId("jobs", "workers", "three", 0, "4-1")), ["4-1"]);
  const range = plain(await client.xPendingRange("jobs", "workers", "-", "+", 10));
  assert.deepEqual(
    range.map(({ id, consumer, deliveriesCounter }) => [id, consumer, deliveriesCounter]),
    [
      ["1-1", "two", 2],
      ["3-1", "two", 2],
      ["4-1", "three", 1],
    ],
  );
  assert.equal(await client.xAck("jobs", "workers", ["1-1", "3-1"]), 2);

  const [group] = plain(await client.xInfoGroups("jobs"));
  assert.deepEqual(group, { name: "workers", consumers: 3, pending: 1, "last-delivered-id": "4-1", "entries-read": 4, lag: 1 });
  const members = plain(await client.xInfoConsumers("jobs", "workers"));
  assert.deepEqual(
    members.map(({ name, pending }) => [name, pending]),
    [
      ["one", 0],
      ["three", 1],
      ["two", 0],
    ],
  );
  const stream = plain(await client.xInfoStream("jobs"));
  assert.deepEqual([stream.length, stream.groups, stream["entries-added"]], [4, 1, 5]);
  assert.deepEqual(stream["last-entry"], { id: "5-1", message: fields(5) });
  const replies = await client.multi().xAdd("jobs", "6-1", fields(6)).xTrim("jobs", "MINID", "5-0").xGroupDestroy("jobs", "workers").xRevRange("jobs", "+", "-").exec();
  assert.deepEqual(plain(replies).slice(0, 2), ["6-1", 3]);
  assert.equal(Number(replies[2]), 1);
  assert.deepEqual(plain(replies[3]), [6, 5].map((i) => ({ id: `${i}-1`, message: fields(i) })));
}

async function waits(client, open) {
  const reader = await open();
  assert.equal(await reader.xRead({ key: "quiet", id: "$" }, { BLOCK: 20 }), null);
  await client.xGroupCreate("quiet", "readers", "$", { MKSTREAM: true });
  const waiting = assert.rejects(reader.xReadGroup("readers", "one", { key: "quiet", id: ">" }, { BLOCK: 0 }), /UNBLOCKED/);
  while (!(await client.info("clients")).includes("blocked_clients:1\r\n"));
  await client.del("quiet");
  await waiting;
  await reader.close();
}

async function main(port, resp) {
  const failures = [];
  const open = async () => {
    const client = createClient({ url: `redis://127.0.0.1:${port}/13`, RESP: resp, unstableResp3: true, socket: { reconnectStrategy: false } });
    client.on("error", (error) => failures.push(error));
    return client.connect();
  };

  const client = await open();
  await client.flushDb();
  await consumers(client, open);
  await pending(client);
  await waits(client, open);
  await client.flushDb();
  await client.close();
  assert.deepEqual(failures, []);
  console.log("ok");
}

main(Number(process.argv[2]), Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
