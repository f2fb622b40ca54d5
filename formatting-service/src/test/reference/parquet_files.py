"""Writes the Parquet files of the tests as common tools write them. Needs pyarrow; run with the target directory as argument."""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

target = Path(sys.argv[1])
target.mkdir(parents=True, exist_ok=True)

count = 40
texts = {
    "id": list(range(count)),
    "question": [f"question{i} ä😀" for i in range(count)],
    "answer": [f"answer {i}" for i in range(count)],
}
pq.write_table(pa.table(texts), target / "texts-snappy.parquet", compression="snappy")
pq.write_table(pa.table(texts), target / "texts-gzip.parquet", compression="gzip", use_dictionary=False)
pq.write_table(pa.table(texts), target / "texts-brotli.parquet", compression="brotli")
pq.write_table(
    pa.table(texts), target / "texts-groups.parquet", compression="none", row_group_size=7, data_page_version="2.0"
)

labels = {"text": [f"mail {i}" for i in range(count)], "label": [i % 3 for i in range(count)]}
pq.write_table(pa.table(labels), target / "labels.parquet", compression="zstd")

function = pa.struct([("name", pa.string()), ("arguments", pa.string())])
call = pa.struct([("id", pa.string()), ("type", pa.string()), ("function", function)])
message = pa.struct(
    [("role", pa.string()), ("content", pa.string()), ("tool_calls", pa.list_(call)), ("tool_call_id", pa.string())]
)
tools = json.dumps([{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}])
conversations = [
    [
        {"role": "user", "content": f"Weather in town {i}?"},
        {
            "role": "assistant",
            "tool_calls": [
                {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": json.dumps({"town": i})}}
            ],
        },
        {"role": "tool", "content": "sunny", "tool_call_id": "c1"},
        {"role": "assistant", "content": f"Sunny in {i}."},
    ]
    for i in range(count)
]
pq.write_table(
    pa.table({"messages": pa.array(conversations, pa.list_(message)), "tools": [tools] * count}),
    target / "conversations-zstd.parquet",
    compression="zstd",
)

# One text of 900,000 characters, written once and referred to by every row: 180 GB when spelled out.
text = pa.array(["x" * 900_000])
indices = pa.array([0] * 200_000, pa.int32())
pq.write_table(
    pa.table({"prompt": pa.DictionaryArray.from_arrays(indices, text), "completion": ["a"] * 200_000}),
    target / "repeated.parquet",
    compression="zstd",
)

# Bytes that are no UTF-8 in a column of texts.
raw = pa.array([b"good"] * 11 + [b"\xff\xfe bad"], pa.binary())
pq.write_table(pa.table({"prompt": raw, "completion": [f"a{i}" for i in range(12)]}), target / "bytes.parquet")
