"""Writes small models in the shape of well-known families, and how transformers encodes conversations with them.

    python -m venv venv && venv/bin/pip install jinja2==3.1.6 transformers==5.23.0
    venv/bin/python llm-text/src/test/reference/families.py

The templates are those of the chat template tests; the tokenizers have a small vocabulary with the special tokens and the kind of
normalisation of their family. What is learned is found with a pattern of each family's format, or is transformers' own mask of
assistant tokens where the template has generation blocks.
"""

import gzip
import json
import pathlib
import re
import shutil

import jinja2
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

import chat_templates  # stops the clock

RESOURCES = pathlib.Path(__file__).parents[1] / "resources"
TEMPLATES = RESOURCES / "dev/burnish/llm/text/template"
FAMILIES = RESOURCES / "dev/burnish/llm/text/families"

CORPUS = [
    "The quick brown fox jumps over the lazy dog. Hello, how are you? I am fine. What is the weather in Rome? It is 21 degrees.",
    "user assistant system tool name arguments function get_weather city Rome Lodz answer question Be brief. See you soon.",
    "Zażółć gęślą jaźń. Grüße aus Köln! Today Date: 04 Nov 2026 Cutting Knowledge Date: December 2023",
] * 20


def byte_level(special, added=(), begin=None):
    """As Llama 3 has it (with a token that begins a text, and places without blanks), or as Qwen has it (with composed characters)."""
    tokenizer = Tokenizer(models.BPE())
    if not begin:
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in special])
    tokenizer.add_tokens([AddedToken(token, normalized=False, special=False) for token in added])
    if begin:
        id_ = tokenizer.token_to_id(begin)
        template_ = processors.TemplateProcessing(single=f"{begin} $A", pair=f"{begin} $A {begin} $B", special_tokens=[(begin, id_)])
        tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=True), template_])
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def sentence_piece(special, legacy):
    """As Llama 2 has it (a blank is put before every stretch of text), or as later Mistral models do (only before the first)."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    if legacy:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=False)
    words = [line.replace(" ", " ▁") for line in CORPUS]
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    bytes_ = [f"<0x{i:02X}>" for i in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=620, special_tokens=["<unk>", "<s>", "</s>"] + bytes_, show_progress=False)
    trained.train_from_iterator(["▁" + line for line in words], trainer)
    state, learned = json.loads(tokenizer.to_str()), json.loads(trained.to_str())
    state["model"]["vocab"], state["model"]["merges"] = learned["model"]["vocab"], learned["model"]["merges"]
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in special])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))])
    return tokenizer


def template(path):
    return (TEMPLATES / path).read_text(encoding="utf-8")


HEADERS = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>", "<|python_tag|>"]
CHATML = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
INSTRUCT = ["<unk>", "<s>", "</s>"]
MISTRAL = INSTRUCT + ["[INST]", "[/INST]", "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]"]
THINKING = ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"]
LLAMA3_ANSWER = r"<\|start_header_id\|>assistant<\|end_header_id\|>\n\n(.*?(?:<\|eot_id\|>|<\|eom_id\|>))"
CHATML_ANSWER = r"<\|im_start\|>assistant\n(.*?<\|im_end\|>)"

# Name: tokenizer, chat template (a text, or several by name), bos, eos, pattern of an answer (none: the template's own blocks).
MODELS = {
    "llama2": (lambda: sentence_piece(INSTRUCT, True), template("own/llama2.jinja"), "<s>", "</s>", r"\[/INST\](.*?</s>)"),
    "llama3": (lambda: byte_level(HEADERS, begin=HEADERS[0]), template("trl/llama3.jinja"), "<|begin_of_text|>", "<|eot_id|>", LLAMA3_ANSWER),
    "llama3.1": (lambda: byte_level(HEADERS, begin=HEADERS[0]), template("trl/llama3_1.jinja"), "<|begin_of_text|>", "<|eot_id|>", LLAMA3_ANSWER),
    "llama3.2": (lambda: byte_level(HEADERS, begin=HEADERS[0]), template("trl/llama3_2.jinja"), "<|begin_of_text|>", "<|eot_id|>", LLAMA3_ANSWER),
    "llama3-training": (lambda: byte_level(HEADERS, begin=HEADERS[0]), template("trl/llama3_training.jinja"), "<|begin_of_text|>", "<|eot_id|>", None),
    "mistral0.1": (lambda: sentence_piece(INSTRUCT, True), template("own/mistral.jinja"), "<s>", "</s>", r"\[/INST\](.*?</s>)"),
    "mistral0.3": (
        lambda: sentence_piece(MISTRAL, False),
        {"default": template("own/mistral.jinja"), "tool_use": template("own/mistral_tools.jinja")},
        "<s>",
        "</s>",
        r"(?:\[/INST\]|\[/TOOL_RESULTS\])(?!\[TOOL_RESULTS\])(.*?</s>)",
    ),
    "qwen2.5": (lambda: byte_level(CHATML, THINKING[:4]), template("trl/qwen2_5.jinja"), None, "<|im_end|>", CHATML_ANSWER),
    "qwen2.5-training": (lambda: byte_level(CHATML, THINKING[:4]), template("trl/qwen2_5_training.jinja"), None, "<|im_end|>", None),
    "qwen3": (lambda: byte_level(CHATML, THINKING), template("trl/qwen3.jinja"), None, "<|im_end|>", CHATML_ANSWER),
    "qwen3-training": (lambda: byte_level(CHATML, THINKING), template("trl/qwen3_training.jinja"), None, "<|im_end|>", None),
}


def user(content):
    return {"role": "user", "content": content}


def assistant(content, weight=1, **more):
    return {"role": "assistant", "content": content, **more, **({} if weight else {"weight": 0})}


SYSTEM = {"role": "system", "content": "Be brief."}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city, e.g. Łódź.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "default": 1}}, "required": ["city"]},
    },
}
CALL = {"id": "abc123XYZ", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Łódź", "days": 2, "exact": 0.5}'}}
TOOL = {"role": "tool", "content": '{"temp": -3.5}', "tool_call_id": "abc123XYZ"}
THOUGHT = "<think>\nHm, 2 and 2.\n</think>\n\nIt is 4."

EXAMPLES = {
    "one exchange": {"messages": [user("Hi!"), assistant("Hello, how are you?")]},
    "with system": {"messages": [SYSTEM, user("Hi!"), assistant("Hello.")]},
    "several turns": {"messages": [user("Hi!"), assistant("Hello."), user("What is 2+2?"), assistant("4"), user("And 3+3?"), assistant("It is 6.")]},
    "several turns with system": {"messages": [SYSTEM, user("Hi!"), assistant("Hello."), user("What is 2+2?"), assistant("4")]},
    "first answer not learned": {"messages": [user("Hi!"), assistant("Hello.", 0), user("What is 2+2?"), assistant("4")]},
    "last answer not learned": {"messages": [user("Hi!"), assistant("Hello."), user("What is 2+2?"), assistant("5", 0)]},
    "nothing learned": {"messages": [user("Hi!"), assistant("Hello.", 0)]},
    "answers twice": {"messages": [user("Hi!"), assistant("Hello.", 0), assistant("Hello again.")]},
    "unicode": {"messages": [user("Zażółć 🐢👩‍👩‍👧?"), assistant("🐢 jaźń 日本 e\u0301"), user("🎉"), assistant("🎉🎉")]},
    "blank edges": {"messages": [user("\n Hi \n"), assistant("  two\n\nlines \n")]},
    "thoughts": {"messages": [user("What is 2+2?"), assistant(THOUGHT), user("Sure?"), assistant("<think>\nYes.\n</think>\n\nYes.")]},
    "thoughts at the end": {"messages": [user("Hi!"), assistant("Hello."), user("What is 2+2?"), assistant(THOUGHT)]},
    "tool called": {"messages": [user("Weather in Łódź?"), assistant("", tool_calls=[CALL])], "tools": [WEATHER]},
    "tool used": {"messages": [user("Weather in Łódź?"), assistant("", tool_calls=[CALL]), TOOL, assistant("It is cold.")], "tools": [WEATHER]},
    "tools offered": {"messages": [SYSTEM, user("Hi!"), assistant("Hello."), user("Bye!"), assistant("See you.")], "tools": [WEATHER]},
    "answer first": {"messages": [assistant("Hello."), user("Hi!"), assistant("How are you?")]},
}


def as_transformers_takes_it(message):
    message = {key: value for key, value in message.items() if key != "weight"}
    calls = message.get("tool_calls")
    if calls:
        parsed = [{**call, "function": {**call["function"], "arguments": json.loads(call["function"]["arguments"])}} for call in calls]
        message = {**message, "tool_calls": parsed}
    return message


def begins_with_its_prefixes(render, messages, text):
    """Whether each learned message can be told from the conversation before it; Qwen3's thoughts of earlier turns may be left out."""
    for i, message in enumerate(messages):
        if message["role"] == "assistant" and message.get("weight", 1):
            prompt, answered = render(messages[:i], True), render(messages[: i + 1], False)
            answer = answered[len(prompt) :]
            shorter = re.sub(r"^<think>.*?</think>\s*", "", answer, flags=re.DOTALL)
            if not text.startswith(prompt) or not (text.startswith(answer, len(prompt)) or text.startswith(shorter, len(prompt))):
                return False
    return True


