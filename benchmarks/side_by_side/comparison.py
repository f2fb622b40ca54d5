"""Gates, interleaved rounds, ratios, and how they are shown."""

import json
import pathlib
import statistics

LIMITS = {"BF16": 2e-2, "FP32": 1e-4}
# How much less likely, in nats, a token may be than the likeliest one to be taken for it. In fp32 it must be the same.
NEARLY = {"BF16": 0.25, "FP32": 0.0}


class GateFailed(Exception):
    pass


def relative(a, b):
    return abs(a - b) / abs(b)


def gate(title, dtype, ours, theirs):
    """First losses must agree, and the norms of their gradients, which are more sensitive to what an adapter adds."""
    for quantity, looser in [("losses", 1), ("norms", 3)]:
        if quantity not in theirs:
            continue
        for step, pair in enumerate(zip(ours[quantity], theirs[quantity]), 1):
            if relative(*pair) > looser * LIMITS[dtype]:
                raise GateFailed(f"{title}: {quantity} of step {step} are {pair[0]} and {pair[1]}; "
                                 f"in {dtype} they may differ by {looser * LIMITS[dtype]:g} of their size")


def same_tokens(title, dtype, ours, theirs):
    """Sequences must be the same, or part at a token that is nearly as likely to them; after that they are not compared.

    Gives the length of the shortest common beginning."""
    shortest = None
    for number, (own, other, likeliest) in enumerate(zip(ours["tokens"], theirs["tokens"], theirs["likeliest"], strict=True)):
        same = next((at for at, pair in enumerate(zip(own, other)) if pair[0] != pair[1]), len(other))
        if len(own) != len(other):
            raise GateFailed(f"{title}: sequence {number} has {len(own)} and {len(other)} tokens")
        if same < len(other):
            choices = {choice["token"]: choice["logprob"] for choice in likeliest[same]}
            lost = choices[other[same]] - choices.get(own[same], float("-inf"))
            if dtype == "FP32" or lost > NEARLY[dtype]:
                raise GateFailed(f"{title}: token {same} of sequence {number} is {own[same]} and {other[same]}, which is "
                                 f"{lost:.3g} nats likelier; in {dtype} it may be {NEARLY[dtype]:g}")
        shortest = same if shortest is None else min(shortest, same)
    return shortest


def interleaved(sides, rounds, ask):
    """Answers by side, in the order of rounds; the sides take turns, and each round begins with another one."""
    answers = {side.name: [] for side in sides}
    for number in range(rounds):
        first = number % len(sides)
        for side in sides[first:] + sides[:first]:
            answers[side.name].append(ask(side))
    return answers


def ratio(ours, theirs):
    """Of the pairs of one round: median, least and greatest."""
    ratios = [a / b for a, b in zip(ours, theirs)]
    return {"median": statistics.median(ratios), "least": min(ratios), "greatest": max(ratios), "rounds": len(ratios)}


def shown(value):
    return f"{value['median']:5.2f}  ({value['least']:.2f} to {value['greatest']:.2f})"


class Report:
    """Prints results as they come, and keeps them for a file."""

    def __init__(self, header):
        self.header, self.results = header, []

    def title(self, text):
        print(f"\n{text}", flush=True)

    def add(self, **result):
        self.results.append(result)
        value = result["ratio"]
        text = shown(value) if isinstance(value, dict) else f"{value:5.2f}"
        print(f"  {result['what']:<58}{text}", flush=True)

    def note(self, text):
        print(f"  {text}", flush=True)

    def write(self, file):
        pathlib.Path(file).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(file).write_text(json.dumps({"machine": self.header, "results": self.results}, indent=1) + "\n")
        print(f"\n{len(self.results)} results in {file}", flush=True)
