"""A server that nobody of Musa wrote, for the client to be tried on: KServe's own, with a model that answers one small PNG.

    pip install kserve==0.16.0
    python kserve_server.py --http_port 8081 --enable_grpc false
"""

import base64
import hashlib

import numpy as np
from kserve import InferOutput, InferResponse, Model, ModelServer

from one_colour import draw

INPUTS = {"prompt": "BYTES", "negative_prompt": "BYTES", "seed": "INT64", "width": "INT32", "height": "INT32", "steps": "INT32", "guidance": "FP32", "init_image": "BYTES", "strength": "FP32"}


class Draw(Model):
    def __init__(self):
        super().__init__("musa-txt2img-v1")
        self.ready = True

    async def get_input_types(self):
        return [{"name": name, "datatype": kind, "shape": [1]} for name, kind in INPUTS.items()]

    async def get_output_types(self):
        return [{"name": name, "datatype": "BYTES", "shape": [1]} for name in ("image", "sha256", "engine")]

    def predict(self, payload, headers=None, response_headers=None):
        values = {}
        for tensor in payload.inputs:
            assert INPUTS[tensor.name] == tensor.datatype and list(tensor.shape) == [1], tensor.name
            values[tensor.name] = tensor.as_numpy().reshape(-1)[0]
        prompt = values["prompt"]
        prompt = prompt.decode() if isinstance(prompt, bytes) else str(prompt)
        assert prompt, "a prompt"
        picture = draw(int(values["seed"]), int(values["width"]), int(values["height"]))
        wanted = {output.name: output.parameters or {} for output in payload.request_outputs or []}
        binary = bool(wanted.get("image", {}).get("binary_data", (payload.parameters or {}).get("binary_data_output", False)))
        image = InferOutput("image", [1], "BYTES")
        image.set_data_from_numpy(np.array([picture if binary else base64.b64encode(picture)], dtype=np.object_), binary_data=binary)
        if not binary:
            image.data = [base64.b64encode(picture).decode()]
        engine = f"{prompt}|{values['seed']}|{values['width']}x{values['height']}|{values['steps']}|{float(values['guidance']):g}"
        texts = [InferOutput(name, [1], "BYTES", data=[text]) for name, text in (("sha256", hashlib.sha256(picture).hexdigest()), ("engine", engine))]
        return InferResponse(response_id=payload.id, model_name=self.name, infer_outputs=[image, *texts], use_binary_outputs=binary, requested_outputs=payload.request_outputs)


if __name__ == "__main__":
    ModelServer().start([Draw()])
