// Node.js without a framework: `node:http`, which is a server in itself; its argument is the port.

const http = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const { threadId } = require("node:worker_threads");

const HELLO = { message: "hello", number: 42 };
const nothing = new Int32Array(new SharedArrayBuffer(4));
const seen = { now: 0, most: 0 };

const block = (ms) => Atomics.wait(nothing, 0, 0, ms); // on purpose: it stops everybody

function compute(n) {
  let total = 0;
  for (let step = 0; step < n; step++) total = (total * 31 + step) % 1_000_003;
  return { sum: total };
}

async function wholeBody(request) {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part;
  return body;
}

async function item(request) {
  let given;
  try {
    given = JSON.parse(await wholeBody(request));
  } catch {
    return [422, { error: "the body is not JSON" }];
  }
  if (typeof given?.name !== "string") return [422, { error: "name must be a string" }];
  if (typeof given.price !== "number" || !(given.price >= 0))
    return [422, { error: "price must be a number of at least 0" }];
  if (!Number.isInteger(given.quantity) || given.quantity < 1)
    return [422, { error: "quantity must be an integer of at least 1" }];
  return [200, { name: given.name, total: given.price * given.quantity }];
}

async function seenHere(ms) {
  const inFlight = ++seen.now;
  seen.most = Math.max(seen.most, inFlight);
  await sleep(ms);
  const told = { pid: process.pid, thread: threadId, in_flight: inFlight, most: seen.most };
  seen.now--;
  return told;
}

function seenReset() {
  seen.most = seen.now;
  return { most: seen.most };
}

async function answer(request) {
  const [, first, argument] = request.url.split("/");
  const number = Number(argument);
  switch (`${request.method} ${first}`) {
    case "GET json":
      return [200, HELLO];
    case "GET wait":
      await sleep(number);
      return [200, { waited: number }];
    case "GET blocking":
      block(number);
      return [200, { waited: number }];
    case "GET cpu":
      return [200, compute(number)];
    case "POST items":
      return await item(request);
    case "GET seen":
      return [200, await seenHere(number)];
    case "GET seen-reset":
      return [200, seenReset()];
    default:
      return [404, { error: "not found" }];
  }
}

const server = http.createServer(async (request, response) => {
  const [status, value] = await answer(request);
  const body = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
});
server.keepAliveTimeout = 65_000;
server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 2048 });
