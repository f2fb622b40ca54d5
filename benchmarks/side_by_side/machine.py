"""What a comparison runs on."""

import os
import pathlib

MATRIX_FLAGS = ["avx2", "avx512f", "avx512_bf16", "avx512_fp16", "avx512_vnni", "amx_tile", "amx_bf16", "amx_int8"]


def cores():
    return len(os.sched_getaffinity(0))


def describe():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    fields = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    flags = set(fields.get("flags", "").split())
    return {"processor": fields.get("model name", "?"), "flags": [flag for flag in MATRIX_FLAGS if flag in flags],
            "cores": cores(), "load": os.getloadavg()[0]}


def matrix_dtypes():
    """bf16 only where the processor multiplies it; elsewhere it is many times slower than fp32 on every side."""
    flags = describe()["flags"]
    return ["BF16", "FP32"] if {"avx512_bf16", "amx_bf16"} & set(flags) else ["FP32"]
