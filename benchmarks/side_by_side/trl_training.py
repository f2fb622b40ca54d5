"""The side of TRL's SFTTrainer, which owns its loop: a callback lets it go on for one round at a time."""

import json
import math
import os
import queue
import sys
import tempfile
import threading
import time

import datasets
import side
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer

LONGEST = 2048

# What differs from SFTConfig's defaults. "defaults" keeps all but the lengths, so that every side learns the same tokens. The others take
# the examples of a step in parts: less padding, and eight long ones at once ask for more than 13 GB. "bf16" is "grouped" with the
# factors in the model's type, instead of fp32 and autocast.
GROUPED = dict(gradient_checkpointing=False, train_sampling_strategy="group_by_length",
               per_device_train_batch_size=2, gradient_accumulation_steps=4)
VARIANTS = {
    "defaults": dict(),
    "grouped": GROUPED,
    "bf16": dict(GROUPED, bf16=False),
    "padding-free": dict(gradient_checkpointing=False, padding_free=True, max_length=None,
                         per_device_train_batch_size=4, gradient_accumulation_steps=2),
    "packed": dict(gradient_checkpointing=False, packing=True, per_device_train_batch_size=1),
}


class Rounds(TrainerCallback):
    """Stops the loop at the end of each round until the next one is asked for."""

    def __init__(self):
        self.asked, self.answers = queue.Queue(), queue.Queue()

    def on_train_begin(self, arguments, state, control, **kwargs):
        self.begin()

    def begin(self):
        self.left = self.asked.get()

    def on_step_end(self, arguments, state, control, **kwargs):
        self.left -= 1
        if self.left == 0:
            self.answers.put(None)
            self.begin()


class Training:
    def __init__(self, variant):
        self.variant = variant

    def load(self, request):
        self.dtype = side.DTYPES[request["dtype"]]
        self.directory = request["model"]
        self.base = AutoModelForCausalLM.from_pretrained(self.directory, dtype=self.dtype)
        return {}

    def workload(self, request):
        with open(request["examples"]) as file:
            self.examples = json.load(file)
        rows = datasets.Dataset.from_list(
            [{"input_ids": example["tokens"], "labels": [-100] * example["prompt"] + example["tokens"][example["prompt"]:]}
             for example in self.examples])
        settings = SFTConfig(**dict(
            dict(output_dir=tempfile.mkdtemp(), per_device_train_batch_size=request["batch_size"], max_length=LONGEST,
                 num_train_epochs=1000, learning_rate=1e-4, lr_scheduler_type="constant", save_strategy="no", report_to=[],
                 logging_strategy="no", disable_tqdm=True, use_cpu=True, bf16=self.dtype == torch.bfloat16),
            **VARIANTS[self.variant]))
        self.rounds = Rounds()
        model = PeftModel.from_pretrained(self.base, request["adapter"], is_trainable=True,
                                          autocast_adapter_dtype=self.variant != "bf16")
        self.trainer = SFTTrainer(model=model, args=settings, train_dataset=rows, callbacks=[self.rounds],
                                  processing_class=AutoTokenizer.from_pretrained(self.directory))
        self.steps = math.ceil(len(self.trainer.get_train_dataloader()) / settings.gradient_accumulation_steps)
        first = self.first_loss(rows.select(range(request["batch_size"])))
        threading.Thread(target=self.train, daemon=True).start()
        return {"losses": [first], "steps": self.steps}

    def first_loss(self, rows):
        batch = self.trainer.data_collator([{key: row[key] for key in ["input_ids", "labels"]} for row in rows])
        with torch.no_grad():
            return float(self.trainer.compute_loss(self.trainer.model, batch))

    def train(self):
        try:
            self.trainer.train()
        except BaseException as failure:
            self.rounds.answers.put(failure)
            raise

    def round(self, request):
        """An epoch, whatever the number of its steps."""
        begin = time.perf_counter()
        self.rounds.asked.put(self.steps)
        failure = self.rounds.answers.get()
        if failure is not None:
            sys.stdout.flush()
            os._exit(1)
        return {"seconds": time.perf_counter() - begin, "learned": side.learned_tokens(self.examples),
                "tokens": sum(len(example["tokens"]) for example in self.examples)}


if __name__ == "__main__":
    training = Training(sys.argv[2])
    side.serve(int(sys.argv[1]), load=training.load, workload=training.workload, round=training.round)
