"""The losses of 50 LoRA steps: AdamW, linear schedule with warm-up, gradients clipped to norm 1, fixed batches."""

import math
import random

import torch

from tiny import GOLDEN, mean_loss, rounded, with_adapter, write_json

STEPS = 50
WARMUP = 5
PEAK = 0.01


def examples():
    """Sequences that count upwards, of several lengths; what follows the first third is learned."""
    source = random.Random(50)
    made = []
    for _ in range(40):
        start, length = source.randrange(64), source.randrange(6, 26)
        tokens = [(start + i) % 64 for i in range(length)]
        made.append({"tokens": tokens, "learned": [i >= length // 3 for i in range(length)]})
    return made


def learning_rate(step):
    """Steps count from 1; the first one already learns, and so does the last one."""
    if step <= WARMUP:
        return PEAK * step / WARMUP
    return PEAK * (STEPS - step + 1) / (STEPS - WARMUP + 1)


def run(made, batches, dtype):
    tuned = with_adapter("grouped").to(dtype)
    parameters = [parameter for parameter in tuned.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=0.0, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    losses, norms = [], []
    for step, batch in enumerate(batches, 1):
        learned = sum(sum(made[i]["learned"]) for i in batch)
        loss = 0.0
        for i in batch:
            tokens, mask = made[i]["tokens"], made[i]["learned"]
            rows = tuned(torch.tensor([tokens])).logits[0]
            loss = loss + mean_loss(rows, tokens, mask) * (sum(mask) / learned)
        loss.backward()
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, 1.0)))
        losses.append(float(loss.detach()))
        optimizer.param_groups[0]["lr"] = learning_rate(step)
        optimizer.step()
        optimizer.zero_grad()
    return losses, norms


def main():
    made = examples()
    order = random.Random(51)
    batches = [order.sample(range(len(made)), 4) for _ in range(STEPS)]
    losses, norms = run(made, batches, torch.float32)
    exact, _ = run(made, batches, torch.float64)
    worst = max(abs(a - b) / b for a, b in zip(losses, exact))
    assert worst < 2e-5, f"fp32 and fp64 differ by {worst}: the curve is no measure for the tolerance of the test"
    assert losses[-1] < 0.7 * losses[0] and all(math.isfinite(norm) for norm in norms) and max(norms) > 1
    print(f"curve: {losses[0]:.4f} to {losses[-1]:.4f}, fp32 within {worst:.1e} of fp64")
    write_json(GOLDEN / "curve.json", {
        "examples": made, "batches": batches, "learningRates": [learning_rate(step) for step in range(1, STEPS + 1)],
        "losses": [rounded(loss) for loss in losses], "gradientNorms": [rounded(norm) for norm in norms]})


if __name__ == "__main__":
    main()
