"""Direct preference optimisation of two pairs, as trl's sigmoid loss defines it: the reference is the model without the adapter."""

import torch

from tiny import GOLDEN, gradients, logits, rounded, with_adapter, write_json, write_tensors

BETA = 0.1
PAIRS = [
    {"prompt": [5, 9, 2, 31, 7], "chosen": [11, 3, 44, 60], "rejected": [12, 8, 1, 2, 33, 20]},
    {"prompt": [40, 1, 17], "chosen": [6, 6, 21, 9, 55], "rejected": [50, 0, 14]},
]


def log_probability(model, prompt, answer):
    """Summed over the answer's tokens."""
    rows = torch.log_softmax(logits(model, prompt + answer), dim=-1)
    return sum(rows[len(prompt) - 1 + i, token] for i, token in enumerate(answer))


def main():
    tuned = with_adapter("grouped")
    values, losses = [], []
    for pair in PAIRS:
        policy = {side: log_probability(tuned, pair["prompt"], pair[side]) for side in ("chosen", "rejected")}
        with torch.no_grad(), tuned.disable_adapter():
            reference = {side: log_probability(tuned, pair["prompt"], pair[side]) for side in ("chosen", "rejected")}
        rewards = {side: BETA * (policy[side] - reference[side]) for side in policy}
        losses.append(-torch.nn.functional.logsigmoid(rewards["chosen"] - rewards["rejected"]))
        values.append({**pair, "loss": rounded(losses[-1]),
                       "policy": {side: rounded(value) for side, value in policy.items()},
                       "reference": {side: rounded(value) for side, value in reference.items()},
                       "rewards": {side: rounded(value) for side, value in rewards.items()}})
    loss = torch.stack(losses).mean()
    loss.backward()
    write_json(GOLDEN / "preferences.json", {"beta": BETA, "pairs": values, "loss": rounded(loss)})
    write_tensors(GOLDEN / "preferences.safetensors", gradients(tuned))


if __name__ == "__main__":
    main()
