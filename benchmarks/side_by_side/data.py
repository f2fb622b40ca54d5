"""Compares how data comes in with what it takes at least: formatting with tokenizing alone, an upload with a put into storage."""

import argparse
import json
import pathlib
import tempfile
import time

import machine
import rows
from comparison import GateFailed, Report, interleaved, ratio
from sides import HERE, Side, java, python

PARTS = ["format", "memory", "upload"]
MODEL = HERE.parent.parent / "examples" / "models" / "burnish-tiny"
OURS, TOKENIZERS, UPLOAD = "burnish", "tokenizers", "upload"
MB = 1_000_000
# The services' image leaves all but the memory to the JVM.
SERVICE = ["-Xmx1g"]


class Data:
    """Sides and files; parts are methods, named as the option names them."""

    def __init__(self, options, folder, report):
        self.options, self.folder, self.report = options, folder, report
        self.commands = {OURS: java(options.threads, "FormattingSide", SERVICE), UPLOAD: java(options.threads, "UploadSide"),
                         TOKENIZERS: python(options.threads, "data_tokenizers.py")}

    def side(self, name):
        return Side(name, self.commands[name], self.options.threads, self.folder / "sides.log")

    def file(self, megabytes):
        place = self.folder / f"{megabytes}.jsonl"
        if not place.exists():
            rows.write(place, megabytes * MB, MODEL)
        return place

    def load(self, side):
        objects = self.folder / "objects"
        objects.mkdir(exist_ok=True)
        side.ask("load", model=str(MODEL), objects=str(objects))

    def format(self):
        """The first round of each is not counted: it warms up, and shows that both find the same tokens."""
        for megabytes in self.options.megabytes:
            with self.side(OURS) as ours, self.side(TOKENIZERS) as theirs:
                for side in (ours, theirs):
                    self.load(side)
                first = [side.ask("round", file=str(self.file(min(20, megabytes)))) for side in (ours, theirs)]
                if first[0]["tokens"] != first[1]["tokens"]:
                    raise GateFailed(f"{first[0]['tokens']} and {first[1]['tokens']} tokens in the same {first[0]['examples']} rows")
                file = str(self.file(megabytes))
                rounds = interleaved([ours, theirs], self.options.rounds, lambda side: side.ask("round", file=file))
                peak = ours.ask("peak")["bytes"]
            self.report.title(f"Validating, deduplicating, splitting, tokenizing and reporting on {megabytes} MB: throughput of {OURS} against")
            for unit, what in [("seconds", "tokenizing alone, batches on all cores"), ("processor", "the same, by seconds of processors")]:
                spent = {name: [answer[unit] for answer in answers] for name, answers in rounds.items()}
                self.report.add(what=what, part="format", megabytes=megabytes, unit=unit, spent=spent, peak=peak,
                                examples=rounds[OURS][0]["examples"], ratio=ratio(spent[TOKENIZERS], spent[OURS]))

    def memory(self):
        self.report.title(f"Peak memory of a process that formats one file ({' '.join(SERVICE)}), in MiB")
        for megabytes in self.options.memory:
            with self.side(OURS) as ours:
                self.load(ours)
                answer = ours.ask("round", file=str(self.file(megabytes)))
                peak = ours.ask("peak")["bytes"]
            self.report.add(what=f"{megabytes} MB, {answer['examples']} examples", part="memory", megabytes=megabytes,
                            examples=answer["examples"], ratio=peak / (1 << 20))

    def upload(self):
        """Through the gateway of the stack that is up, and straight into its storage."""
        state = pathlib.Path(self.options.state)
        running = state / "run" / "state.json"
        if not running.exists():
            raise SystemExit(f"{running} is missing: uploads are measured on a stack that is up. Start it with ./burnish up.")
        stack, secrets = json.loads(running.read_text()), json.loads((state / "secrets.json").read_text())
        storage = next(member for member in stack["members"] if member["name"] == "storage")
        megabytes = min(500, self.options.megabytes[-1])
        place = dict(file=str(self.file(megabytes)), gateway=stack["gateway"], key=stack["api_key"],
                     endpoint=f"http://127.0.0.1:{storage['port']}", bucket="burnish", region="us-east-1",
                     access_key=secrets["storage_access_key"], secret_key=secrets["storage_secret_key"])
        seconds = {"api": [], "put": []}
        with self.side(UPLOAD) as side:
            for number in range(self.options.rounds + 1):
                for way in ["api", "put"] if number % 2 else ["put", "api"]:
                    answer = side.ask("round", way=way, **place)
                    if number > 0:  # the first warms up
                        seconds[way].append(answer["seconds"])
        self.report.title(f"Uploading {megabytes} MB over HTTP: throughput against")
        self.report.add(what="a put of the storage's own client", part="upload", megabytes=megabytes, seconds=seconds,
                        ratio=ratio(seconds["put"], seconds["api"]))


def options():
    parser = argparse.ArgumentParser(prog="./burnish bench data", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="files of some tens of megabytes")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of every side (default %(default)s)")
    parser.add_argument("--threads", type=int, default=machine.cores(), help="threads of each side (default all cores)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--megabytes", nargs="+", type=int, help="sizes of files (default 1000, 50 if quick)")
    parser.add_argument("--memory", nargs="+", type=int, help="sizes of files whose peak is told (default 100 300 1000, 20 50 if quick)")
    parser.add_argument("--state", default=".burnish", help="state directory of the stack that is up (default %(default)s)")
    parser.add_argument("--json", default=".burnish/benchmarks/data.json", help="where results go (default %(default)s)")
    parser.add_argument("--work", help="folder for files, kept (default a temporary one)")
    parsed = parser.parse_args()
    parsed.megabytes = parsed.megabytes or ([50] if parsed.quick else [1000])
    parsed.memory = parsed.memory or ([20, 50] if parsed.quick else [100, 300, 1000])
    return parsed


def main(options):
    header = dict(machine.describe(), threads=options.threads, rounds=options.rounds)
    print(f"{header['processor']}, {header['cores']} cores, {options.threads} threads, load {header['load']:.1f}; "
          f"ratios are medians of {options.rounds} interleaved rounds (least to greatest)")
    report = Report(header)
    begin = time.time()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.work or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        parts = Data(options, folder, report)
        for part in options.parts:
            getattr(parts, part)()
    report.header["seconds"] = round(time.time() - begin)
    report.write(options.json)


if __name__ == "__main__":
    main(options())
