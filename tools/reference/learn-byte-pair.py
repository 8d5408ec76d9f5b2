"""What tokenizers' BpeTrainer learns from the texts of gpt2-tiny/tokenize.json, for tests that compare ours with it.

    python3 tools/reference/learn-byte-pair.py > test/fixtures/golden/learn-byte-pair.json
"""
import json
import sys
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

golden = Path(__file__).parents[2] / 'test/fixtures/golden'
texts = [case['text'] for case in json.loads((golden / 'gpt2-tiny/tokenize.json').read_text())['cases']]


def learn(size, least):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size, min_frequency=least, special_tokens=['<|endoftext|>'],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())['model']
    return {
        'vocabularySize': size, 'minFrequency': least,
        'vocabulary': sorted(model['vocab'], key=model['vocab'].get),
        'merges': [' '.join(merge) for merge in model['merges']],
    }


cases = [learn(600, 1), learn(8000, 1), learn(8000, 3)]
json.dump({'tokenizers': tokenizers.__version__, 'cases': cases}, sys.stdout, separators=(',', ':'))
print()
