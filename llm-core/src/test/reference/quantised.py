"""The model `wide` with its projections in 4 and in 8 bits: what they are brought back to, and the loss and adapter gradients that autograd computes over that."""

import statistics

import torch

from tiny import GOLDEN, LEARNED, TOKENS, gradients, logits, mean_loss, rounded, with_adapter, write_json, write_tensors

BLOCK = 64
OFFSET = 0.9677083
ADAPTER = "adapter"
SHOWN = ["model.layers.0.self_attn.q_proj.weight", "model.layers.1.mlp.down_proj.weight", "model.layers.1.mlp.up_proj.weight"]


def normal_floats():
    """The 16 quantiles of QLoRA's appendix E, as bitsandbytes' create_normal_map makes them: 8 above zero, 7 below it, and zero."""
    quantile = statistics.NormalDist().inv_cdf
    above = [quantile(OFFSET + (0.5 - OFFSET) * i / 8) for i in range(8)]
    below = [-quantile(OFFSET + (0.5 - OFFSET) * i / 7) for i in range(7)]
    codes = torch.tensor(sorted(above + [0.0] + below), dtype=torch.float64)
    return (codes / codes.max()).float()


def nf4(weight):
    """Each block of 64 values of a row over its largest magnitude, each value the nearest code."""
    blocks = weight.reshape(weight.shape[0], -1, BLOCK)
    scales = blocks.abs().amax(dim=2, keepdim=True)
    codes = normal_floats()
    nearest = (blocks / scales).unsqueeze(-1).sub(codes).abs().argmin(dim=-1)
    return (codes[nearest] * scales).reshape(weight.shape)


def int8(weight):
    """Each row over its largest magnitude / 127, rounded."""
    scales = weight.abs().amax(dim=1, keepdim=True) / 127
    return torch.round(weight / scales) * scales


def main():
    numbers, tensors = {"tokens": TOKENS, "learned": LEARNED, "codes": [rounded(code) for code in normal_floats()]}, {}
    for name, brought_back in (("nf4", nf4), ("int8", int8)):
        tuned = with_adapter("wide", ADAPTER)
        with torch.no_grad():
            for key, parameter in tuned.named_parameters():
                original = key.removeprefix("base_model.model.").replace(".base_layer", "")
                if original.endswith("_proj.weight"):
                    parameter.copy_(brought_back(parameter))
                    if original in SHOWN:
                        tensors[f"{name}.{original}"] = parameter
        loss = mean_loss(logits(tuned, TOKENS), TOKENS, LEARNED)
        loss.backward()
        numbers[f"{name}.loss"] = rounded(loss)
        for key, gradient in gradients(tuned).items():
            tensors[f"{name}.gradient.{key}"] = gradient
    write_json(GOLDEN / "quantised.json", numbers)
    write_tensors(GOLDEN / "quantised.safetensors", tensors)


if __name__ == "__main__":
    main()
