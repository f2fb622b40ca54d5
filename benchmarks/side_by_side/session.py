"""What the programs of comparisons share: their options, models and adapters as files, and the report."""

import argparse
import contextlib
import pathlib
import tempfile
import time

import machine
import models
from comparison import Report
from sides import Side

RANK = 16


def parser(what, description, parts):
    options = argparse.ArgumentParser(prog=f"./burnish bench {what}", description=description)
    options.add_argument("--quick", action="store_true", help="the small model in one data type, three short rounds")
    options.add_argument("--rounds", type=int, help="rounds of every side (default 7, 3 if quick)")
    options.add_argument("--threads", type=int, default=machine.cores(), help="threads of each side (default all cores)")
    options.add_argument("--models", nargs="+", choices=models.SHAPES)
    options.add_argument("--dtypes", nargs="+", choices=["BF16", "FP32"])
    options.add_argument("--parts", nargs="+", choices=parts, default=parts)
    options.add_argument("--json", default=f".burnish/benchmarks/{what}.json", help="where results go (default %(default)s)")
    options.add_argument("--work", help="folder for models and examples, kept (default a temporary one)")
    return options


def parse(parser):
    options = parser.parse_args()
    options.rounds = options.rounds or (3 if options.quick else 7)
    options.models = options.models or list(models.SHAPES)[:1 if options.quick else 2]
    options.dtypes = options.dtypes or machine.matrix_dtypes()[:1 if options.quick else None]
    return options


class Comparison:
    """Sides and files of one comparison; parts are methods of subclasses, named as the option names them."""

    commands = {}

    def __init__(self, options, folder, report):
        self.options, self.folder, self.report = options, folder, report

    def side(self, name):
        return Side(name, self.commands[name], self.options.threads, self.folder / "sides.log")

    @contextlib.contextmanager
    def sides(self, *names):
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(self.side(name)) for name in names]

    def model(self, name):
        """The folder of a model, its tokenizer and adapters, made on first use."""
        place = self.folder / name
        if not place.exists():
            models.write_model(place / "model", name)
            models.write_tokenizer(place / "model")
        return place / "model"

    def adapter(self, name, number=0):
        self.model(name)
        place = self.folder / name / f"adapter-{number}"
        if not place.exists():
            models.write_adapter(place, name, RANK, 7 + number)
        return place

    def load(self, side, model, dtype, **how):
        side.ask("load", model=str(self.model(model)), dtype=dtype, **how)

    def trace(self, side, title, **round):
        """A round's trace of operators, and its answer."""
        file = self.folder / f"{title}.trace.json"
        return file, side.ask("profile", file=str(file), **round)


def run(options, comparison, without_dtype=()):
    """Runs the parts, model after model and data type after data type, and writes the report."""
    header = dict(machine.describe(), threads=options.threads, rounds=options.rounds)
    print(f"{header['processor']}, {header['cores']} cores, {options.threads} threads, {' '.join(header['flags'])}, "
          f"load {header['load']:.1f}; ratios are medians of {options.rounds} interleaved rounds (least to greatest)")
    report = Report(header)
    begin = time.time()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.work or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        parts = comparison(options, folder, report)
        for part in options.parts:
            for model in options.models:
                for dtype in [None] if part in without_dtype else options.dtypes:
                    getattr(parts, part)(*([model] if dtype is None else [model, dtype]))
    report.header["seconds"] = round(time.time() - begin)
    report.write(options.json)
