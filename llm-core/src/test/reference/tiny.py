"""Tiny random models and the numbers that the scripts of this folder write."""

import json
import pathlib

import torch
from peft import LoraConfig, PeftModel, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config

GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"
ALL_LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SIZES = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, vocab_size=64, max_position_embeddings=64,
             rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=None)
GROUPED = dict(num_attention_heads=4, num_key_value_heads=2)
LLAMA3_ROPE = {"rope_type": "llama3", "rope_theta": 500.0, "factor": 4.0, "low_freq_factor": 1.0,
               "high_freq_factor": 4.0, "original_max_position_embeddings": 16}


def rope(kind, **settings):
    return {"rope_type": kind, "rope_theta": 10000.0, **settings}


CONFIGS = {
    "grouped": LlamaConfig(head_dim=16, rope_parameters=LLAMA3_ROPE, **GROUPED, **SIZES),
    "tied": LlamaConfig(num_attention_heads=2, tie_word_embeddings=True, rope_parameters=rope("default"), **SIZES),
    "mistral": MistralConfig(sliding_window=8, rope_parameters=rope("default"), **GROUPED, **SIZES),
    "qwen2": Qwen2Config(use_sliding_window=True, sliding_window=8, max_window_layers=1, tie_word_embeddings=True,
                         rope_parameters=rope("default"), **GROUPED, **SIZES),
    "qwen3": Qwen3Config(head_dim=12, rope_parameters=rope("default"), **GROUPED, **SIZES),
    "biased": LlamaConfig(attention_bias=True, mlp_bias=True, rope_parameters=rope("default"), **GROUPED, **SIZES),
    "linear": LlamaConfig(rope_parameters=rope("linear", factor=2.5), **GROUPED, **SIZES),
    "yarn": LlamaConfig(rope_parameters=rope("yarn", factor=4.0, original_max_position_embeddings=16),
                        **GROUPED, **SIZES),
    "longrope": LlamaConfig(rope_parameters=rope(
        "longrope", factor=4.0, original_max_position_embeddings=16, short_factor=[1.0, 1.1, 1.25, 1.5],
        long_factor=[1.0, 1.5, 3.0, 4.5]), **GROUPED, **SIZES),
    "wide": LlamaConfig(rope_parameters=rope("default"), **GROUPED, **{**SIZES, "hidden_size": 64, "intermediate_size": 128}),
}
OLD_DIALECT = {"grouped": "rope_type", "linear": "type", "longrope": "type"}
STORED = {"tied": torch.float32, "mistral": torch.float16}
TOKENS = torch.randint(0, 64, (24,), generator=torch.Generator().manual_seed(24)).tolist()
LEARNED = [i >= 9 and i % 5 != 0 for i in range(24)]


def build(name):
    """The model in fp32, with weights that its stored type holds exactly."""
    torch.manual_seed(100 + list(CONFIGS).index(name))
    model = AutoModelForCausalLM.from_config(CONFIGS[name], attn_implementation="eager").float().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
            parameter.copy_(parameter.to(STORED.get(name, torch.bfloat16)).float())
    return model


def save(name, model):
    """Writes config.json, in the old dialect for some models, and the weights, in two shards for one of them."""
    folder = GOLDEN / name
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads(model.config.to_json_string())
    config["dtype"] = str(STORED.get(name, torch.bfloat16)).removeprefix("torch.")
    if name in OLD_DIALECT:
        parameters = config.pop("rope_parameters")
        config["rope_theta"] = parameters.pop("rope_theta")
        config["rope_scaling"] = {OLD_DIALECT[name]: parameters.pop("rope_type"), **parameters}
        config["torch_dtype"] = config.pop("dtype")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    state = {key: value.to(STORED.get(name, torch.bfloat16)).contiguous() for key, value in model.state_dict().items()
             if not (key == "lm_head.weight" and config["tie_word_embeddings"])}
    if name != "qwen2":
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        return
    shards = {key: f"model-0000{1 if '.layers.0.' in key else 2}-of-00002.safetensors" for key in state}
    for shard in sorted(set(shards.values())):
        save_file({key: state[key] for key in state if shards[key] == shard}, folder / shard, metadata={"format": "pt"})
    total = sum(value.numel() * value.element_size() for value in state.values())
    index = {"metadata": {"total_size": total}, "weight_map": shards}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def adapt(model, seed, **settings):
    """The model with a new adapter whose B, and magnitudes, are not as PEFT initialises them."""
    torch.manual_seed(seed)
    tuned = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.0, **settings)).eval()
    tuned.peft_config["default"].target_modules = sorted(settings["target_modules"])
    with torch.no_grad():
        for key, parameter in tuned.named_parameters():
            if "lora_B" in key:
                parameter.copy_(torch.randn_like(parameter) * 0.05)
            if "lora_magnitude" in key:
                parameter.mul_(1 + 0.1 * torch.randn_like(parameter))
    return tuned


def with_adapter(name, adapter="adapter"):
    """The model with its stored adapter, to be trained."""
    return PeftModel.from_pretrained(build(name), GOLDEN / name / adapter, is_trainable=True).eval()


def gradients(tuned):
    """Gradients under the names of the adapter's file."""
    names = {id(parameter): key for key, parameter in tuned.named_parameters()}
    state = get_peft_model_state_dict(tuned, {key: key for key in names.values() if "lora_" in key})
    parameters = dict(tuned.named_parameters())
    return {stored: parameters[key].grad for stored, key in state.items()}


def logits(model, tokens):
    return model(torch.tensor([tokens])).logits[0]


def mean_loss(rows, tokens, learned):
    losses = torch.nn.functional.cross_entropy(rows[:-1], torch.tensor(tokens[1:]), reduction="none")
    return losses[torch.tensor(learned[1:])].mean()


def rounded(value):
    return float(f"{float(value.detach() if torch.is_tensor(value) else value):.9g}")


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value) + "\n")


def write_tensors(path, tensors):
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({key: value.detach().float().contiguous().clone() for key, value in tensors.items()}, path)
