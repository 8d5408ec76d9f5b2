"""Loads a model folder that Millrace saved with Transformers and prints, as JSON, what it makes of some texts.

    python3 tools/reference/load-in-transformers.py FOLDER [TEXTS.json] > FILE

Fails when a tensor is missing, superfluous or of another shape. The class is the one that config.json names. TEXTS.json is a list of
texts; without it a few of its own are used. Logits are those of each text alone, so that no padding plays a part.
"""
import json
import sys
from pathlib import Path

import tokenizers
import torch
import transformers

own_texts = [
    "Rain moves in from the west before noon.", "Whisk the eggs with sugar until pale.", "The butter melts when the sun returns.",
    "WIND, SNOW & hail!", "Crème brûlée needs a hot grill…", "天気 forecast: [MASK] tomorrow?", "", "Bake " * 40,
]


def main():
    folder = Path(sys.argv[1])
    texts = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else own_texts
    architecture = json.loads((folder / "config.json").read_text())["architectures"][0]
    model, told = getattr(transformers, architecture).from_pretrained(folder, output_loading_info=True, local_files_only=True, dtype=torch.float32)
    trouble = {name: sorted(map(str, found)) for name, found in told.items() if found}
    if trouble:
        sys.exit(f"{folder} does not fit {architecture}: {trouble}")
    model.eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    rows = [tokenizer(text, truncation=True, max_length=model.config.max_position_embeddings)["input_ids"] for text in texts]
    with torch.no_grad():
        logits = [model(input_ids=torch.tensor([ids])).logits[0].tolist() for ids in rows]
    json.dump({
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__, "tokenizers": tokenizers.__version__},
        "architecture": architecture, "tokenizer": type(tokenizer).__name__, "texts": texts, "ids": rows, "logits": logits,
    }, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


main()
