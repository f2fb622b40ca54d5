"""Prints a line for every event of every job, from the first on, until it is stopped.

    pip install kafka-python==3.0.12
    python examples/subscribers/follow_jobs.py 127.0.0.1:9092

A restart goes on where it was. An event may come twice, with the same source and id.
"""

import json
import sys

from kafka import KafkaConsumer

TOPICS = [
    "dataset.submitted",
    "dataset.formatted",
    "dataset.rejected",
    "job.progressed",
    "job.trained",
    "job.failed",
    "job.cancelled",
    "job.evaluated",
    "model.deployed",
]


def news(kind, data):
    if kind == "dev.burnish.job.progressed.v1":
        return "step {step} of {total_steps}, loss {train_loss:.3f}, {seconds_left:.0f} s left".format(**data)
    if kind == "dev.burnish.job.evaluated.v1":
        return "exact match {:.2f} -> {:.2f}".format(data["base"]["exact_match"], data["tuned"]["exact_match"])
    if kind in ("dev.burnish.job.failed.v1", "dev.burnish.dataset.rejected.v1"):
        return data["failure"]["message"]
    return ""


def main():
    consumer = KafkaConsumer(
        *TOPICS,
        bootstrap_servers=sys.argv[1],
        group_id="follow-jobs-python",
        auto_offset_reset="earliest",
    )
    for record in consumer:
        event = json.loads(record.value)
        print(event["time"], record.topic.ljust(22), event["subject"], news(event["type"], event["data"]), flush=True)


if __name__ == "__main__":
    main()