def render_without_tools(tokenizer, messages):
    """Nothing if the template cannot do without the tools."""
    try:
        return tokenizer.apply_chat_template([as_transformers_takes_it(m) for m in messages], tokenize=False)
    except jinja2.TemplateError:
        return None


def encode(tokenizer, pattern, example):
    messages, tools = example["messages"], example.get("tools")

    def render(messages, prompt):
        if not messages:
            # apply_chat_template refuses an empty conversation itself; what the template makes of it is asked for here.
            return tokenizer.apply_chat_template([[]], tools=tools, tokenize=False, add_generation_prompt=prompt)[0]
        return tokenizer.apply_chat_template(
            [as_transformers_takes_it(m) for m in messages], tools=tools, tokenize=False, add_generation_prompt=prompt)

    answers = [m for m in messages if m["role"] == "assistant"]
    weights = [m.get("weight", 1) for m in answers]
    try:
        text = render(messages, False)
        prompt = tokenizer(render(messages[:-1], True), add_special_tokens=False)["input_ids"]
        encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        mask = [0] * len(encoded["input_ids"])
        if any(call["function"]["name"] not in text for m in messages for call in m.get("tool_calls", ())):
            return {"error": "no tool calls"}
        if tools and text == render_without_tools(tokenizer, messages):
            return {"error": "no tools"}
        if pattern:
            if not begins_with_its_prefixes(render, messages, text):
                return {"error": "not a prefix"}
            spans = [match.span(1) for match in re.finditer(pattern, text, re.DOTALL)]
            assert len(spans) == len(answers), (text, spans)
        elif all(weights):
            out = tokenizer.apply_chat_template(
                [as_transformers_takes_it(m) for m in messages], tools=tools, return_dict=True, return_assistant_tokens_mask=True)
            assert out["input_ids"] == encoded["input_ids"]
            return {"text": text, "prompt": prompt, "tokens": encoded["input_ids"], "learned": out["assistant_masks"]}
        else:
            compiled = chat_templates.render(tokenizer.chat_template, {**tokenizer.special_tokens_map, "messages": [as_transformers_takes_it(m) for m in messages], "tools": tools})
            assert compiled["text"] == text
            spans = compiled["spans"]
        for (start, end), weight in zip(spans, weights, strict=True):
            for i, (a, b) in enumerate(encoded["offset_mapping"]):
                if weight and a < end and max(b, a + 1) > start:
                    mask[i] = 1
        return {"text": text, "prompt": prompt, "tokens": encoded["input_ids"], "learned": mask}
    except jinja2.TemplateError as e:
        return {"error": str(e)}


