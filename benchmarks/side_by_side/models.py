"""Random models as Hugging Face directories, random LoRA adapters as PEFT directories, and random examples."""

import json
import math
import pathlib
import random

SHAPES = {
    "smollm2-135m": dict(
        vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
        num_key_value_heads=3, head_dim=64, max_position_embeddings=8192, rms_norm_eps=1e-5, tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 100000.0}),
    "llama-3.2-1b-4-layers": dict(
        vocab_size=128256, hidden_size=2048, intermediate_size=8192, num_hidden_layers=4, num_attention_heads=32,
        num_key_value_heads=8, head_dim=64, max_position_embeddings=131072, rms_norm_eps=1e-5, tie_word_embeddings=True,
        rope_parameters={"rope_type": "llama3", "rope_theta": 500000.0, "factor": 32.0, "low_freq_factor": 1.0,
                         "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}),
}
# The small base model of the examples.
SHAPES["burnish-tiny"] = dict(
    vocab_size=4096, hidden_size=256, intermediate_size=704, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=4,
    head_dim=64, max_position_embeddings=1024, rms_norm_eps=1e-5, tie_word_embeddings=True,
    rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
# Says nothing about speed; the programs are tried with it.
SHAPES["tiny"] = dict(
    vocab_size=1024, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    head_dim=16, max_position_embeddings=4096, rms_norm_eps=1e-5, tie_word_embeddings=True,
    rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def projections(shape):
    """Each projection of a layer as (path, outputs, inputs)."""
    hidden, inner, head = shape["hidden_size"], shape["intermediate_size"], shape["head_dim"]
    queries, keys = shape["num_attention_heads"] * head, shape["num_key_value_heads"] * head
    return [("self_attn.q_proj", queries, hidden), ("self_attn.k_proj", keys, hidden), ("self_attn.v_proj", keys, hidden),
            ("self_attn.o_proj", hidden, queries), ("mlp.gate_proj", inner, hidden), ("mlp.up_proj", inner, hidden),
            ("mlp.down_proj", hidden, inner)]


def parameters(shape):
    """(parameters of the layers' matrices, parameters of the head)."""
    layers = shape["num_hidden_layers"] * sum(rows * columns for _, rows, columns in projections(shape))
    return layers, shape["vocab_size"] * shape["hidden_size"]


def decoding_bytes(name, value, length):
    """Bytes of weights, and of keys and values of ``length`` tokens, that the next token of one sequence needs."""
    shape = SHAPES[name]
    cache = 2 * length * shape["num_hidden_layers"] * shape["num_key_value_heads"] * shape["head_dim"]
    return value * (sum(parameters(shape)) + cache)


def write_model(directory, name):
    import torch
    from safetensors.torch import save_file

    shape = SHAPES[name]
    directory.mkdir(parents=True)
    generator = torch.Generator().manual_seed(1)

    def matrix(rows, columns):
        return (torch.randn(rows, columns, generator=generator) / math.sqrt(columns)).bfloat16()

    hidden = shape["hidden_size"]
    tensors = {"model.embed_tokens.weight": matrix(shape["vocab_size"], hidden),
               "model.norm.weight": torch.ones(hidden, dtype=torch.bfloat16)}
    for layer in range(shape["num_hidden_layers"]):
        prefix = f"model.layers.{layer}."
        for path, rows, columns in projections(shape):
            tensors[f"{prefix}{path}.weight"] = matrix(rows, columns)
        for norm in ["input_layernorm", "post_attention_layernorm"]:
            tensors[f"{prefix}{norm}.weight"] = torch.ones(hidden, dtype=torch.bfloat16)
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
    config = dict(shape, architectures=["LlamaForCausalLM"], model_type="llama", hidden_act="silu", attention_bias=False,
                  mlp_bias=False, dtype="bfloat16", bos_token_id=0, eos_token_id=0, pad_token_id=0)
    (directory / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def write_tokenizer(directory):
    """TRL asks for a tokenizer even where tokens are given; this one knows one token, which pads."""
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(models.WordLevel({"<pad>": 0}, unk_token="<pad>"))
    PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", eos_token="<pad>").save_pretrained(directory)


def write_adapter(directory, name, rank, seed):
    """Both factors are random, so that the first loss already shows whether an adapter is read as it was written."""
    import torch
    from safetensors.torch import save_file

    shape = SHAPES[name]
    directory.mkdir(parents=True)
    generator = torch.Generator().manual_seed(seed)
    tensors = {}
    for layer in range(shape["num_hidden_layers"]):
        for path, rows, columns in projections(shape):
            module = f"base_model.model.model.layers.{layer}.{path}"
            tensors[f"{module}.lora_A.weight"] = torch.randn(rank, columns, generator=generator) / math.sqrt(columns)
            tensors[f"{module}.lora_B.weight"] = torch.randn(rows, rank, generator=generator) * 0.02
    save_file(tensors, directory / "adapter_model.safetensors", metadata={"format": "pt"})
    config = dict(peft_type="LORA", task_type="CAUSAL_LM", r=rank, lora_alpha=2 * rank, lora_dropout=0.0, bias="none",
                  target_modules=TARGETS, base_model_name_or_path=name, inference_mode=False)
    (directory / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")


def fixed_examples(shape, length, count):
    """Every token is learned."""
    source = random.Random(length)
    return [dict(tokens=[source.randrange(1, shape["vocab_size"]) for _ in range(length)], prompt=0) for _ in range(count)]


def mixed_examples(shape, count):
    """Lengths are log-normal with median 180, at most 2,048; the last 35 % of tokens are a completion, which is learned."""
    source = random.Random(180)
    examples = []
    for _ in range(count):
        length = min(2048, max(16, round(source.lognormvariate(math.log(180), 0.9))))
        tokens = [source.randrange(1, shape["vocab_size"]) for _ in range(length)]
        examples.append(dict(tokens=tokens, prompt=round(0.65 * length)))
    return examples


def write_examples(file, examples):
    pathlib.Path(file).write_text(json.dumps(examples))


def small_examples(shape, count, seed):
    """Lengths are even between 24 and 96; the last third is a completion, which is learned."""
    source = random.Random(seed)
    examples = []
    for _ in range(count):
        length = source.randint(24, 96)
        tokens = [source.randrange(1, shape["vocab_size"]) for _ in range(length)]
        examples.append(dict(tokens=tokens, prompt=2 * length // 3))
    return examples
