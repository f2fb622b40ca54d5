"""The processes that a comparison asks in turn."""

import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = HERE.parent / "target" / "lib"

# What the services run with: threads that wait sleep early, and memory is kept. Every side gets it.
ALIKE = dict(GOMP_SPINCOUNT="10000", MALLOC_MMAP_THRESHOLD_=str(32 << 20), MALLOC_TOP_PAD_=str(64 << 20),
             MALLOC_TRIM_THRESHOLD_=str(512 << 20))


class SideFailed(Exception):
    pass


def java(threads, main, memory=("-Xmx512m", "-XX:+UseSerialGC")):
    program = pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    return [str(program), *memory, "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-cp", f"{LIBRARIES}/*", f"dev.burnish.llm.benchmarks.{main}",
            str(threads)]


def python(threads, script, *arguments):
    return [sys.executable, str(HERE / script), str(threads), *arguments]


def first_to_go():
    """A baseline may ask for more memory than there is; then the kernel ends it, and nothing else."""
    pathlib.Path("/proc/self/oom_score_adj").write_text("1000")


class Side:
    """A long-lived process that answers a line with a line."""

    def __init__(self, name, command, threads, log):
        self.name, self.log = name, log
        environment = {**ALIKE, **os.environ, "OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(log, "a"),
                                        text=True, env=environment, preexec_fn=first_to_go)

    def ask(self, do, **fields):
        try:
            self.process.stdin.write(json.dumps(dict(fields, do=do)) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            tail = "".join(pathlib.Path(self.log).read_text().splitlines(keepends=True)[-15:])
            raise SideFailed(f"{self.name} ended while asked to {do}; its last words, from {self.log}:\n{tail}")
        return json.loads(line)

    def age(self):
        """Seconds since the process was started."""
        return time.perf_counter() - self.started

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.process.stdin.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
