"""Compares Burnish's decoding with transformers' generate and with PEFT, and its ways of keeping weights and adapters with each other."""

import random
import statistics
import typing

import breakdown
import models
import session
from comparison import interleaved, ratio, same_tokens
from sides import java, python

PARTS = ["single", "forms", "adapters", "profile"]
OURS, THEIRS = "burnish", "transformers"
FORMS = {"blocked": "BLOCKS", "int8": "INT8", "int4": "INT4"}
SEQUENCES = 8
PROMPT = 32
LIKELIEST = 8


class Way(typing.NamedTuple):
    """A side with what it is asked in each round."""

    name: str
    side: object
    fields: dict

    def ask(self, **more):
        return self.side.ask("round", **self.fields, **more)


def prompts(model, count):
    source = random.Random(PROMPT)
    return [[source.randrange(1, models.SHAPES[model]["vocab_size"]) for _ in range(PROMPT)] for _ in range(count)]


def speed(answer):
    return sum(map(len, answer["tokens"])) / answer["seconds"]


class Decoding(session.Comparison):
    def __init__(self, options, folder, report):
        super().__init__(options, folder, report)
        self.commands = {OURS: java(options.threads, "DecodingSide"), THEIRS: python(options.threads, "transformers_decoding.py")}

    def loaded(self, side, model, dtype, form=None):
        """A way to answer one prompt."""
        self.load(side, model, dtype, **({"quantisation": FORMS[form]} if form else {}))
        return Way(f"{side.name}, {form}" if form else side.name, side,
                   dict(prompts=prompts(model, 1), new_tokens=self.options.tokens))

    def speeds(self, ways):
        rounds = interleaved(ways, self.options.rounds, Way.ask)
        return rounds, {name: [speed(answer) for answer in answers] for name, answers in rounds.items()}

    def told(self, way):
        return way.ask(likeliest=LIKELIEST)

    def single(self, model, dtype):
        self.report.title(f"Decoding, {model}, {dtype}, one sequence, {self.options.tokens} tokens after {PROMPT}: "
                          f"tokens/s against {THEIRS}' generate")
        forms = [None, "blocked"] if dtype == "BF16" else [None]
        with self.sides(*[OURS for _ in forms], THEIRS) as (*ours, other):
            ways = [self.loaded(side, model, dtype, form) for side, form in zip(ours, forms)]
            theirs = self.loaded(other, model, dtype)
            expected = self.told(theirs)
            for way in ways:
                same = same_tokens(f"{model}, {way.name}", dtype, self.told(way), expected)
                self.report.note(f"{way.name}: the first {same} of {self.options.tokens} tokens are {THEIRS}'")
            rounds, speeds = self.speeds([*ways, theirs])
            for way in ways:
                self.report.add(what=way.name, part="single", model=model, dtype=dtype, ratio=ratio(speeds[way.name], speeds[theirs.name]))
            self.bandwidth([*ways, theirs], rounds, model, dtype)

    def bandwidth(self, ways, rounds, model, dtype):
        """How much of the rate of reads each way reaches, if it reads each weight and each cached key and value once for a token."""
        needed = models.decoding_bytes(model, {"BF16": 2, "FP32": 4}[dtype], PROMPT + self.options.tokens / 2)
        for way in ways:
            rate = way.side.ask("rates", dtype=dtype, products=[])["read_bytes"]
            reached = [needed * (self.options.tokens - 1) / answer["decoding_seconds"] for answer in rounds[way.name]]
            self.report.add(what=f"{way.name}: share of the rate of reads ({rate / 1e9:.1f} GB/s)", part="bandwidth", model=model,
                            dtype=dtype, rate=rate, ratio=ratio(reached, [rate] * len(reached)))

    def forms(self, model, dtype):
        if dtype != "BF16":
            return
        self.report.title(f"Decoding, {model}, one sequence, {self.options.tokens} tokens after {PROMPT}: tokens/s against {OURS} in bf16")
        with self.sides(*[OURS for _ in [None, *FORMS]]) as sides:
            plain, *ways = [self.loaded(side, model, dtype, form) for side, form in zip(sides, [None, *FORMS])]
            expected = self.told(plain)
            for way, form in zip(ways, FORMS):
                answer = self.told(way)
                if form == "blocked":
                    same_tokens(f"{model}, {way.name}", dtype, answer, expected)
            _, speeds = self.speeds([plain, *ways])
            for way in ways:
                self.report.add(what=way.name, part="forms", model=model, ratio=ratio(speeds[way.name], speeds[plain.name]))

    def adapters(self, model, dtype):
        self.report.title(f"Decoding, {model}, {dtype}, {SEQUENCES} sequences with {SEQUENCES} adapters of rank {session.RANK} together, "
                          f"{self.options.batch_tokens} tokens each: tokens/s against")
        directories = [str(self.adapter(model, number)) for number in range(SEQUENCES)]
        fields = dict(prompts=prompts(model, SEQUENCES), new_tokens=self.options.batch_tokens, adapters=list(range(SEQUENCES)))
        with self.sides(OURS, THEIRS) as (ours, other):
            for side in [ours, other]:
                self.load(side, model, dtype)
                side.ask("adapters", directories=directories)
            mixed = Way("mixed", ours, dict(fields, together=True))
            alone = Way(f"{OURS}, one after another", ours, fields)
            one = Way(f"{OURS}, all with one adapter", ours, dict(fields, together=True, adapters=[0] * SEQUENCES))
            theirs = [Way("peft, one after another", other, fields), Way("peft, mixed", other, dict(fields, together=True))]
            expected = self.told(theirs[0])
            for way in [alone, mixed, theirs[1]]:
                same = same_tokens(f"{model}, {way.name}", dtype, self.told(way), expected)
                self.report.note(f"{way.name}: at least the first {same} of {fields['new_tokens']} tokens are those of {theirs[0].name}")
            self.told(one)
            _, speeds = self.speeds([mixed, alone, one, *theirs])
            for way in [alone, one, *theirs]:
                self.report.add(what=way.name, part="adapters", model=model, dtype=dtype, ratio=ratio(speeds[mixed.name], speeds[way.name]))

    def profile(self, model, dtype):
        directories = [str(self.adapter(model, number)) for number in range(SEQUENCES)]
        shapes = [("one sequence", 1, None), (f"{SEQUENCES} sequences with {SEQUENCES} adapters", SEQUENCES, list(range(SEQUENCES)))]
        with self.sides(OURS) as (side,):
            self.load(side, model, dtype)
            side.ask("adapters", directories=directories)
            for title, count, adapters in shapes:
                fields = dict(prompts=prompts(model, count), new_tokens=self.options.batch_tokens, together=True,
                              **({"adapters": adapters} if adapters else {}))
                side.ask("round", **fields)
                plain = statistics.median(side.ask("round", **fields)["decoding_seconds"] for _ in range(self.options.rounds))
                file, profiled = self.trace(side, f"{model}-{dtype}-{count}", **fields)
                steps = fields["new_tokens"] - 1
                self.report.title(f"Where a decoding step's time goes, {model}, {dtype}, {title}: {1e3 * plain / steps:.2f} ms a step, "
                                  f"{1e3 * profiled['decoding_seconds'] / steps:.2f} ms while traced; shares of the latter")
                for part, seconds in breakdown.decoding(file, profiled["decoding_seconds"]):
                    self.report.add(what=part, part="profile", model=model, dtype=dtype, sequences=count,
                                    ratio=seconds / profiled["decoding_seconds"])


def options():
    parser = session.parser("decoding", __doc__, PARTS)
    parser.add_argument("--tokens", type=int, default=128, help="new tokens of one sequence (default %(default)s)")
    parser.add_argument("--batch-tokens", type=int, help="new tokens of each of eight sequences (default 128, 32 if quick)")
    parsed = session.parse(parser)
    parsed.batch_tokens = parsed.batch_tokens or (32 if parsed.quick else 128)
    return parsed


if __name__ == "__main__":
    session.run(options(), Decoding)
