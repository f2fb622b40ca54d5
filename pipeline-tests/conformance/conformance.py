"""OpenAI's Python client, unmodified, against Burnish: see README.md."""

import base64
import hashlib
import hmac
import io
import json
import sys
import time
import uuid

import openai
from openai import OpenAI

client = OpenAI(max_retries=0)
failures = 0


def check(name, holds, seen=""):
    global failures
    print(("ok      " if holds else "FAILED  ") + name, "" if holds else repr(seen))
    failures += not holds


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    return None


def rows(count):
    return "".join(
        json.dumps({"messages": [{"role": "user", "content": f"Number {i}?"}, {"role": "assistant", "content": f"It is {i}."}]}) + "\n"
        for i in range(count)
    ).encode()


def files():
    file = client.files.create(file=("numbers.jsonl", io.BytesIO(rows(20))), purpose="fine-tune")
    check("files.create", file.id.startswith("file-") and file.purpose == "fine-tune" and file.bytes == len(rows(20)), file)
    check("files.wait_for_processing", client.files.wait_for_processing(file.id).status == "processed")
    check("files.content", client.files.content(file.id).read() == rows(20))
    check("files.list pages", file.id in [f.id for f in client.files.list(limit=1, purpose="fine-tune")])
    check("files.retrieve of none is a NotFoundError", refused(openai.NotFoundError, lambda: client.files.retrieve("file-none")))
    broken = refused(
        openai.BadRequestError, lambda: client.files.create(file=("a.jsonl", b'{"messages": \n'), purpose="fine-tune")
    )
    check("a broken file is a BadRequestError with a code", broken and broken.code == "invalid_file_format", broken)
    return file


def uploads():
    content = rows(30)
    upload = client.uploads.create(filename="parts.jsonl", purpose="fine-tune", bytes=len(content), mime_type="application/jsonl")
    parts = [client.uploads.parts.create(upload.id, data=content[at : at + 500]).id for at in range(0, len(content), 500)]
    done = client.uploads.complete(upload.id, part_ids=parts, md5=hashlib.md5(content).hexdigest())
    check("uploads.complete", done.status == "completed" and client.files.content(done.file.id).read() == content, done)
    check("files.delete", client.files.delete(done.file.id).deleted)


def jobs(file):
    model = next(m.id for m in client.models.list() if not m.id.startswith("ft:"))
    job = client.fine_tuning.jobs.create(
        model=model,
        training_file=file.id,
        suffix="numbers",
        seed=7,
        metadata={"run": "conformance"},
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2, "batch_size": 4}}},
    )
    check("fine_tuning.jobs.create", job.status == "validating_files" and job.seed == 7 and job.method.type == "supervised", job)
    check("fine_tuning.jobs.list by metadata", job.id in [j.id for j in client.fine_tuning.jobs.list(metadata={"run": "conformance"})])
    deadline = time.monotonic() + 180
    while (job := client.fine_tuning.jobs.retrieve(job.id)).status not in ("succeeded", "failed", "cancelled"):
        if time.monotonic() > deadline:
            break
        time.sleep(1)
    check("fine_tuning.jobs.retrieve until it succeeded", job.status == "succeeded", job)
    messages = [e.message for e in client.fine_tuning.jobs.list_events(job.id, limit=5)]
    check("fine_tuning.jobs.list_events pages", f"Created fine-tuning job: {job.id}" in messages, messages)
    checkpoints = list(client.fine_tuning.jobs.checkpoints.list(job.id, limit=1))
    check("fine_tuning.jobs.checkpoints.list pages", [c.step_number for c in checkpoints] == sorted({c.step_number for c in checkpoints}, reverse=True) and len(checkpoints) == 2, checkpoints)
    check("a checkpoint has its losses", all(c.metrics.full_valid_loss > 0 for c in checkpoints), checkpoints)
    check("the result file is a CSV", client.files.content(job.result_files[0]).text.startswith("step,train_loss"))
    done = refused(openai.BadRequestError, lambda: client.fine_tuning.jobs.cancel(job.id))
    check("cancelling what has ended is a BadRequestError", done and done.code == "job_not_cancellable", done)
    check("fine_tuning.jobs.pause, resume and cancel", *paused_resumed_and_cancelled(model, file))
    none = refused(openai.NotFoundError, lambda: client.fine_tuning.jobs.create(model="no-such-model", training_file=file.id))
    none = none or refused(openai.BadRequestError, lambda: client.fine_tuning.jobs.create(model="no-such-model", training_file=file.id))
    check("a job for an unknown model names it", none and none.code == "model_not_found", none)
    return job


