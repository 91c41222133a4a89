"""The work of TorchBenchmark.cs in Python, timed on request.

Reads lines "<case> <repetitions>" from standard input and answers each with the seconds that the
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


def calls():
    a, b = torch.randn(4, 4), torch.randn(4, 4)
    w = torch.randn(4, 4, requires_grad=True)
    big = torch.randn(256, 256)

    def quiet(f):
        def run():
            with torch.no_grad():
                for _ in range(100):
                    f()
        return run

    def recorded():
        for _ in range(100):
            w.mul(b)

    return {
        "add": quiet(lambda: a.add(b)),
        "matmul 4x4": quiet(lambda: a.matmul(b)),
        "tanh": quiet(lambda: a.tanh()),
        "sum over a dimension": quiet(lambda: a.sum(1)),
        "index": quiet(lambda: a[1]),
        "slice": quiet(lambda: a[:, 1:3]),
        "multiply, recorded": recorded,
        "matmul 256x256": quiet(lambda: big.matmul(big)),
    }


def mlp():
    x, y = torch.randn(64, 31), torch.randn(64, 1)
    net = nn.Sequential(nn.Linear(31, 32), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 32), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    loss_of = nn.MSELoss()

    def step():
        optimizer.zero_grad()
        loss_of(net(x), y).backward()
        optimizer.step()
    return step


def lstm():
    x, y = torch.randn(32, 20, 10), torch.randn(32, 1)
    layer, head = nn.LSTM(10, 32, batch_first=True), nn.Linear(32, 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], lr=1e-3)
    loss_of = nn.MSELoss()

    def step():
        optimizer.zero_grad()
        output, _ = layer(x)
        loss_of(head(output[:, -1]), y).backward()
        optimizer.step()
    return step


def pinn():
    points = torch.randn(128, 2)
    net = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad()
        x = points.detach().requires_grad_()
        u = net(x)
        first = torch.autograd.grad([u.sum()], [x], create_graph=True)[0]
        second = torch.autograd.grad([first[:, 1].sum()], [x], create_graph=True)[0]
        residual = first[:, 0] + 0.5 * second[:, 1] - u.squeeze(1).square()
        residual.square().mean().backward()
        optimizer.step()
    return step


def main():
    work = calls()
    work["MLP step"], work["LSTM step"], work["PINN step"] = mlp(), lstm(), pinn()
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        name, count = line.rstrip("\n").rsplit(" ", 1)
        run = work[name]
        start = time.perf_counter()
        for _ in range(int(count)):
            run()
        print(time.perf_counter() - start, flush=True)


main()
