// The programs of `concdemo order` in JavaScript: the same as in programs.py, step for step.
//
// A line of JSON on standard input asks for a run, a line with its steps answers it. The end of
// the input ends this process. Nothing here knows an order beforehand.
"use strict";

const fs = require("fs");
const { threadId } = require("worker_threads");

const JOBS = ["A", "B", "C"];
const COMPUTING_MS = 5, BLOCKED_MS = 5, SHORT_MS = 1, LATE_MS = 40;

const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));
const block = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function compute(ms) {
  const end = process.hrtime.bigint() + BigInt(ms) * 1000000n;
  while (process.hrtime.bigint() < end);
}

async function turns(note) {
  async function walk(name) {
    note(name, "starts");
    await null;
    note(name, "goes on");
    await null;
    note(name, "ends");
  }
  note("main", "starts");
  const both = JOBS.slice(0, 2).map(walk);
  note("main", "waits");
  await Promise.all(both);
  note("main", "goes on");
}

async function serial(note, waitMs) {
  function job(name) {
    note(name, "starts");
    block(waitMs);
    note(name, "ends");
  }
  JOBS.forEach(job);
}

async function waits(note, waitMs) {
  async function job(name) {
    note(name, "starts");
    await sleep(waitMs);
    note(name, "ends");
  }
  await Promise.all(JOBS.map(job));
}

async function computing(note) {
  async function job(name) {
    note(name, "starts");
    compute(COMPUTING_MS);
    note(name, "ends");
  }
  await Promise.all(JOBS.map(job));
}

function queues(note) {
  return new Promise((over) => {
    let wake, left = 8; // things that have not ended yet
    const woken = new Promise((resolve) => { wake = resolve; });

    function ended() {
      left -= 1;
      if (!left) over();
    }
    function run(name) {
      note(name, "runs");
      ended();
    }
    function callback1() {
      wake();
      setImmediate(run, "callback 3");
      run("callback 1");
    }
    async function task() {
      note("task", "starts");
      await woken;
      note("task", "goes on");
      ended();
    }
    function script() {
      note("script", "starts");
      setTimeout(run, LATE_MS, "timer 40 ms");
      setTimeout(run, SHORT_MS, "timer 1 ms");
      setTimeout(run, 0, "timer 0 ms");
      task();
      setImmediate(callback1);
      setImmediate(run, "callback 2");
      block(BLOCKED_MS);
      note("script", "ends");
      ended();
    }
    fs.stat(__filename, script); // so that the loop calls it as it calls whoever reads or writes
  });
}

const PROGRAMS = { turns, serial, waits, computing, queues };

function cpuNs() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function say(answer) {
  process.stdout.write(JSON.stringify({ ...answer, cpu_ns: cpuNs() }) + "\n");
}

async function answer({ programs, wait_ms: waitMs }) {
  const steps = [], begin = process.hrtime.bigint();
  for (const name of programs) {
    const note = (track, did) => {
      steps.push([name, track, did, Number(process.hrtime.bigint() - begin), threadId]);
    };
    await PROGRAMS[name](note, waitMs);
  }
  say({ steps });
}

let asked = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text) => {
  asked += text;
  const lines = asked.split("\n");
  asked = lines.pop();
  for (const line of lines) answer(JSON.parse(line));
});
process.stdin.on("end", () => process.exit(0));
say({ version: process.version });