def paused_resumed_and_cancelled(model, file):
    job = client.fine_tuning.jobs.create(model=model, training_file=file.id, hyperparameters={"n_epochs": 50})
    client.fine_tuning.jobs.pause(job.id)
    paused = wait(job.id, "paused")
    resumed = client.fine_tuning.jobs.resume(job.id)
    client.fine_tuning.jobs.cancel(job.id)
    cancelled = wait(job.id, "cancelled")
    seen = [paused.status, resumed.status, cancelled.status]
    return paused.status == "paused" and resumed.status != "paused" and cancelled.status == "cancelled", seen


def wait(job, status):
    deadline = time.monotonic() + 120
    while (now := client.fine_tuning.jobs.retrieve(job)).status not in (status, "succeeded", "failed", "cancelled"):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return now


def tools(model):
    """Calls where the base model's template writes them; elsewhere an error that names the parameter."""
    weather = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
    question = [{"role": "user", "content": "How is the weather?"}]
    try:
        choice = client.chat.completions.create(model=model, messages=question, tools=[weather], temperature=0, max_tokens=32).choices[0]
        check("tools are on offer", choice.finish_reason in ("tool_calls", "stop", "length"), choice)
    except openai.BadRequestError as e:
        check("tools of a model that knows none are a BadRequestError", e.param == "tools", e)
    named = {"type": "function", "function": {"name": "weather"}}
    forced = refused(
        openai.BadRequestError,
        lambda: client.chat.completions.create(model=model, messages=question, tools=[weather], tool_choice=named),
    )
    check("a tool that has to be called is a BadRequestError", forced, forced)


def answers(model):
    question = [{"role": "user", "content": "Number 3?"}]
    whole = client.chat.completions.create(model=model, messages=question, temperature=0, max_tokens=16)
    check("chat.completions.create", whole.choices[0].message.content and whole.usage.completion_tokens > 0, whole)
    chunks = list(
        client.chat.completions.create(
            model=model, messages=question, temperature=0, max_tokens=16, stream=True, stream_options={"include_usage": True}
        )
    )
    streamed = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    check("a stream says the same", streamed == whole.choices[0].message.content, streamed)
    check("and ends with its usage", chunks[-1].usage == whole.usage, chunks[-1])
    check("completions.create", client.completions.create(model=model, prompt="Number", max_tokens=4).choices[0].text is not None)
    check("models.retrieve", client.models.retrieve(model).id == model)
    check("an unknown model is a NotFoundError", refused(openai.NotFoundError, lambda: client.chat.completions.create(model="none", messages=question)))
    check("a wrong key is an AuthenticationError", refused(openai.AuthenticationError, lambda: OpenAI(api_key="sk-wrong").models.list()))
    tools(model)
    check("models.delete", client.models.delete(model).deleted)


def webhooks():
    secret = "whsec_" + base64.b64encode(uuid.uuid4().bytes).decode()
    body = json.dumps(
        {"object": "event", "id": "evt_1", "type": "fine_tuning.job.succeeded", "created_at": 1, "data": {"id": "ftjob-1"}}
    )
    now = str(int(time.time()))
    mac = hmac.new(base64.b64decode(secret[6:]), f"evt_1.{now}.{body}".encode(), hashlib.sha256).digest()
    headers = {"webhook-id": "evt_1", "webhook-timestamp": now, "webhook-signature": "v1," + base64.b64encode(mac).decode()}
    event = client.webhooks.unwrap(body, headers, secret=secret)
    check("webhooks.unwrap reads events of this form", event.data.id == "ftjob-1", event)


def main():
    file = files()
    uploads()
    job = jobs(file)
    answers(job.fine_tuned_model)
    webhooks()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
