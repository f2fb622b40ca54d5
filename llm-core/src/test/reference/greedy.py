"""24 tokens that each of some models continues a prompt with when it always takes the likeliest one."""

import torch

from tiny import GOLDEN, build, with_adapter, write_json

NEW_TOKENS = 24
MARGIN = 5e-3
VARIETY = 8


def continuation(model, seed):
    """A prompt and its continuation, or None if that is monotonous or hangs on the order of sums."""
    prompt = torch.randint(0, 64, (12,), generator=torch.Generator().manual_seed(seed)).tolist()
    tokens = torch.tensor([prompt])
    answer = model.generate(tokens, attention_mask=torch.ones_like(tokens), max_new_tokens=NEW_TOKENS, do_sample=False,
                            pad_token_id=0, output_scores=True, return_dict_in_generate=True)
    best = torch.stack(answer.scores)[:, 0].topk(2).values
    continued = answer.sequences[0, len(prompt):].tolist()
    if (best[:, 0] - best[:, 1]).min() < MARGIN or len(set(continued)) < VARIETY:
        return None
    return {"prompt": prompt, "tokens": continued}


def main():
    values = []
    for name, adapter in [("grouped", None), ("grouped", "adapter"), ("mistral", None), ("qwen3", None)]:
        model = with_adapter(name, adapter) if adapter else build(name)
        found = (continuation(model, seed) for seed in range(100))
        values.append({"model": name, "adapter": adapter, **next(value for value in found if value)})
    write_json(GOLDEN / "greedy.json", values)


if __name__ == "__main__":
    main()
