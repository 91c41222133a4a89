"""The steps of FeedforwardBenchmark.cs in Python, timed on request.

Reads lines "<first>-<second>-<batch> <steps>" from standard input and answers each with the seconds that
so many steps took, the shuffle of each epoch included. The first line it prints is the version of torch.
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
ROWS, FEATURES = 65536, 31
X, Y = torch.randn(ROWS, FEATURES), torch.randn(ROWS, 1)


class Training:
    def __init__(self, first, second, batch):
        self.net = nn.Sequential(
            nn.Linear(FEATURES, first), nn.Tanh(), nn.Linear(first, second), nn.Tanh(), nn.Dropout(0.1), nn.Linear(second, 1))
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=1e-3, eps=1e-7)
        self.loss_of = nn.MSELoss()
        self.batch = batch
        self.order, self.at = torch.randperm(ROWS), 0

    def step(self):
        if self.at == ROWS:
            self.order, self.at = torch.randperm(ROWS), 0
        rows = self.order[self.at:self.at + self.batch]
        self.at += self.batch
        self.optimizer.zero_grad()
        self.loss_of(self.net(X[rows]), Y[rows]).backward()
        self.optimizer.step()


trainings = {}
print(torch.__version__, flush=True)
for line in sys.stdin:
    name, steps = line.split()
    if name not in trainings:
        trainings[name] = Training(*map(int, name.split("-")))
    training = trainings[name]
    start = time.perf_counter()
    for _ in range(int(steps)):
        training.step()
    print(repr(time.perf_counter() - start), flush=True)
