"""The side of transformers with PEFT in a loop of its own: what a Trainer does in a step, without the Trainer."""

import sys

import side
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


class Training:
    def __init__(self, adapter_dtype):
        self.adapter_dtype = adapter_dtype

    def load(self, request):
        self.dtype = side.DTYPES[request["dtype"]]
        self.directory = request["model"]
        self.base = AutoModelForCausalLM.from_pretrained(self.directory, dtype=self.dtype, attn_implementation="sdpa")
        return {}

    def workload(self, request):
        if isinstance(getattr(self, "model", None), PeftModel):
            self.base = self.model.unload()
        wide = self.adapter_dtype != "model"
        self.model = PeftModel.from_pretrained(
            self.base, request["adapter"], is_trainable=True, autocast_adapter_dtype=wide)
        self.model.train()
        self.model.config.use_cache = False
        self.trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=1e-4, weight_decay=0.0, fused=True)
        self.examples = side.Workload(request)
        return {}

    def step(self, examples):
        ids, mask, labels = side.padded(examples)
        mixed = torch.autocast("cpu", dtype=torch.bfloat16,
                               enabled=self.adapter_dtype == "autocast" and self.dtype == torch.bfloat16)
        with mixed:
            loss = self.model(input_ids=ids, attention_mask=mask, labels=labels).loss
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return loss.detach(), norm

    def round(self, request):
        return side.timed_steps(self.step, self.examples, request["steps"])


training = Training(sys.argv[2])
side.serve(int(sys.argv[1]), load=training.load, workload=training.workload, round=training.round)
