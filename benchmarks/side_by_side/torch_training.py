"""The side of bare torch: the plain model, autograd and AdamW, without transformers and PEFT."""

import json
import math
import pathlib
import sys

import side
import torch
from safetensors.torch import load_file
from torch.nn import functional


def inverse_frequencies(config):
    rope, half = config["rope_parameters"], config["head_dim"] // 2
    frequencies = rope["rope_theta"] ** -(torch.arange(half, dtype=torch.float32) / half)
    if rope["rope_type"] == "llama3":
        old, low, high = (rope[key] for key in ["original_max_position_embeddings", "low_freq_factor", "high_freq_factor"])
        turns = old * frequencies / (2 * math.pi)
        smooth = ((turns - low) / (high - low)).clamp(0, 1)
        frequencies = (1 - smooth) * frequencies / rope["factor"] + smooth * frequencies
    return frequencies


class Model:
    def __init__(self, directory, dtype):
        directory = pathlib.Path(directory)
        self.config = json.loads((directory / "config.json").read_text())
        self.weights = {name: tensor.to(dtype) for name, tensor in load_file(directory / "model.safetensors").items()}
        self.frequencies = inverse_frequencies(self.config)
        self.dtype = dtype

    def adapt(self, directory):
        directory = pathlib.Path(directory)
        config = json.loads((directory / "adapter_config.json").read_text())
        self.scale = config["lora_alpha"] / config["r"]
        factors = load_file(directory / "adapter_model.safetensors")
        self.factors = {name.removeprefix("base_model.model."): factor.requires_grad_() for name, factor in factors.items()}

    def norm(self, x, name):
        weight = self.weights[name]
        return functional.rms_norm(x, weight.shape, weight, self.config["rms_norm_eps"])

    def project(self, x, path):
        a, b = (self.factors[f"{path}.lora_{letter}.weight"].to(self.dtype) for letter in "AB")
        y = functional.linear(x, self.weights[f"{path}.weight"])
        return torch.add(y, functional.linear(functional.linear(x, a), b), alpha=self.scale)

    def rotate(self, x, cos, sin):
        first, second = x.chunk(2, -1)
        return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)

    def attention(self, x, prefix, cos, sin):
        batch, length, _ = x.shape
        q, k, v = (self.project(x, f"{prefix}{name}_proj").view(batch, length, -1, self.config["head_dim"]).transpose(1, 2)
                   for name in "qkv")
        y = functional.scaled_dot_product_attention(
            self.rotate(q, cos, sin), self.rotate(k, cos, sin), v, is_causal=True, enable_gqa=True)
        return self.project(y.transpose(1, 2).reshape(batch, length, -1), f"{prefix}o_proj")

    def loss(self, ids, labels):
        angle = torch.arange(ids.shape[1], dtype=torch.float32)[:, None] * self.frequencies
        cos, sin = angle.cos().to(self.dtype), angle.sin().to(self.dtype)
        x = functional.embedding(ids, self.weights["model.embed_tokens.weight"])
        for layer in range(self.config["num_hidden_layers"]):
            prefix = f"model.layers.{layer}."
            h = self.norm(x, f"{prefix}input_layernorm.weight")
            x = x + self.attention(h, f"{prefix}self_attn.", cos, sin)
            h = self.norm(x, f"{prefix}post_attention_layernorm.weight")
            gate = functional.silu(self.project(h, f"{prefix}mlp.gate_proj"))
            x = x + self.project(gate * self.project(h, f"{prefix}mlp.up_proj"), f"{prefix}mlp.down_proj")
        h = self.norm(x, "model.norm.weight")[:, :-1]
        logits = functional.linear(h, self.weights["model.embed_tokens.weight"]).float()
        return functional.cross_entropy(logits.flatten(0, 1), labels[:, 1:].flatten())


class Training:
    def load(self, request):
        self.model = Model(request["model"], side.DTYPES[request["dtype"]])
        return {}

    def workload(self, request):
        self.model.adapt(request["adapter"])
        self.trained = list(self.model.factors.values())
        self.optimizer = torch.optim.AdamW(self.trained, lr=1e-4, weight_decay=0.0, fused=True)
        self.examples = side.Workload(request)
        return {}

    def step(self, examples):
        ids, _, labels = side.padded(examples)
        loss = self.model.loss(ids, labels)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return loss.detach(), norm

    def round(self, request):
        return side.timed_steps(self.step, self.examples, request["steps"])


training = Training()
side.serve(int(sys.argv[1]), load=training.load, workload=training.workload, round=training.round)