def write_model(name, build, chat_template, bos, eos):
    directory = FAMILIES / name
    directory.mkdir(parents=True)
    backend = build()
    state = json.loads(backend.to_str())
    (directory / "tokenizer.json").write_text(json.dumps(state, ensure_ascii=False, separators=(",", ":")))
    config = {"eos_token": eos, **({"bos_token": {"__type": "AddedToken", "content": bos}} if bos else {})}
    if name == "qwen3":
        (directory / "chat_template.jinja").write_text(chat_template)
    elif isinstance(chat_template, dict):
        config["chat_template"] = [{"name": key, "template": value} for key, value in chat_template.items()]
    else:
        config["chat_template"] = chat_template
    (directory / "tokenizer_config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n")
    ids = backend.token_to_id(eos)
    (directory / "config.json").write_text(json.dumps({"max_position_embeddings": 4096, "eos_token_id": ids}) + "\n")
    return PreTrainedTokenizerFast(tokenizer_object=backend, eos_token=eos, bos_token=bos, chat_template=chat_template)


if __name__ == "__main__":
    shutil.rmtree(FAMILIES, ignore_errors=True)
    rows = []
    for name, (build, chat_template, bos, eos, pattern) in MODELS.items():
        tokenizer = write_model(name, build, chat_template, bos, eos)
        for title, example in EXAMPLES.items():
            rows.append({"model": name, "title": title, "example": example, **encode(tokenizer, pattern, example)})
    with open(FAMILIES / "examples.jsonl.gz", "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as zipped:
            zipped.write("".join(json.dumps(row) + "\n" for row in rows).encode())
    for row in rows:
        print(row["model"], "|", row["title"], "|", row.get("error", f"{sum(row.get('learned', []))} of {len(row.get('tokens', []))}"))
