"""Inverse RoPE frequencies and attention factors of many settings, published ones among them, without any weights."""

import torch
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from tiny import GOLDEN, write_json

LONG = {"short_factor": [1.0 + 0.01 * i for i in range(48)], "long_factor": [1.08 + 1.3 * i for i in range(48)]}


def case(rope_theta, rope_parameters, head_dim=128, maximum=131072, **others):
    return {"hidden_size": 16 * head_dim, "num_attention_heads": 16, "num_key_value_heads": 4, "head_dim": head_dim,
            "max_position_embeddings": maximum, "vocab_size": 64, "intermediate_size": 64, "num_hidden_layers": 1,
            "model_type": "llama", "rope_theta": rope_theta, "rope_scaling": rope_parameters, **others}


CASES = [
    case(10000.0, None),
    case(1000000.0, {"type": "linear", "factor": 4.0}),
    case(10000.0, {"type": "dynamic", "factor": 2.0}, maximum=4096),
    case(500000.0, {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                    "original_max_position_embeddings": 8192}),
    case(500000.0, {"rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                    "original_max_position_embeddings": 8192}, head_dim=64),
    case(1000000.0, {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}),
    case(10000.0, {"rope_type": "yarn", "factor": 40.0, "beta_fast": 16, "beta_slow": 2, "truncate": False, "mscale": 1.0,
                   "mscale_all_dim": 0.8, "original_max_position_embeddings": 4096}, head_dim=64),
    case(10000.0, {"rope_type": "yarn", "factor": None, "attention_factor": 1.25,
                   "original_max_position_embeddings": 32768}),
    case(10000.0, {"rope_type": "yarn", "factor": 0.5, "original_max_position_embeddings": 64}, head_dim=4, maximum=64),
    case(10000.0, {"type": "longrope", **LONG}, head_dim=96, original_max_position_embeddings=4096),
    case(10000.0, {"rope_type": "longrope", "attention_factor": 1.5, "original_max_position_embeddings": 8192, **LONG},
         head_dim=96),
]


def values_of(settings):
    config = LlamaConfig(**settings)
    kind = config.rope_parameters["rope_type"]
    if kind == "default":
        exponents = torch.arange(0, config.head_dim, 2, dtype=torch.int64).float() / config.head_dim
        return {"frequencies": [(1.0 / config.rope_parameters["rope_theta"] ** exponents).tolist()],
                "attentionFactor": 1.0, "switchLength": 0}
    rows = [ROPE_INIT_FUNCTIONS[kind](config, "cpu")]
    length = 0
    if kind == "longrope":
        length = config.rope_parameters["original_max_position_embeddings"]
        rows.append(ROPE_INIT_FUNCTIONS[kind](config, "cpu", seq_len=length + 1))
    return {"frequencies": [row[0].tolist() for row in rows], "attentionFactor": rows[0][1], "switchLength": length}


def main():
    write_json(GOLDEN / "frequencies.json", [
        {"config": settings, **values_of({**settings, "rope_scaling": dict(settings["rope_scaling"] or {}) or None})}
        for settings in CASES])


if __name__ == "__main__":
    main()
