"""Reads a trace of the operators of a round, and tells the parts of a layer apart by the kernels' methods and the operators' shapes."""

import collections
import json
import typing


class Operator(typing.NamedTuple):
    """Names of the methods and operators around it and its own, outermost first; shapes of the outermost operator's arguments."""

    names: tuple
    shapes: list
    begin: float
    seconds: float

    def within(self, *names):
        return any(name in self.names for name in names)


def operators(file):
    """Each with the time that is its own, without what it calls."""
    with open(file) as trace:
        events = [event for event in json.load(trace) if event.get("ph") == "X"]
    events.sort(key=lambda event: (event["tid"], event["ts"], -event["dur"]))
    open_events, found = [], []

    def close():
        event = open_events.pop()
        around = [*open_events, event]
        outermost = next((each for each in around if each["name"].startswith("aten::")), event)
        found.append(Operator(tuple(each["name"] for each in around), outermost.get("shape", []), event["ts"] / 1e6,
                              (event["dur"] - event["inner"]) / 1e6))

    for event in events:
        while open_events and not (open_events[-1]["tid"] == event["tid"]
                                   and event["ts"] < open_events[-1]["ts"] + open_events[-1]["dur"]):
            close()
        event["inner"] = 0
        if open_events:
            open_events[-1]["inner"] += event["dur"]
        open_events.append(event)
    while open_events:
        close()
    return found


def narrow(shapes, ranks):
    return any(isinstance(shape, list) and len(shape) == 2 and min(shape) <= ranks for shape in shapes)


def training_part(operator, ranks):
    within = operator.within
    if within("clip", "adamw"):
        return "optimizer"
    if within("loss"):
        return "head and loss"
    if within("attention_back"):
        return "attention, backward"
    if within("attention"):
        return "attention, forward"
    if within("project", "project_back"):
        product = within("aten::linear", "aten::matmul") and not narrow(operator.shapes, ranks)
        return "products with weights" if product else "adapters"
    if within("norm", "scale", "norm_back"):
        return "norms"
    if within("rotate", "rotary"):
        return "rotation"
    return "gates, sums and the rest"


def decoding_part(operator, ranks):
    within = operator.within
    if within("adapted"):
        return "adapters"
    if within("mixed_factors"):
        return "laying adapters side by side"
    if within("normed"):
        return "norms"
    if within("last_logits", "aten::argmax"):
        return "head"
    if within("served"):
        return "products with weights"
    if within("turned_heads", "turns"):
        return "rotation"
    if within("after_attention"):
        return "gates and sums"
    return "attention and cache"


def parts(found, part, ranks, whole, rest):
    """(part, seconds) in falling order, and what of the whole the operators do not take."""
    seconds = collections.Counter()
    for operator in found:
        seconds[part(operator, ranks)] += operator.seconds
    return [*seconds.most_common(), (rest, whole - sum(seconds.values()))]


def training(file, whole, ranks):
    """:param ranks: most rows of a group's A factors; what has more is no adapter's"""
    return parts(operators(file), training_part, ranks, whole, "outside the kernels")


def decoding(file, whole):
    """Of the steps after the last prompt was read."""
    found = operators(file)
    begin = max((operator.begin for operator in found if operator.within("prefill")), default=0)
    steps = [operator for operator in found if operator.begin > begin and not operator.within("prefill")]
    return parts(steps, decoding_part, 0, whole, "outside the kernels")
