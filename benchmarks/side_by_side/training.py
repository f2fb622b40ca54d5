"""Compares Burnish's training with transformers and PEFT, with TRL, and with bare torch."""

import argparse
import contextlib
import pathlib
import statistics
import tempfile
import time

import machine
import models
from comparison import Report, gate, interleaved, ratio
from sides import Side, java, python

RANK = 16
PARTS = ["fixed", "mixed", "memory", "start", "ranks"]
OURS = "burnish"
BATCH = {512: 4, 1024: 2, 2048: 1}
MIXED_BATCH = 8
MIXED_STEPS = [2, 6]


def commands(threads):
    peft = {f"peft {name}": python(threads, "peft_training.py", name) for name in ["wide", "autocast", "model"]}
    trl = {f"trl {name}": python(threads, "trl_training.py", name) for name in ["defaults", "grouped", "padding-free", "packed"]}
    return {OURS: java(threads, "TrainingSide"), "torch": python(threads, "torch_training.py"), **peft, **trl}


class Training:
    def __init__(self, options, folder, report):
        self.options, self.folder, self.report = options, folder, report
        self.commands = commands(options.threads)

    def side(self, name):
        return Side(name, self.commands[name], self.options.threads, self.folder / "sides.log")

    def sides(self, stack, names):
        return [stack.enter_context(self.side(name)) for name in names]

    def files(self, model):
        """The model, an adapter and examples, made on first use."""
        place, shape = self.folder / model, models.SHAPES[model]
        if not place.exists():
            models.write_model(place / "model", model)
            models.write_tokenizer(place / "model")
            models.write_adapter(place / "adapter", model, RANK, 7)
            for length, batch in BATCH.items():
                models.write_examples(place / f"{length}.json", models.fixed_examples(shape, length, 4 * batch))
            for steps in MIXED_STEPS:
                models.write_examples(place / f"mixed-{steps}.json", models.mixed_examples(shape, MIXED_BATCH * steps))
        return place

    def load(self, side, model, dtype):
        side.ask("load", model=str(self.files(model) / "model"), dtype=dtype)

    def workload(self, side, model, examples, batch):
        place = self.files(model)
        return side.ask("workload", adapter=str(place / "adapter"), examples=str(place / f"{examples}.json"), batch_size=batch)

    def fixed(self, model, dtype):
        for length in self.options.lengths:
            self.report.title(f"Training, {model}, {dtype}, {BATCH[length]} x {length} tokens, all learned: tokens/s of {OURS} against")
            for name in ["torch", "peft wide"] + (["peft autocast", "peft model"] if dtype == "BF16" else []):
                with contextlib.ExitStack() as stack:
                    self.fixed_length(self.sides(stack, [OURS, name]), model, dtype, length)

    def fixed_length(self, sides, model, dtype, length):
        ours, other = sides
        first = {}
        for side in sides:
            self.load(side, model, dtype)
            self.workload(side, model, length, BATCH[length])
            first[side.name] = side.ask("round", steps=2)
        if other.name != "peft model":  # its bf16 factors are other numbers from the second step on
            gate(f"{model}, {length} tokens, {other.name}", dtype, first[ours.name], first[other.name])
        steps = max(1, round(self.options.seconds / min(answer["seconds"] / 2 for answer in first.values())))
        rounds = interleaved(sides, self.options.rounds, lambda side: side.ask("round", steps=steps))
        speeds = {name: [answer["tokens"] / answer["seconds"] for answer in answers] for name, answers in rounds.items()}
        self.report.add(what=other.name, part="fixed", model=model, dtype=dtype, length=length,
                        ratio=ratio(speeds[ours.name], speeds[other.name]))
        if other.name == "torch":
            self.shares(sides, speeds, model, dtype, length)

    def shares(self, sides, speeds, model, dtype, length):
        """Of the rate of matrix products: a large one, and those of this model at this size, weighted by their work."""
        shape, rows = models.SHAPES[model], length * BATCH[length]
        own = [(outputs, inputs) for _, outputs, inputs in models.projections(shape)]
        head = (shape["vocab_size"], shape["hidden_size"])
        products = [[rows, 4096, 4096]] + [[rows, inputs, outputs] for outputs, inputs in own + [head]]
        work = [shape["num_hidden_layers"] * outputs * inputs for outputs, inputs in own] + [head[0] * head[1]]
        for side in sides:
            large, *rates = side.ask("rates", dtype=dtype, products=products)["flops"]
            reached = 4 * sum(work) * statistics.median(speeds[side.name])
            at_own = sum(work) / sum(each / rate for each, rate in zip(work, rates))
            for what, rate in [("large products", large), ("the model's products", at_own)]:
                self.report.add(what=f"{side.name}: share of the rate of {what} ({rate / 1e9:.0f} GFLOP/s)", part="share",
                                model=model, dtype=dtype, length=length, ratio=reached / rate)

    def mixed(self, model, dtype):
        self.report.title(f"Training, {model}, {dtype}, mixed lengths, 35 % completion: useful tokens/s of {OURS} against")
        for name in ["trl defaults", "trl grouped"] + ([] if self.options.quick else ["trl padding-free", "trl packed"]):
            with contextlib.ExitStack() as stack:
                self.mixed_lengths(self.sides(stack, [OURS, name]), model, dtype)

    def mixed_lengths(self, sides, model, dtype):
        ours, other = sides
        steps = MIXED_STEPS[0 if self.options.quick else 1]
        first = {}
        for side in sides:
            self.load(side, model, dtype)
            first[side.name] = self.workload(side, model, f"mixed-{steps}", MIXED_BATCH)
        gate(f"{model}, mixed lengths, {other.name}", dtype, ours.ask("round", steps=steps), first[other.name])
        other.ask("round")
        rounds = interleaved(sides, self.options.rounds, lambda side: side.ask("round", steps=steps))
        speeds = [[answer["tokens"] / answer["seconds"] for answer in rounds[side.name]] for side in sides]
        self.report.add(what=other.name, part="mixed", model=model, dtype=dtype, ratio=ratio(*speeds))

    def memory(self, model, dtype):
        self.report.title(f"Peak memory of a process that trains, {model}, {dtype}, 1 x 2048 tokens: {OURS} against")
        peaks = {name: self.peak(name, model, dtype) for name in [OURS, "torch", "peft wide"]}
        for name in ["torch", "peft wide"]:
            self.report.add(what=name, part="memory", model=model, dtype=dtype, ratio=peaks[OURS] / peaks[name],
                            bytes=[peaks[OURS], peaks[name]])

    def peak(self, name, model, dtype):
        with self.side(name) as side:
            self.load(side, model, dtype)
            self.workload(side, model, 2048, 1)
            side.ask("round", steps=3)
            return side.ask("peak")["bytes"]

    def start(self, model, dtype):
        self.report.title(f"From the start of a process to the end of its first step, {model}, {dtype}, 1 x 512 tokens: {OURS} against")
        names = [OURS, "torch", "peft wide"]
        seconds = {name: [] for name in names}
        for _ in range(self.options.rounds):
            for name in names:
                seconds[name].append(self.first_step(name, model, dtype))
        for name in names[1:]:
            self.report.add(what=name, part="start", model=model, dtype=dtype, ratio=ratio(seconds[OURS], seconds[name]))

    def first_step(self, name, model, dtype):
        self.files(model)
        with self.side(name) as side:
            self.load(side, model, dtype)
            self.workload(side, model, 512, 1)
            side.ask("round", steps=1)
            return side.age()

    def ranks(self, model):
        self.report.title(f"Bytes of gradients and AdamW's state, {model}, computed: LoRA against full fine-tuning")
        shape = models.SHAPES[model]
        full = sum(models.parameters(shape))
        for rank in [4, 8, 16, 32, 64]:
            factors = shape["num_hidden_layers"] * sum(rank * (rows + columns) for _, rows, columns in models.projections(shape))
            self.report.add(what=f"rank {rank}: {12 * factors / 1e6:.0f} MB, full {12 * full / 1e6:.0f} MB", part="ranks",
                            model=model, rank=rank, ratio=factors / full)

    def run(self):
        for model in self.options.models:
            for part in self.options.parts:
                for dtype in [None] if part == "ranks" else self.options.dtypes:
                    getattr(self, part)(*([model] if dtype is None else [model, dtype]))


