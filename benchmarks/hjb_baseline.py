"""The steps of HjbBenchmark.cs in Python, timed on request.

Reads lines "<double or float> <steps>" from standard input and answers each with the seconds that so many
steps took. The first line it prints is the version of torch.
"""
import math
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
POINTS, G, R, B = 1000, 3.0, 0.02, 0.05


class Training:
    def __init__(self, kind):
        def tensor(values):
            return torch.tensor(values, dtype=kind)
        self.net = nn.Sequential(
            nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1)).to(kind)
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=3e-3)
        self.kind, self.mean = kind, tensor([0.3, 0.2])
        self.reversion = tensor([[0.3, 0.1], [-0.05, 0.4]])
        deviation = tensor([[0.2, 0.0], [0.06, 0.15]])
        self.covariance = deviation @ deviation.T
        self.loading = deviation @ tensor([[-0.7, 0.1], [0.0, -0.5]])
        self.spread = 4 * torch.sqrt(self.covariance.diagonal() / (2 * self.reversion.diagonal()))

    def step(self):
        x = (self.mean + self.spread * (2 * torch.rand(POINTS, 2, dtype=self.kind) - 1)).requires_grad_()
        value = self.net((x - self.mean) / self.spread)
        slope, = torch.autograd.grad(value.sum(), x, create_graph=True)
        first, = torch.autograd.grad(slope[:, 0].sum(), x, create_graph=True)
        second, = torch.autograd.grad(slope[:, 1].sum(), x, create_graph=True)
        q = self.covariance
        trace = q[0, 0] * first[:, 0] + 2 * q[0, 1] * first[:, 1] + q[1, 1] * second[:, 1]
        exposure = x + slope @ self.loading
        drift = (self.mean - x) @ self.reversion.T
        residual = ((1 - G) * R + (1 - G) * B * (math.log(B) - 1) - B * value[:, 0] + (1 - G) / (2 * G) * (exposure ** 2).sum(1)
                    + (drift * slope).sum(1) + 0.5 * trace + 0.5 * ((slope @ q) * slope).sum(1))
        self.optimizer.zero_grad()
        (residual ** 2).mean().backward()
        self.optimizer.step()


trainings = {}
print(torch.__version__, flush=True)
for line in sys.stdin:
    name, steps = line.split()
    if name not in trainings:
        trainings[name] = Training(torch.float64 if name == "double" else torch.float32)
    start = time.perf_counter()
    for _ in range(int(steps)):
        trainings[name].step()
    print(repr(time.perf_counter() - start), flush=True)
