"""One side of a comparison: answers a JSON object per line of its standard input with a JSON object per line."""

import json
import os
import sys
import time

import torch

DTYPES = {"BF16": torch.bfloat16, "FP32": torch.float32}


def peak(request):
    with open("/proc/self/status") as status:
        held = next(line for line in status if line.startswith("VmHWM:"))
    return {"bytes": int(held.split()[1]) * 1024}


def fastest(call, runs=5):
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return min(times)


def product_rate(rows, inputs, outputs, dtype):
    x, w = torch.rand(rows, inputs).to(dtype), torch.rand(outputs, inputs).to(dtype)
    times = max(1, int(2e10 / (2 * rows * inputs * outputs)))

    def products():
        for _ in range(times):
            torch.nn.functional.linear(x, w)

    with torch.no_grad():
        return 2 * rows * inputs * outputs * times / fastest(products)


def rates(request):
    dtype = DTYPES[request["dtype"]]
    floats = torch.rand(1 << 17, 1 << 10)
    return {"flops": [product_rate(*product, dtype) for product in request["products"]],
            "read_bytes": 4 * floats.numel() / fastest(floats.sum)}


def serve(threads, **commands):
    torch.set_num_threads(threads)
    commands = dict(commands, peak=peak, rates=rates)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(commands[request["do"]](request)), file=answers, flush=True)


class Workload:
    """Examples, taken batch after batch, from the start again at the end."""

    def __init__(self, request):
        with open(request["examples"]) as file:
            self.examples = json.load(file)
        self.batch_size = request["batch_size"]
        self.next = 0

    def batch(self):
        examples = self.examples[self.next:self.next + self.batch_size]
        self.next = (self.next + self.batch_size) % len(self.examples)
        return examples


def padded(examples):
    """(ids, attention mask, labels), as data collators make them."""
    longest = max(len(example["tokens"]) for example in examples)
    ids, mask, labels = [], [], []
    for example in examples:
        tokens, gap = example["tokens"], longest - len(example["tokens"])
        ids.append(tokens + [0] * gap)
        mask.append([1] * len(tokens) + [0] * gap)
        labels.append([-100] * example["prompt"] + tokens[example["prompt"]:] + [-100] * gap)
    return torch.tensor(ids), torch.tensor(mask), torch.tensor(labels)


def learned_tokens(examples):
    return sum(len(example["tokens"]) - max(1, example["prompt"]) for example in examples)


def timed_steps(step, workload, count):
    """Runs optimizer steps; ``step(examples)`` gives loss and gradient norm as tensors."""
    reports, tokens, learned = [], 0, 0
    begin = time.perf_counter()
    for _ in range(count):
        examples = workload.batch()
        reports.append([float(value) for value in step(examples)])
        tokens += sum(len(example["tokens"]) for example in examples)
        learned += learned_tokens(examples)
    return {"seconds": time.perf_counter() - begin, "tokens": tokens, "learned": learned,
            "losses": [loss for loss, _ in reports], "norms": [norm for _, norm in reports]}
