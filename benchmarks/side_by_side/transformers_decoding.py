"""The side of transformers' generate, and of PEFT's adapters in it."""

import sys
import time

import side
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


class Clock:
    """Notes when each token came; generate calls it with the prompt first."""

    def __init__(self):
        self.times = []

    def put(self, tokens):
        self.times.append(time.perf_counter())

    def end(self):
        pass


class Decoding:
    def load(self, request):
        self.model = AutoModelForCausalLM.from_pretrained(
            request["model"], dtype=side.DTYPES[request["dtype"]], attn_implementation="sdpa").eval()
        self.model.generation_config.eos_token_id = None
        return {}

    def adapters(self, request):
        first, *others = request["directories"]
        self.model = PeftModel.from_pretrained(self.model, first, adapter_name="0")
        for number, directory in enumerate(others, 1):
            self.model.load_adapter(directory, adapter_name=str(number))
        self.model.eval()
        return {}

    def round(self, request):
        prompts, adapters = request["prompts"], request.get("adapters")
        answers = []
        begin = time.perf_counter()
        if request.get("together"):
            mixed = dict(adapter_names=[str(adapter) for adapter in adapters]) if adapters else {}
            answers.append(self.generate(prompts, request, **mixed))
        else:
            for place, prompt in enumerate(prompts):
                if adapters:
                    self.model.set_adapter(str(adapters[place]))
                answers.append(self.generate([prompt], request))
        end = time.perf_counter()
        return {"seconds": end - begin, "decoding_seconds": sum(answer["decoding_seconds"] for answer in answers),
                "tokens": sum((answer["tokens"] for answer in answers), []),
                "likeliest": sum((answer["likeliest"] for answer in answers), [])}

    def generate(self, prompts, request, **how):
        most = request.get("likeliest", 0)
        clock = Clock() if len(prompts) == 1 else None
        ids = torch.tensor(prompts)
        with torch.inference_mode():
            result = self.model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=request["new_tokens"],
                pad_token_id=0, streamer=clock, return_dict_in_generate=True, output_logits=most > 0, **how)
        end = time.perf_counter()
        return {"tokens": result.sequences[:, ids.shape[1]:].tolist(), "decoding_seconds": end - clock.times[1] if clock else 0,
                "likeliest": likeliest(result.logits, most) if most else []}


def likeliest(logits, most):
    """Of each sequence, of each token, the likeliest ones with their log probabilities."""
    values, tokens = torch.stack(logits, 1).float().log_softmax(-1).topk(most)
    return [[[dict(token=token, logprob=value) for token, value in zip(*step)] for step in zip(*sequence)]
            for sequence in zip(tokens.tolist(), values.tolist())]


if __name__ == "__main__":
    decoding = Decoding()
    side.serve(int(sys.argv[1]), load=decoding.load, adapters=decoding.adapters, round=decoding.round)
