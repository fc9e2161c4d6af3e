"""The same for Seldon's MLServer, which speaks the protocol in JSON only.

    pip install mlserver==1.7.1
    mlserver start test/conformance      # settings.json and model-settings.json lie there
    npx tsx test/conformance/open-inference.ts http://127.0.0.1:8082 json
"""

import base64
import hashlib

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse, Parameters, ResponseOutput

from one_colour import draw


class Draw(MLModel):
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        values = {}
        for tensor in payload.inputs:
            data = tensor.data.root if hasattr(tensor.data, "root") else tensor.data
            values[tensor.name] = data[0] if isinstance(data, list) else data
        prompt = values["prompt"]
        assert prompt, "a prompt"
        picture = draw(int(values["seed"]), int(values["width"]), int(values["height"]))
        texts = {"image": base64.b64encode(picture).decode(), "sha256": hashlib.sha256(picture).hexdigest(), "engine": "mlserver"}
        return InferenceResponse(id=payload.id, model_name=self.name, outputs=[
            ResponseOutput(name=name, shape=[1], datatype="BYTES", data=[text], parameters=Parameters(content_type=StringCodec.ContentType)) for name, text in texts.items()])
