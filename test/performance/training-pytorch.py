"""PyTorch's side of training.mjs: trains one model, a step for each line `step` that it reads; the answers are lines of JSON.

    python3 test/performance/training-pytorch.py '{"model": {"kind": "bert", "hidden": 256, "layers": 4, "heads": 4, "intermediate": 1024,
      "vocabulary": 30522, "dropout": 0.1}, "batch": 32, "sequence": 128, "threads": 2, "attention": "sdpa", "optimizer": "fused"}'

A step is what a training loop does: copy the batch, clear the gradients, forward, backward, clip to norm 1, AdamW, read the loss.
"""
import json
import os
import re
import sys
import time

started = time.perf_counter()
spec = json.loads(sys.argv[1])
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_WAIT_POLICY"] = spec.get("waiting", "active")  # whether idle threads spin or sleep

import torch

torch.set_num_threads(spec["threads"])
torch.manual_seed(1)
shape, batch = spec["model"], spec["batch"]
examples = 4 * batch


def bert():
    from transformers import BertConfig, BertForSequenceClassification
    config = BertConfig(
        vocab_size=shape["vocabulary"], hidden_size=shape["hidden"], num_hidden_layers=shape["layers"], num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate"], hidden_dropout_prob=shape["dropout"], attention_probs_dropout_prob=shape["dropout"], num_labels=2)
    config._attn_implementation = spec.get("attention", "sdpa")
    model = BertForSequenceClassification(config)
    ids = torch.randint(1000, shape["vocabulary"], (examples, spec["sequence"]))
    mask = torch.ones(batch, spec["sequence"], dtype=torch.int64)
    labels = torch.randint(2, (examples,))
    return model, lambda rows: model(input_ids=ids[rows], attention_mask=mask, labels=labels[rows]).loss


def mlp():
    widths = shape["widths"]
    layers = []
    for width, after in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(width, after), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    numbers = torch.rand(examples, widths[0])
    labels = torch.randint(widths[-1], (examples,))
    return model, lambda rows: torch.nn.functional.cross_entropy(model(numbers[rows]), labels[rows])


def gemm_rates(repeats=20):
    """The best rate of two products, in GFLOP/s, so that everyone sees what this PyTorch's BLAS reaches."""
    rates = {}
    for m, k, n in ((1024, 768, 3072), (2048, 2048, 2048)):
        a, b = torch.rand(m, k), torch.rand(k, n)
        seconds = []
        for _ in range(repeats):
            before = time.perf_counter()
            a @ b
            seconds.append(time.perf_counter() - before)
        rates[f"{m}x{k}x{n}"] = 2e-9 * m * k * n / min(seconds)
    return rates


def resident(field):
    """VmRSS or VmHWM (the peak) of this process in MiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


def blas():
    """The BLAS libraries that are loaded; oneDNN and OpenMP are told by torch itself."""
    with open("/proc/self/maps") as maps:
        paths = {os.path.realpath(line.split()[-1]) for line in maps if ".so" in line}
    return sorted(path for path in paths if re.search(r"/lib(\w*blas\w*|blis|mkl\w*|dnnl)[-.\d]", path))


def say(**fields):
    print(json.dumps(fields), flush=True)


def main():
    if any("openblas-pthread" in path for path in blas()):
        # Its threads and those of OpenMP then wait for each other: measured, an MLP's step takes ten times as long.
        sys.exit("This PyTorch uses OpenBLAS with its own threads, which is no fair peer: install libopenblas0-openmp and select it with update-alternatives.")
    model, loss_of = {"bert": bert, "mlp": mlp}[shape["kind"]]()
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, **{spec.get("optimizer", "fused"): True})
    say(ready=True, startSeconds=time.perf_counter() - started, startMiB=resident("VmRSS"))
    place = 0
    for line in sys.stdin:
        if line.strip() == "step":
            rows = torch.arange(place, place + batch) % examples
            place += batch
            wall, cpu = time.perf_counter(), time.process_time()
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(rows)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            value = loss.item()
            say(seconds=time.perf_counter() - wall, cpuSeconds=time.process_time() - cpu, loss=value)
        elif line.strip() == "end":
            peak = resident("VmHWM")
            say(peakRssMiB=peak, version=torch.__version__, blas=blas(), config=torch.__config__.show(), gemm=gemm_rates())
            return


main()
