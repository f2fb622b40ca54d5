// OpenAI's JavaScript client, unmodified, against Burnish: see README.md.

import OpenAI, { toFile } from "openai";

const client = new OpenAI({ maxRetries: 0 });
let failures = 0;

function check(name, holds, seen) {
  console.log((holds ? "ok      " : "FAILED  ") + name, holds ? "" : JSON.stringify(seen));
  failures += holds ? 0 : 1;
}

async function refused(kind, call) {
  try {
    await call();
  } catch (e) {
    if (e instanceof kind) {
      return e;
    }
    throw e;
  }
  return null;
}

async function collect(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }
  return items;
}

function rows(count) {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      messages: [
        { role: "user", content: `Number ${i}?` },
        { role: "assistant", content: `It is ${i}.` },
      ],
    }) + "\n").join("");
}

async function files() {
  const file = await client.files.create({ file: await toFile(Buffer.from(rows(20)), "numbers.jsonl"), purpose: "fine-tune" });
  check("files.create", file.id.startsWith("file-") && file.bytes === rows(20).length, file);
  check("files.waitForProcessing", (await client.files.waitForProcessing(file.id)).status === "processed");
  check("files.content", (await (await client.files.content(file.id)).text()) === rows(20));
  const ids = (await collect(client.files.list({ limit: 1, purpose: "fine-tune" }))).map((f) => f.id);
  check("files.list pages", ids.includes(file.id), ids);
  const broken = await refused(OpenAI.BadRequestError, async () =>
    client.files.create({ file: await toFile(Buffer.from('{"messages": \n'), "a.jsonl"), purpose: "fine-tune" }));
  check("a broken file is a BadRequestError with a code", broken?.code === "invalid_file_format", broken);
  return file;
}

async function uploads() {
  const content = Buffer.from(rows(30));
  const upload = await client.uploads.create({
    filename: "parts.jsonl",
    purpose: "fine-tune",
    bytes: content.length,
    mime_type: "application/jsonl",
  });
  const parts = [];
  for (let at = 0; at < content.length; at += 500) {
    const data = await toFile(content.subarray(at, at + 500), "part");
    parts.push((await client.uploads.parts.create(upload.id, { data })).id);
  }
  const done = await client.uploads.complete(upload.id, { part_ids: parts });
  check("uploads.complete", done.status === "completed" && done.file.bytes === content.length, done);
  check("files.delete", (await client.files.delete(done.file.id)).deleted);
}

async function ended(id, status) {
  const deadline = Date.now() + 180_000;
  let job = await client.fineTuning.jobs.retrieve(id);
  while (![status, "succeeded", "failed", "cancelled"].includes(job.status) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    job = await client.fineTuning.jobs.retrieve(id);
  }
  return job;
}

async function jobs(file) {
  const model = (await collect(client.models.list())).map((m) => m.id).find((id) => !id.startsWith("ft:"));
  const created = await client.fineTuning.jobs.create({
    model,
    training_file: file.id,
    suffix: "numbers",
    method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 2, batch_size: 4 } } },
  });
  check("fineTuning.jobs.create", created.status === "validating_files", created);
  const job = await ended(created.id);
  check("fineTuning.jobs.retrieve until it succeeded", job.status === "succeeded", job);
  const messages = (await collect(client.fineTuning.jobs.listEvents(job.id, { limit: 5 }))).map((e) => e.message);
  check("fineTuning.jobs.listEvents pages", messages.includes(`Created fine-tuning job: ${job.id}`), messages);
  const checkpoints = await collect(client.fineTuning.jobs.checkpoints.list(job.id, { limit: 1 }));
  check("fineTuning.jobs.checkpoints.list pages", checkpoints.length === 2, checkpoints);
  check("a checkpoint has its losses", checkpoints.every((c) => c.metrics.full_valid_loss > 0), checkpoints);
  const done = await refused(OpenAI.BadRequestError, () => client.fineTuning.jobs.cancel(job.id));
  check("cancelling what has ended is a BadRequestError", done?.code === "job_not_cancellable", done);
  await pausedResumedAndCancelled(model, file);
  return job;
}

async function pausedResumedAndCancelled(model, file) {
  const { id } = await client.fineTuning.jobs.create({
    model,
    training_file: file.id,
    method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 50 } } },
  });
  await client.fineTuning.jobs.pause(id);
  const paused = await ended(id, "paused");
  check("fineTuning.jobs.pause", paused.status === "paused", paused);
  const resumed = await client.fineTuning.jobs.resume(id);
  check("fineTuning.jobs.resume", resumed.status !== "paused", resumed);
  await client.fineTuning.jobs.cancel(id);
  const cancelled = await ended(id);
  check("fineTuning.jobs.cancel", cancelled.status === "cancelled", cancelled);
}

/** Calls where the base model's template writes them; elsewhere an error that names the parameter. */
async function tools(model) {
  const weather = { type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } };
  const request = { model, messages: [{ role: "user", content: "How is the weather?" }], tools: [weather], temperature: 0, max_tokens: 32 };
  try {
    const [choice] = (await client.chat.completions.create(request)).choices;
    check("tools are on offer", ["tool_calls", "stop", "length"].includes(choice.finish_reason), choice);
  } catch (e) {
    check("tools of a model that knows none are a BadRequestError", e instanceof OpenAI.BadRequestError && e.param === "tools", e);
  }
  const forced = await refused(OpenAI.BadRequestError, () =>
    client.chat.completions.create({ ...request, tool_choice: { type: "function", function: { name: "weather" } } }));
  check("a tool that has to be called is a BadRequestError", forced !== null);
}

async function answers(model) {
  const messages = [{ role: "user", content: "Number 3?" }];
  const whole = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 16 });
  check("chat.completions.create", whole.choices[0].message.content.length > 0, whole);
  const chunks = await collect(
    await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 16, stream: true }));
  const streamed = chunks.map((c) => c.choices[0]?.delta?.content ?? "").join("");
  check("a stream says the same", streamed === whole.choices[0].message.content, streamed);
  check("models.retrieve", (await client.models.retrieve(model)).id === model);
  const none = await refused(OpenAI.NotFoundError, () => client.chat.completions.create({ model: "none", messages }));
  check("an unknown model is a NotFoundError", none !== null);
  await tools(model);
  check("models.delete", (await client.models.delete(model)).deleted);
}

const file = await files();
await uploads();
const job = await jobs(file);
await answers(job.fine_tuned_model);
process.exit(failures ? 1 : 0);
