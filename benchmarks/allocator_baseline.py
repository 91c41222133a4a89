"""The training step of AllocatorBenchmark.cs in Python, timed on request.

Reads lines "step <repetitions>" from standard input and answers each with the seconds that the
repetitions took. The first line it prints is the version of torch.
"""
import os
import sys
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(1)

ASSETS, LOOKBACK, HIDDEN, BATCH, HORIZON = 20, 40, 32, 32, 20


class Allocator(nn.Module):
    """LSTM shared across assets, its newest state to a score, softmax."""

    def __init__(self):
        super().__init__()
        self.cell = nn.LSTM(1, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1)

    def forward(self, x):
        samples, channels, lookback, assets = x.shape
        steps = x.permute(2, 0, 3, 1).reshape(lookback, samples * assets, channels)
        newest = self.cell(steps)[0][-1].view(samples, assets, HIDDEN)
        return self.score(newest).squeeze(2).softmax(1)


def sharpe(weights, returns):
    """Minus mean over deviation of a portfolio that is bought and held."""
    growth = (1 + returns).cumprod(1)
    wealth = (weights.unsqueeze(1) * growth).sum(2)
    path = torch.cat([torch.ones(len(wealth), 1), wealth], 1)
    gains = path[:, 1:] / path[:, :-1] - 1
    return -gains.mean(1) / (gains.std(1) + 1e-4)


def main():
    network = Allocator()
    x, y = 0.01 * torch.randn(BATCH, 1, LOOKBACK, ASSETS), 0.01 * torch.randn(BATCH, HORIZON, ASSETS)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        count = int(line.rsplit(" ", 1)[1])
        start = time.perf_counter()
        for _ in range(count):
            optimizer.zero_grad()
            sharpe(network(x), y).mean().backward()
            optimizer.step()
        print(time.perf_counter() - start, flush=True)


main()
