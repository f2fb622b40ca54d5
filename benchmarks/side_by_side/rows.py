"""Writes conversations of made-up sentences, the same for the same seed."""

import json
import random

SEED = 20261124
SYSTEM = "You answer the mails of a shop. Be brief and friendly."
RARE = ["café", "über", "façade", "smörgås", "naïve", "—", "…", "€", "日本", "🙂"]
CHUNK = 20_000


def words(model):
    """Words of the model's own vocabulary, and others put together from it, most frequent first."""
    vocabulary = json.loads((model / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    known = [token[1:] for token in vocabulary if token[0] == "Ġ" and len(token) > 2 and token[1:].isascii() and token[1:].isalpha()]
    chance = random.Random(SEED)
    compound = [chance.choice(known).lower() + chance.choice(known).lower() for _ in range(20_000)]
    return known + RARE + compound


def write(file, size, model):
    """Writes rows until the file has the size in bytes, and gives how many there are. All rows differ."""
    chance = random.Random(SEED)
    lexicon = words(model)
    weights, total = [], 0.0
    for rank in range(len(lexicon)):
        total += 1 / (rank + 20)
        weights.append(total)
    stream = iter(())

    def take(count):
        nonlocal stream
        taken = []
        while len(taken) < count:
            for word in stream:
                taken.append(word)
                if len(taken) == count:
                    return taken
            stream = iter(chance.choices(lexicon, cum_weights=weights, k=CHUNK))
        return taken

    def text(count):
        sentences = []
        while count > 0:
            length = min(count, chance.randint(5, 20))
            sentences.append(" ".join(take(length)).capitalize() + chance.choice([".", ".", ".", "?", "!"]))
            count -= length
        return " ".join(sentences)

    rows, written = 0, 0
    with open(file, "w", encoding="utf-8") as out:
        while written < size:
            asked = f"{text(chance.randint(60, 200))}\nOrder {chance.randint(1000, 999_999)}, {chance.randint(1, 28)} June."
            messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": asked},
                        {"role": "assistant", "content": text(chance.randint(30, 100))}]
            line = json.dumps({"messages": messages}, ensure_ascii=False) + "\n"
            written += len(line.encode())
            rows += 1
            out.write(line)
    return rows
