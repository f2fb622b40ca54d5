"""Each model with its logits and mean loss, and each adapter with its logits, mean loss and gradients."""

import torch

from tiny import ALL_LINEAR, CONFIGS, GOLDEN, LEARNED, TOKENS, adapt, build, gradients, logits, mean_loss, rounded, save
from tiny import write_json, write_tensors

ADAPTERS = {
    "grouped": {
        "adapter": dict(r=4, lora_alpha=12, target_modules=ALL_LINEAR),
        "adapter-rslora": dict(r=4, lora_alpha=6, use_rslora=True, target_modules=["q_proj", "v_proj", "up_proj"]),
        "adapter-dora": dict(r=2, lora_alpha=4, use_dora=True, target_modules=ALL_LINEAR),
    },
    "tied": {"adapter": dict(r=4, lora_alpha=12, target_modules=ALL_LINEAR)},
    "mistral": {"adapter": dict(r=2, lora_alpha=4, target_modules=["k_proj", "o_proj", "down_proj"])},
    "qwen2": {"adapter-dora": dict(r=2, lora_alpha=4, use_dora=True, use_rslora=True,
                                   target_modules=["q_proj", "k_proj", "gate_proj", "down_proj"])},
    "qwen3": {"adapter": dict(r=2, lora_alpha=4, target_modules=ALL_LINEAR)},
    "wide": {"adapter": dict(r=4, lora_alpha=12, target_modules=ALL_LINEAR)},
    "biased": {"adapter-dora": dict(r=2, lora_alpha=4, use_dora=True, target_modules=["o_proj", "up_proj"])},
}


def values_of(model, prefix, numbers, tensors):
    rows = logits(model, TOKENS)
    loss = mean_loss(rows, TOKENS, LEARNED)
    tensors[prefix + "logits"] = rows
    numbers[prefix + "loss"] = rounded(loss)
    return loss


def main():
    for name in CONFIGS:
        model = build(name)
        save(name, model)
        numbers = {"tokens": TOKENS, "learned": LEARNED}
        tensors = {}
        with torch.no_grad():
            values_of(model, "", numbers, tensors)
            distance = (logits(build(name).bfloat16(), TOKENS).float() - tensors["logits"]).norm()
            numbers["bf16Distance"] = rounded(distance / tensors["logits"].norm())
            if name == "longrope":
                tensors["short.logits"] = logits(model, TOKENS[:16])
        for adapter, settings in ADAPTERS.get(name, {}).items():
            tuned = adapt(build(name), 7, **settings)
            tuned.save_pretrained(GOLDEN / name / adapter)
            (GOLDEN / name / adapter / "README.md").unlink()
            values_of(tuned, adapter + ".", numbers, tensors).backward()
            for key, gradient in gradients(tuned).items():
                tensors[f"{adapter}.gradient.{key}"] = gradient
        write_json(GOLDEN / name / "golden.json", numbers)
        write_tensors(GOLDEN / name / "golden.safetensors", tensors)


if __name__ == "__main__":
    main()
