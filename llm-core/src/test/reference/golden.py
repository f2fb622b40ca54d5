"""Writes the golden files of llm-core's tests; see README.md."""

import json
import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def rounded(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().double().flatten().tolist()]


def loss_of(logits, tokens, learned):
    targets = torch.tensor([t for t, flag in zip(tokens, learned)][1:])
    mask = torch.tensor(learned[1:])
    losses = torch.nn.functional.cross_entropy(logits[0, :-1].float(), targets, reduction="none")
    return losses[mask].mean()


def write(directory, name, config, seed):
    torch.manual_seed(seed)
    folder = directory / name
    folder.mkdir(parents=True, exist_ok=True)
    model = LlamaForCausalLM(config).float().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.1)
    state = {k: v.contiguous() for k, v in model.state_dict().items() if not (k == "lm_head.weight" and config.tie_word_embeddings)}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    plain = json.loads(config.to_json_string(use_diff=False))
    keep = ["model_type", "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
            "num_key_value_heads", "head_dim", "hidden_act", "max_position_embeddings", "rms_norm_eps",
            "tie_word_embeddings", "attention_bias", "mlp_bias"]
    small = {key: plain[key] for key in keep}
    rope = plain.get("rope_parameters") or {}
    if name == "grouped":
        small["rope_theta"] = rope["rope_theta"]
        small["rope_scaling"] = {k: v for k, v in rope.items() if k != "rope_theta"}
    else:
        small["rope_parameters"] = rope
    (folder / "config.json").write_text(json.dumps(small, indent=2) + "\n")

    tokens = torch.randint(0, config.vocab_size, (24,)).tolist()
    learned = [i >= 9 and i % 5 != 0 for i in range(24)]
    with torch.no_grad():
        logits = model(torch.tensor([tokens])).logits
    golden = {"tokens": tokens, "learned": learned, "lastLogits": rounded(logits[0, -1]),
              "loss": float(loss_of(logits, tokens, learned))}

    settings = LoraConfig(r=4, lora_alpha=12, lora_dropout=0.0, target_modules=TARGETS, task_type="CAUSAL_LM")
    tuned = get_peft_model(model, settings)
    with torch.no_grad():
        for key, parameter in tuned.named_parameters():
            if "lora_B" in key:
                parameter.copy_(torch.randn_like(parameter) * 0.05)
    tuned.save_pretrained(folder / "adapter")
    logits = tuned(torch.tensor([tokens])).logits
    loss = loss_of(logits, tokens, learned)
    loss.backward()
    golden["adapterLastLogits"] = rounded(logits[0, -1])
    golden["adapterLoss"] = float(loss.detach())
    golden["gradients"] = {
        key.replace(".default", ""): rounded(parameter.grad)
        for key, parameter in tuned.named_parameters() if parameter.grad is not None}
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    for leftover in ["README.md"]:
        (folder / "adapter" / leftover).unlink(missing_ok=True)


def main():
    directory = pathlib.Path(sys.argv[1])
    common = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, vocab_size=64, max_position_embeddings=64,
                  rms_norm_eps=1e-5)
    grouped = LlamaConfig(num_attention_heads=4, num_key_value_heads=2, head_dim=16, tie_word_embeddings=False,
                          rope_parameters={"rope_type": "llama3", "rope_theta": 500.0, "factor": 4.0,
                                           "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                                           "original_max_position_embeddings": 16}, **common)
    tied = LlamaConfig(num_attention_heads=2, num_key_value_heads=2, tie_word_embeddings=True,
                       rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, **common)
    write(directory, "grouped", grouped, 1)
    write(directory, "tied", tied, 2)


main()