def parse():
    parser = argparse.ArgumentParser(prog="./burnish bench training", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small model in one data type, three short rounds")
    parser.add_argument("--rounds", type=int, help="rounds of every side (default 7, 3 if quick)")
    parser.add_argument("--seconds", type=float, help="length of a round of the fastest side (default 6, 2 if quick)")
    parser.add_argument("--threads", type=int, default=machine.cores(), help="threads of each side (default all cores)")
    parser.add_argument("--models", nargs="+", choices=models.SHAPES)
    parser.add_argument("--dtypes", nargs="+", choices=["BF16", "FP32"])
    parser.add_argument("--lengths", nargs="+", type=int, choices=BATCH)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", default=".burnish/benchmarks/training.json", help="where results go (default %(default)s)")
    parser.add_argument("--work", help="folder for models and examples, kept (default a temporary one)")
    options = parser.parse_args()
    quick = options.quick
    options.rounds = options.rounds or (3 if quick else 7)
    options.seconds = options.seconds or (2 if quick else 6)
    options.models = options.models or list(models.SHAPES)[:1 if quick else 2]
    options.dtypes = options.dtypes or machine.matrix_dtypes()[:1 if quick else None]
    options.lengths = options.lengths or ([512] if quick else [512, 1024])
    return options


def main():
    options = parse()
    header = dict(machine.describe(), threads=options.threads, rounds=options.rounds)
    print(f"{header['processor']}, {header['cores']} cores, {options.threads} threads, {' '.join(header['flags'])}, "
          f"load {header['load']:.1f}; ratios are medians of {options.rounds} interleaved rounds (least to greatest)")
    report = Report(header)
    begin = time.time()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.work or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        Training(options, folder, report).run()
    report.header["seconds"] = round(time.time() - begin)
    report.write(options.json)


if __name__ == "__main__":
    main()
