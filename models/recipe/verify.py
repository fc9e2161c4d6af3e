"""Runs every graph of a pack in onnxruntime and compares it with the golden tensors: `python verify.py FOLDER`.

The runnable model is made as core makes it: the graph file plus its weights, merged as one protobuf message.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import GraphProto, ModelProto, numpy_helper
from safetensors.numpy import load_file

from quantize import unpack_int4

# Largest share of the reference's range by which a result may differ: int8 activations cost more than rounding.
TOLERANCE = {"int8": 0.06, "float": 2e-3}


def expand(weights: dict, int8_names: list[str]) -> list:
    """Stored tensors -> ONNX initializers, as core's expand-weights.ts does."""
    out = []
    for key, value in weights.items():
        if key.endswith(".scale") and any(key.removesuffix("scale") + kind in weights for kind in ("q4", "q8")):
            continue
        name = key.removesuffix(".q4").removesuffix(".q8")
        if key.endswith(".q4"):
            value = unpack_int4(value, weights[f"{name}.scale"]).T
        elif key.endswith(".q8"):
            value = value.astype(np.float32) * weights[f"{name}.scale"].astype(np.float32)
        value = np.ascontiguousarray(value.astype(np.float32))
        if name in int8_names:
            scale = np.abs(value).max(0) / np.float32(127)
            scale[scale == 0] = 1
            out.append(numpy_helper.from_array((np.clip(np.rint(value / scale), -127, 127) + 128).astype(np.uint8), name))
            out.append(numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"))
        else:
            out.append(numpy_helper.from_array(value, name))
    return out


def open_session(pack: Path, manifest: dict, network: str, variant: str) -> onnxruntime.InferenceSession:
    entry = manifest["networks"][network]
    graph = entry["graphs"][variant]
    extra = ModelProto(graph=GraphProto(initializer=expand(load_file(pack / entry["weights"]), graph["int8"])))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession((pack / graph["file"]).read_bytes() + extra.SerializeToString(), options, providers=["CPUExecutionProvider"])


def main(pack: Path) -> None:
    manifest = json.loads((pack / "manifest.json").read_text())
    failed = False
    for network, entry in manifest["networks"].items():
        golden = load_file(pack / "golden" / f"{network}.safetensors")
        for variant, graph in entry["graphs"].items():
            session = open_session(pack, manifest, network, variant)
            result = session.run(None, {i["name"]: golden[i["name"]] for i in entry["inputs"]})[0]
            expected = golden[entry["outputs"][0]["name"]]
            error = float(np.abs(result - expected).max() / max(1e-6, np.abs(expected).max()))
            bad = not error <= TOLERANCE["int8" if graph["int8"] else "float"]
            failed |= bad
            print(f"{network:14} {variant:8} largest difference {error:.5f} of the range{'  TOO MUCH' if bad else ''}")
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
