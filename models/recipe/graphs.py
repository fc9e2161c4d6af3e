"""Builds the ONNX graphs of the networks, without their weights: core appends those when it loads a pack.

Every function mirrors one `forward` in networks.py. `int8=True` emits DynamicQuantizeMatMul for the int4 layers,
which onnxruntime-web runs about twice as fast as fp32 in WASM; WebGPU has no such kernel and takes plain MatMul.
"""

import math

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from layers import Attention, Linear
from networks import FREQUENCIES, Decoder, Denoiser, TextEncoder, Upscaler

MICROSOFT = "com.microsoft"


class Graph:
    def __init__(self, name: str, int8: bool):
        self.name, self.int8 = name, int8
        self.nodes, self.constants = [], []
        self.int8_names: list[str] = []
        self.count = 0
        self.zero_point = self.constant(np.array(128, np.uint8)) if int8 else ""

    def op(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes):
        names = [f"{kind.lower()}_{self.count}" + (f"_{i}" if outputs > 1 else "") for i in range(outputs)]
        self.count += 1
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, name=names[0], **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, value: np.ndarray) -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def numbers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def linear(self, x: str, layer, name: str) -> str:
        weight, bias = f"{name}.weight", f"{name}.bias"
        if self.int8 and isinstance(layer, Linear):
            self.int8_names.append(weight)
            # Unsigned weights around 128: the signed kernel saturates on x86 without VNNI (measured: 12 % of the range).
            return self.op("DynamicQuantizeMatMul", x, weight, f"{weight}.scale", self.zero_point, bias, domain=MICROSOFT)
        return self.op("Add", self.op("MatMul", x, weight), bias)

    def conv(self, x: str, layer, name: str) -> str:
        pad = layer.padding[0]
        return self.op("Conv", x, f"{name}.weight", f"{name}.bias", kernel_shape=list(layer.kernel_size), pads=[pad] * 4)

    def rms_norm(self, x: str, name: str) -> str:
        return self.op("SimplifiedLayerNormalization", x, f"{name}.weight", axis=-1, epsilon=1e-6, stash_type=1)

    def silu(self, x: str) -> str:
        return self.op("Mul", x, self.op("Sigmoid", x))

    def attention(self, x: str, layer: Attention, name: str, channels: int) -> str:
        q, k, v = self.op("Split", self.linear(x, layer.qkv, f"{name}.qkv"), outputs=3, axis=-1)
        heads, flat = self.numbers(0, 0, layer.heads, channels // layer.heads), self.numbers(0, 0, channels)
        q = self.op("Reshape", self.rms_norm(self.op("Reshape", q, heads), f"{name}.query_norm"), flat)
        k = self.op("Reshape", self.rms_norm(self.op("Reshape", k, heads), f"{name}.key_norm"), flat)
        mixed = self.op("MultiHeadAttention", q, k, v, domain=MICROSOFT, num_heads=layer.heads)
        return self.linear(mixed, layer.out, f"{name}.out")

    def feed_forward(self, x: str, layer, name: str) -> str:
        return self.linear(self.op("FastGelu", self.linear(x, layer.up, f"{name}.up"), domain=MICROSOFT), layer.down, f"{name}.down")

    def finish(self, result: str, inputs: list, output) -> onnx.ModelProto:
        self.nodes.append(helper.make_node("Identity", [result], [output.name], name="result"))
        graph = helper.make_graph(self.nodes, self.name, inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="musa-recipe")


def floats(name: str, *shape):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def text_encoder_graph(net: TextEncoder, int8: bool) -> tuple[onnx.ModelProto, list[str]]:
    g = Graph("text-encoder", int8)
    tokens, channels = net.position.shape[1:]
    places, width = net.layout_shape
    used = g.op("Cast", g.op("Not", g.op("Equal", "token_ids", g.constant(np.array(0, np.int32)))), to=TensorProto.FLOAT)
    count = g.op("Sqrt", g.op("Max", g.op("ReduceSum", used, g.numbers(2), keepdims=1), g.constant(np.array(1, np.float32))))
    # The table is stored like a linear layer, [channels, buckets].
    found = g.op("Transpose", g.op("Gather", "features.weight", "token_ids", axis=1), perm=[1, 2, 3, 0])
    words = g.op("Div", g.op("ReduceSum", found, g.numbers(2), keepdims=0), count)
    x = g.op("Add", g.linear(words, net.project, "project"), "position")
    for i, block in enumerate(net.blocks):
        name = f"blocks.{i}"
        x = g.op("Add", x, g.attention(g.rms_norm(x, f"{name}.attention_norm"), block.attention, f"{name}.attention", channels))
        x = g.op("Add", x, g.feed_forward(g.rms_norm(x, f"{name}.feed_norm"), block.feed, f"{name}.feed"))
    said = g.op("ReduceSum", words, g.numbers(1), keepdims=0)
    if net.recall:
        said = g.op("Add", said, g.feed_forward(g.rms_norm(said, "recall_norm"), net.recall, "recall"))
    layout = g.linear(said, net.layout, "layout")
    layout = g.op("Pad", g.op("Reshape", layout, g.numbers(-1, places, width)), g.numbers(0, 0, 0, 0, 0, channels - width))
    ids = helper.make_tensor_value_info("token_ids", TensorProto.INT32, ["batch", tokens, "features"])
    result = g.op("Concat", g.rms_norm(x, "norm"), layout, axis=1)
    return g.finish(result, [ids], floats("text_embedding", "batch", tokens + places, channels)), g.int8_names


def denoiser_graph(net: Denoiser, int8: bool) -> tuple[onnx.ModelProto, list[str]]:
    g = Graph("denoiser", int8)
    c, height, width = net.shape
    channels, count = net.position.shape[2], net.words
    grid = g.op("Slice", g.op("Shape", "latents"), g.numbers(2), g.numbers(4))

    def resize_rows(rows: str, row_channels: int) -> str:
        planes = g.op("Reshape", g.op("Transpose", rows, perm=[0, 2, 1]), g.numbers(0, row_channels, height, width))
        sizes = g.op("Concat", g.op("Slice", g.op("Shape", planes), g.numbers(0), g.numbers(2)), grid, axis=0)
        resized = g.op("Resize", planes, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
        return g.op("Transpose", g.op("Reshape", resized, g.numbers(0, row_channels, -1)), perm=[0, 2, 1])

    frequencies = np.exp(-math.log(10000.0) * np.arange(FREQUENCIES) / FREQUENCIES).astype(np.float32) * np.float32(1000)
    angles = g.op("Mul", g.op("Reshape", "timestep", g.numbers(-1, 1)), g.constant(frequencies[None]))
    time = g.op("Concat", g.op("Sin", angles), g.op("Cos", angles), axis=1)
    time = g.linear(g.silu(g.linear(time, net.timestep_in, "timestep_in")), net.timestep_out, "timestep_out")
    # The first rows are the words, the others the layout.
    layout = g.op("Slice", g.op("Slice", "text_embedding", g.numbers(count), g.numbers(2**31), g.numbers(1)), g.numbers(0), g.numbers(c), g.numbers(2))
    layout = resize_rows(layout, c)
    text = g.linear(g.op("Slice", "text_embedding", g.numbers(0), g.numbers(count), g.numbers(1)), net.text_in, "text_in")
    condition = g.op("Add", time, g.op("ReduceMean", text, axes=[1], keepdims=0))
    shared = g.op("Reshape", g.linear(g.silu(condition), net.modulation, "modulation"), g.numbers(-1, 6, channels))
    flat = g.op("Transpose", g.op("Reshape", "latents", g.numbers(0, c, -1)), perm=[0, 2, 1])
    image = g.op("Add", g.op("Add", g.linear(flat, net.patch_in, "patch_in"), resize_rows("position", channels)), g.linear(layout, net.layout_in, "layout_in"))
    x = g.op("Concat", image, text, axis=1)
    one = g.constant(np.array([0, 1, 1, 0, 1, 1], np.float32).reshape(6, 1))
    shared = g.op("Add", shared, one)  # the "1 +" of every scale and gate
    for i, block in enumerate(net.blocks):
        name = f"blocks.{i}"
        shift1, scale1, gate1, shift2, scale2, gate2 = g.op("Split", g.op("Add", shared, f"{name}.modulation"), outputs=6, axis=1)
        y = g.op("Add", g.op("Mul", g.rms_norm(x, f"{name}.attention_norm"), scale1), shift1)
        x = g.op("Add", x, g.op("Mul", g.attention(y, block.attention, f"{name}.attention", channels), gate1))
        y = g.op("Add", g.op("Mul", g.rms_norm(x, f"{name}.feed_norm"), scale2), shift2)
        x = g.op("Add", x, g.op("Mul", g.feed_forward(y, block.feed, f"{name}.feed"), gate2))
    x = g.op("Slice", x, g.numbers(0), g.numbers(-count), g.numbers(1))
    gate = g.op("Unsqueeze", g.linear(g.silu(condition), net.layout_gate, "layout_gate"), g.numbers(1))
    x = g.op("Add", g.linear(g.rms_norm(x, "norm"), net.patch_out, "patch_out"), g.op("Mul", gate, layout))
    x = g.op("Transpose", x, perm=[0, 2, 1])
    shape = ("batch", c, "rows", "columns")
    inputs = [floats("latents", *shape), floats("timestep", "batch"), floats("text_embedding", "batch", "tokens", "text_channels")]
    return g.finish(g.op("Reshape", x, g.op("Shape", "latents")), inputs, floats("denoised", *shape)), g.int8_names


def pixel_shuffle(g: Graph, x: str, factor: int) -> str:
    return g.op("DepthToSpace", x, blocksize=factor, mode="CRD")


def decoder_graph(net: Decoder, latents: dict) -> onnx.ModelProto:
    g = Graph("decoder", False)

    def level(x, blocks, name):
        for i, block in enumerate(blocks):
            y = g.op("Relu", g.conv(x, block.first, f"{name}.{i}.first"))
            x = g.op("Add", x, g.conv(y, block.second, f"{name}.{i}.second"))
        return x

    x = level(pixel_shuffle(g, g.conv("latents", net.enter, "enter"), 2), net.levels[0], "levels.0")
    for i, rise in enumerate(net.rises):
        x = level(pixel_shuffle(g, g.conv(g.op("Relu", x), rise, f"rises.{i}"), 2), net.levels[i + 1], f"levels.{i + 1}")
    image = g.op("Add", pixel_shuffle(g, g.conv("latents", net.linear, "linear"), net.patch), pixel_shuffle(g, g.conv(g.op("Relu", x), net.leave, "leave"), net.last))
    y = g.op("Relu", g.conv(image, net.refine[0], "refine.0"))
    y = g.op("Relu", g.conv(y, net.refine[1], "refine.1"))
    result = g.op("Add", image, g.conv(y, net.refine[2], "refine.2"))
    return g.finish(result, [floats("latents", 1, latents["channels"], "rows", "columns")], floats("image", 1, 4, "image_height", "image_width"))


def encoder_graph(net: Decoder, latents: dict) -> onnx.ModelProto:
    """The decoder's linear path turned round: its columns are orthogonal, so their transpose over their squares inverts it."""
    g = Graph("encoder", False)
    channels, inside = latents["channels"], net.patch**2
    # SpaceToDepth puts the colour last; the patches of the decoder have it first.
    patches = g.op("Reshape", g.op("SpaceToDepth", "image", blocksize=net.patch), g.numbers(0, inside, 4, -1))
    patches = g.op("Reshape", g.op("Transpose", patches, perm=[0, 3, 2, 1]), g.numbers(0, -1, 4 * inside))
    basis = g.op("Reshape", "linear.weight", g.numbers(4 * inside, channels))
    squares = g.op("ReduceSum", g.op("Mul", basis, basis), g.numbers(0), keepdims=0)
    rows = g.op("Div", g.op("MatMul", g.op("Sub", patches, "linear.bias"), basis), squares)
    grid = g.op("Div", g.op("Slice", g.op("Shape", "image"), g.numbers(2), g.numbers(4)), g.numbers(net.patch))
    result = g.op("Reshape", g.op("Transpose", rows, perm=[0, 2, 1]), g.op("Concat", g.numbers(1, channels), grid, axis=0))
    return g.finish(result, [floats("image", 1, 4, "image_height", "image_width")], floats("latents", 1, channels, "rows", "columns"))


def upscaler_graph(net: Upscaler, factor: int) -> onnx.ModelProto:
    g = Graph(f"upscaler-x{factor}", False)
    x = "image"
    for i, layer in enumerate(net.layers):
        x = g.op("LeakyRelu", g.conv(x, layer, f"layers.{i}"), alpha=0.1)
    scales = g.constant(np.array([1, 1, factor, factor], np.float32))
    skip = g.op("Resize", "image", "", scales, mode="linear", coordinate_transformation_mode="half_pixel")
    result = g.op("Add", skip, pixel_shuffle(g, g.conv(x, net.heads[str(factor)], f"heads.{factor}"), factor))
    return g.finish(result, [floats("image", 1, 4, "height", "width")], floats("upscaled", 1, 4, "upscaled_height", "upscaled_width"))
