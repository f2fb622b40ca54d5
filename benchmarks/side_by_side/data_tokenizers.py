"""The side that does nothing but tokenize: Hugging Face's tokenizers, in batches, on all cores."""

import json
import os
import sys
import time

THREADS = sys.argv[1]
os.environ.update(TOKENIZERS_PARALLELISM="true", RAYON_NUM_THREADS=THREADS, RAYON_RS_NUM_CPUS=THREADS)

from tokenizers import Tokenizer  # noqa: E402: reads these settings

import side  # noqa: E402

BATCH = 4096
loaded = {}


def load(request):
    loaded["tokenizer"] = Tokenizer.from_file(request["model"] + "/tokenizer.json")
    return {}


def rendered(row):
    """A row as the chat template of burnish-tiny writes it."""
    return "".join(f"<|{message['role']}|>{message['content']}<|end|>" for message in row["messages"])


def batches(file):
    with open(file, encoding="utf-8") as lines:
        texts = []
        for line in lines:
            texts.append(rendered(json.loads(line)))
            if len(texts) == BATCH:
                yield texts
                texts = []
        yield texts


def round(request):
    """Only the tokenizer's time counts; reading and rendering are left out."""
    seconds, processor, tokens = 0.0, 0.0, 0
    for texts in batches(request["file"]):
        begin, before = time.perf_counter(), time.process_time()
        encodings = loaded["tokenizer"].encode_batch(texts, add_special_tokens=False)
        seconds += time.perf_counter() - begin
        processor += time.process_time() - before
        tokens += sum(map(len, encodings))
    return {"seconds": seconds, "processor": processor, "tokens": tokens}


if __name__ == "__main__":
    side.serve(int(THREADS), load=load, round=round)
