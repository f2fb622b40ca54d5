"""Compares Burnish's training with transformers and PEFT, with TRL, and with bare torch."""

import statistics

import breakdown
import models
import session
from comparison import gate, interleaved, ratio
from sides import java, python

PARTS = ["fixed", "mixed", "jobs", "memory", "estimates", "start", "ranks", "profile"]
OURS = "burnish"
BATCH = {512: 4, 1024: 2, 2048: 1}
MIXED_BATCH = 8
MIXED_STEPS = [2, 6]
JOBS = 8
# Examples in each step of a job: what is chosen for small data sets, and more.
JOB_BATCHES = [1, 4]
TOGETHER, IN_TURN = "together", "one after another"
# Examples of a step, their length, and how many layers' activations are kept.
ESTIMATED = [(1, 512, 999), (1, 2048, 999), (4, 512, 999), (4, 1024, 999), (1, 2048, 0), (2, 2048, 1)]


class Training(session.Comparison):
    def __init__(self, options, folder, report):
        super().__init__(options, folder, report)
        threads = options.threads
        peft = {f"peft {name}": python(threads, "peft_training.py", name) for name in ["wide", "autocast", "model"]}
        trl = {f"trl {name}": python(threads, "trl_training.py", name) for name in ["defaults", "grouped", "bf16", "padding-free", "packed"]}
        jobs = {name: java(threads, "JobsSide") for name in [TOGETHER, IN_TURN]}
        self.commands = {**jobs, OURS: java(threads, "TrainingSide"), "torch": python(threads, "torch_training.py"), **peft, **trl}

    def examples(self, model, name, make):
        file = self.model(model).parent / f"{name}.json"
        if not file.exists():
            models.write_examples(file, make(models.SHAPES[model]))
        return file

    def workload(self, side, model, examples, batch, **plan):
        return side.ask("workload", adapter=str(self.adapter(model)), examples=str(examples), batch_size=batch, **plan)

    def fixed_workload(self, side, model, batch, length, **plan):
        """Four batches of examples of one length, all learned."""
        examples = self.examples(model, f"{batch}x{length}", lambda shape: models.fixed_examples(shape, length, 4 * batch))
        return self.workload(side, model, examples, batch, **plan)

    def wanted(self, names):
        return [name for name in names if name in (self.options.sides or names)]

    def fixed(self, model, dtype):
        for length in self.options.lengths:
            self.report.title(f"Training, {model}, {dtype}, {BATCH[length]} x {length} tokens, all learned: tokens/s of {OURS} against")
            for name in self.wanted(["torch", "peft wide"] + (["peft autocast", "peft model"] if dtype == "BF16" else [])):
                with self.sides(OURS, name) as sides:
                    self.fixed_length(sides, model, dtype, length)

    def fixed_length(self, sides, model, dtype, length):
        ours, other = sides
        first = {}
        for side in sides:
            self.load(side, model, dtype)
            self.fixed_workload(side, model, BATCH[length], length)
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
            rates = side.ask("rates", dtype=dtype, products=products)
            large, *each_rate = rates["flops"]
            reached = 4 * sum(work) * statistics.median(speeds[side.name])
            at_own = sum(work) / sum(each / rate for each, rate in zip(work, each_rate))
            for what, rate in [("large products", large), ("the model's products", at_own)]:
                self.report.add(what=f"{side.name}: share of the rate of {what} ({rate / 1e9:.0f} GFLOP/s)", part="share",
                                model=model, dtype=dtype, length=length, ratio=reached / rate, read_bytes=rates["read_bytes"])

    def mixed(self, model, dtype):
        self.report.title(f"Training, {model}, {dtype}, mixed lengths, 35 % completion: useful tokens/s of {OURS} against")
        others = ["trl padding-free", "trl packed"] + (["trl bf16"] if dtype == "BF16" else [])
        for name in self.wanted(["trl defaults", "trl grouped"] + ([] if self.options.quick and not self.options.sides else others)):
            with self.sides(OURS, name) as sides:
                self.mixed_lengths(sides, model, dtype)

    def mixed_lengths(self, sides, model, dtype):
        ours, other = sides
        steps = MIXED_STEPS[0 if self.options.quick else 1]
        examples = self.examples(model, f"mixed-{steps}", lambda shape: models.mixed_examples(shape, MIXED_BATCH * steps))
        first = {}
        for side in sides:
            self.load(side, model, dtype)
            first[side.name] = self.workload(side, model, examples, MIXED_BATCH)
        gate(f"{model}, mixed lengths, {other.name}", dtype, ours.ask("round", steps=steps), first[other.name])
        other.ask("round")
        rounds = interleaved(sides, self.options.rounds, lambda side: side.ask("round", steps=steps))
        speeds = [[answer["tokens"] / answer["seconds"] for answer in rounds[side.name]] for side in sides]
        self.report.add(what=other.name, part="mixed", model=model, dtype=dtype, ratio=ratio(*speeds))

    def jobs(self, model, dtype):
        self.report.title(f"{JOBS} jobs with adapters of rank {session.RANK}, {model}, {dtype}, examples of 24 to 96 tokens: tokens/s {TOGETHER} against {IN_TURN}")
        files = [str(self.examples(model, f"job-{job}", lambda shape: models.small_examples(shape, 32, job))) for job in range(JOBS)]
        with self.sides(TOGETHER, IN_TURN) as sides:
            for side in sides:
                self.load(side, model, dtype)
            for batch in JOB_BATCHES:
                self.jobs_of(sides, model, dtype, batch, files)

    def jobs_of(self, sides, model, dtype, batch, files):
        first = {}
        for side in sides:
            side.ask("jobs", examples=files, batch_size=batch, rank=session.RANK)
            first[side.name] = side.ask("round", steps=2, together=side.name == TOGETHER)
        gate(f"{model}, {batch} examples a step", dtype, first[TOGETHER], first[IN_TURN])
        steps = max(1, round(self.options.seconds / min(answer["seconds"] / 2 for answer in first.values())))
        rounds = interleaved(sides, self.options.rounds, lambda side: side.ask("round", steps=steps, together=side.name == TOGETHER))
        speeds = [[answer["tokens"] / answer["seconds"] for answer in rounds[side.name]] for side in sides]
        self.report.add(what=f"{batch} {'example' if batch == 1 else 'examples'} in a job's step", part="jobs", model=model, dtype=dtype,
                        batch=batch, ratio=ratio(*speeds))

    def memory(self, model, dtype):
        self.report.title(f"Peak memory of a process that trains, {model}, {dtype}, 1 x 2048 tokens: {OURS} against")
        peaks = {name: self.peak(name, model, dtype, 1, 2048) for name in [OURS, "torch", "peft wide"]}
        for name in ["torch", "peft wide"]:
            self.report.add(what=name, part="memory", model=model, dtype=dtype, ratio=peaks[OURS]["bytes"] / peaks[name]["bytes"],
                            bytes=[peaks[OURS]["bytes"], peaks[name]["bytes"]])

    def peak(self, name, model, dtype, batch, length, **plan):
        with self.side(name) as side:
            self.load(side, model, dtype)
            self.fixed_workload(side, model, batch, length, **plan)
            side.ask("round", steps=3)
            return dict(side.ask("peak"), estimate=side.ask("estimate") if name == OURS else None)

    def estimates(self, model, dtype):
        self.report.title(f"What the memory of a training is estimated to be, {model}, {dtype}, against the peak of a process that trains")
        for batch, length, kept in ESTIMATED[:2 if self.options.quick else None]:
            peak = self.peak(OURS, model, dtype, batch, length, micro_batch_tokens=batch * length, kept_layers=kept)
            estimate = peak["estimate"]["bytes"]
            kept_layers = "all layers" if kept > models.SHAPES[model]["num_hidden_layers"] else f"{kept} layers"
            self.report.add(what=f"{batch} x {length} tokens, {kept_layers} kept: {estimate / 1e6:,.0f} MB, peak {peak['bytes'] / 1e6:,.0f} MB",
                            part="estimates", model=model, dtype=dtype, batch=batch, length=length, kept=kept,
                            ratio=estimate / peak["bytes"], bytes=peak["bytes"], parts=peak["estimate"]["parts"])

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
        self.adapter(model)
        self.examples(model, "1x512", lambda shape: models.fixed_examples(shape, 512, 4))
        with self.side(name) as side:
            self.load(side, model, dtype)
            self.fixed_workload(side, model, 1, 512)
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

    def profile(self, model, dtype):
        for length in self.options.lengths:
            with self.sides(OURS) as (side,):
                self.load(side, model, dtype)
                self.fixed_workload(side, model, BATCH[length], length)
                side.ask("round", steps=2)
                plain = statistics.median(side.ask("round", steps=1)["seconds"] for _ in range(self.options.rounds))
                file, traced = self.trace(side, f"{model}-{dtype}-{length}", steps=1)
            self.report.title(f"Where a training step's time goes, {model}, {dtype}, {BATCH[length]} x {length} tokens: {plain:.3f} s a step, "
                              f"{traced['seconds']:.3f} s while traced; shares of the latter")
            for part, seconds in breakdown.training(file, traced["seconds"], 3 * session.RANK):
                self.report.add(what=part, part="profile", model=model, dtype=dtype, length=length, ratio=seconds / traced["seconds"])


def options():
    parser = session.parser("training", __doc__, PARTS)
    parser.add_argument("--seconds", type=float, help="length of a round of the fastest side (default 6, 2 if quick)")
    parser.add_argument("--sides", nargs="+", metavar="SIDE", help="only these of the fixed and mixed parts, as they are named in what is printed")
    parser.add_argument("--lengths", nargs="+", type=int, choices=BATCH)
    parsed = session.parse(parser)
    parsed.seconds = parsed.seconds or (2 if parsed.quick else 6)
    parsed.lengths = parsed.lengths or ([512] if parsed.quick else [512, 1024])
    return parsed


if __name__ == "__main__":
    session.run(options(), Training, without_dtype=["ranks"])
