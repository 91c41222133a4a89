"""Writes torch_modules.json: what Python's torch gives for modules, draws, losses, optimizers and schedulers.

Run with the torch that is the reference (Debian's python3-torch 1.13.1, CPU): python3 torch_modules.py
"""
import json
import os

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim import lr_scheduler


def tensor(x):
    x = x.detach()
    data = [float(v) if x.is_floating_point() else int(v) for v in x.reshape(-1).tolist()]
    if x.dtype == torch.float32:
        data = [float(f"{v:.9g}") for v in data]
    return {"dtype": str(x.dtype).replace("torch.", ""), "shape": list(x.shape), "data": data}


def tensors(named):
    return {name: tensor(value) for name, value in named.items()}


# What default initialisation draws after manual_seed(0), by state dictionary.
FRESH = {
    "linear": lambda: nn.Linear(3, 2),
    "linear_float64": lambda: nn.Linear(3, 2, dtype=torch.float64),
    "bilinear": lambda: nn.Bilinear(2, 3, 2),
    "conv1d": lambda: nn.Conv1d(2, 3, 3),
    "conv2d_groups": lambda: nn.Conv2d(4, 2, (3, 1), groups=2),
    "embedding": lambda: nn.Embedding(4, 3, padding_idx=1),
    "lstm": lambda: nn.LSTM(2, 3),
    "gru_bidirectional": lambda: nn.GRU(2, 2, num_layers=2, bidirectional=True),
    "rnn": lambda: nn.RNN(3, 2, bias=False),
    "lstm_cell": lambda: nn.LSTMCell(2, 2),
    "gru_cell": lambda: nn.GRUCell(2, 2),
    "rnn_cell": lambda: nn.RNNCell(2, 2),
    "batch_norm1d": lambda: nn.BatchNorm1d(2),
    "layer_norm": lambda: nn.LayerNorm(3),
    "multihead_attention": lambda: nn.MultiheadAttention(4, 2),
    "multihead_attention_kdim": lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=5, add_bias_kv=True),
    "transformer_encoder_layer": lambda: nn.TransformerEncoderLayer(4, 2, 6),
    "conv_transpose1d": lambda: nn.ConvTranspose1d(2, 3, 3),
    "conv_transpose2d": lambda: nn.ConvTranspose2d(2, 4, (2, 3), groups=2),
    "transformer_decoder_layer": lambda: nn.TransformerDecoderLayer(4, 2, 6),
    "transformer": lambda: nn.Transformer(4, 2, 2, 1, 6),
    "sequential": lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1)),
}

# What the methods of nn.init draw into a (4, 6) or (5, 2, 3) float64 tensor after manual_seed(0).
DRAWS = {
    "uniform": lambda x: nn.init.uniform_(x, -2, 3),
    "normal": lambda x: nn.init.normal_(x, 0.5, 2),
    "xavier_uniform": lambda x: nn.init.xavier_uniform_(x, gain=1.5),
    "xavier_normal": lambda x: nn.init.xavier_normal_(x),
    "kaiming_uniform": lambda x: nn.init.kaiming_uniform_(x, mode="fan_out", nonlinearity="relu"),
    "kaiming_normal": lambda x: nn.init.kaiming_normal_(x, a=0.2),
    "orthogonal": lambda x: nn.init.orthogonal_(x, gain=1.2),
    "trunc_normal": lambda x: nn.init.trunc_normal_(x, mean=0.3, std=1.5, a=-1, b=2),
}

X = torch.tensor([[-2.3, -0.7, -0.1, 0.4], [0.0, 0.2, 1.1, 6.5], [3.2, -4.4, 0.9, -1.6]], dtype=torch.float64)
ACTIVATIONS = {
    "relu": F.relu, "relu6": F.relu6, "leaky_relu": lambda x: F.leaky_relu(x, 0.2), "celu": lambda x: F.celu(x, 1.3),
    "elu": lambda x: F.elu(x, 0.7), "selu": F.selu, "silu": F.silu, "mish": F.mish, "hardsigmoid": F.hardsigmoid,
    "hardswish": F.hardswish, "hardtanh": lambda x: F.hardtanh(x, -0.5, 0.8), "threshold": lambda x: F.threshold(x, 0.3, -1),
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "hardshrink": F.hardshrink, "softshrink": F.softshrink,
    "softplus": lambda x: F.softplus(x, 2, 3), "logsigmoid": F.logsigmoid, "glu": F.glu, "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "rrelu": F.rrelu, "softmax": lambda x: F.softmax(x, 1),
    "log_softmax": lambda x: F.log_softmax(x, 0), "softmin": lambda x: F.softmin(x, 1), "softsign": F.softsign,
    "tanhshrink": F.tanhshrink, "prelu": lambda x: F.prelu(x, torch.tensor([0.3], dtype=x.dtype)),
}

A = torch.tensor([[0.2, -1.1, 0.7], [1.4, 0.3, -0.6]], dtype=torch.float64)
B = torch.tensor([[-0.5, 0.9, 0.1], [0.8, -0.2, 1.3]], dtype=torch.float64)
C = torch.tensor([[0.6, 0.4, -0.9], [-1.2, 0.5, 0.3]], dtype=torch.float64)
P, Q = torch.sigmoid(A), torch.sigmoid(B)
SIGN = torch.tensor([1.0, -1.0], dtype=torch.float64)
CLASSES = torch.tensor([2, 0])
W = torch.tensor([0.5, 2.0, 1.5], dtype=torch.float64)
LOSSES = {
    "mse": lambda r: F.mse_loss(A, B, reduction=r),
    "l1": lambda r: F.l1_loss(A, B, reduction=r),
    "smooth_l1": lambda r: F.smooth_l1_loss(A, B, reduction=r, beta=0.8),
    "huber": lambda r: F.huber_loss(A, B, reduction=r, delta=0.9),
    "cross_entropy": lambda r: F.cross_entropy(A, CLASSES, W, reduction=r, label_smoothing=0.1),
    "cross_entropy_probabilities": lambda r: F.cross_entropy(A, F.softmax(B, 1), reduction=r),
    "nll": lambda r: F.nll_loss(F.log_softmax(A, 1), CLASSES, W, reduction=r),
    "bce": lambda r: F.binary_cross_entropy(P, Q, W, reduction=r),
    "bce_with_logits": lambda r: F.binary_cross_entropy_with_logits(A, Q, W, reduction=r, pos_weight=2 * W),
    "kl_div": lambda r: F.kl_div(F.log_softmax(A, 1), F.log_softmax(B, 1), reduction=r, log_target=True),
    "poisson_nll": lambda r: F.poisson_nll_loss(A, 3 * Q, full=True, reduction=r),
    "cosine_embedding": lambda r: F.cosine_embedding_loss(A, B, SIGN, margin=0.1, reduction=r),
    "hinge_embedding": lambda r: F.hinge_embedding_loss(A, torch.sign(B), margin=0.6, reduction=r),
    "margin_ranking": lambda r: F.margin_ranking_loss(A, B, torch.sign(C), margin=0.2, reduction=r),
    "soft_margin": lambda r: F.soft_margin_loss(A, torch.sign(B), reduction=r),
    "multi_margin": lambda r: F.multi_margin_loss(A, CLASSES, p=2, margin=0.7, weight=W, reduction=r),
    "multilabel_margin": lambda r: F.multilabel_margin_loss(A, torch.tensor([[2, 0, -1], [1, -1, 0]]), reduction=r),
    "multilabel_soft_margin": lambda r: F.multilabel_soft_margin_loss(A, Q, W, reduction=r),
    "triplet_margin": lambda r: F.triplet_margin_loss(A, B, C, margin=0.4, swap=True, reduction=r),
    "triplet_margin_with_distance": lambda r: F.triplet_margin_with_distance_loss(A, B, C, margin=0.4, reduction=r),
}

S = torch.arange(36, dtype=torch.float64).reshape(2, 2, 9).mul(0.37).sin()
I = torch.arange(84, dtype=torch.float64).reshape(2, 2, 3, 7).mul(0.23).cos()
LAYERS = {
    "avg_pool1d": lambda: F.avg_pool1d(S, 3, 2, 1, True, False),
    "avg_pool2d": lambda: F.avg_pool2d(I, (2, 3), (1, 2), (1, 1), False, True, 5),
    "max_pool1d": lambda: F.max_pool1d(S, 3, 2, 1, 2, True),
    "max_pool2d": lambda: F.max_pool2d(I, (2, 3), (1, 2), (1, 1), (1, 2)),
    "adaptive_avg_pool1d": lambda: F.adaptive_avg_pool1d(S, 4),
    "adaptive_avg_pool2d": lambda: F.adaptive_avg_pool2d(I, (2, 3)),
    "adaptive_max_pool1d": lambda: F.adaptive_max_pool1d(S, 4),
    "adaptive_max_pool2d": lambda: F.adaptive_max_pool2d(I, (2, 3)),
    "pad_reflect": lambda: F.pad(S, (3, 2), mode="reflect"),
    "pad_replicate": lambda: F.pad(I, (1, 2, 2, 0), mode="replicate"),
    "pad_circular": lambda: F.pad(I, (1, 2, 2, 1), mode="circular"),
    "pad_constant": lambda: F.pad(S, (1, -2), value=0.5),
    "local_response_norm": lambda: F.local_response_norm(I, 3, 0.2, 0.6, 1.5),
    "normalize": lambda: F.normalize(I, 3.0, 2),
    "unfold": lambda: F.unfold(I, (2, 3), (1, 2), (0, 1), (1, 2)),
    "pairwise_distance": lambda: F.pairwise_distance(A, B, 3.0),
    "bilinear": lambda: F.bilinear(A, B, S.reshape(-1)[:36].reshape(4, 3, 3)),
    "one_hot": lambda: F.one_hot(CLASSES, 4),
    "conv_transpose1d": lambda: F.conv_transpose1d(S, S[:, :, :3], stride=2, padding=1, output_padding=1),
    "conv_transpose2d": lambda: F.conv_transpose2d(I, I[:, :, :2, :2], stride=2, dilation=2),
}

SOURCE = torch.arange(24).mul(0.41).sin().reshape(3, 2, 4)
TARGET = torch.arange(16).mul(0.67).cos().reshape(2, 2, 4)
PADDING = torch.tensor([[False, False, True], [False, False, False]])
CAUSAL = torch.ones(2, 2, dtype=torch.bool).triu(1)

# Outputs of modules that are new after manual_seed(0), in evaluation.
NETWORKS = {
    "transformer": lambda: nn.Transformer(4, 2, 2, 1, 6).eval()(SOURCE, TARGET),
    "transformer_masks": lambda: nn.Transformer(4, 2, 1, 2, 6, activation="gelu").eval()(
        SOURCE, TARGET, tgt_mask=CAUSAL, src_key_padding_mask=PADDING, memory_key_padding_mask=PADDING),
    "decoder_layer": lambda: nn.TransformerDecoderLayer(4, 2, 6).eval()(TARGET, SOURCE, CAUSAL),
    "attention_kdim": lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=2, add_bias_kv=True, add_zero_attn=True)(
        TARGET, SOURCE[:, :, :3], SOURCE[:, :, :2])[0],
    "conv_transpose1d": lambda: nn.ConvTranspose1d(4, 3, 3, stride=2, padding=1)(SOURCE.permute(1, 2, 0), output_size=[6]),
    "conv_transpose2d": lambda: nn.ConvTranspose2d(2, 4, (2, 3), stride=(2, 1), padding=(0, 1), output_padding=(1, 0), groups=2)(SOURCE.permute(1, 0, 2)),
}

STEPS = 12
OPTIMIZERS = {
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=0.7, rho=0.85, eps=1e-5, weight_decay=0.02),
    "adamax": lambda p: torch.optim.Adamax(p, lr=0.05, weight_decay=0.03),
    "radam": lambda p: torch.optim.RAdam(p, lr=0.06, weight_decay=0.01),
    "rprop": lambda p: torch.optim.Rprop(p, lr=0.02, etas=(0.45, 1.3), step_sizes=(1e-5, 0.2)),
    "asgd": lambda p: torch.optim.ASGD(p, lr=0.05, lambd=0.01, alpha=0.8, t0=4, weight_decay=0.02),
    "adam_maximize": lambda p: torch.optim.Adam(p, lr=0.03, weight_decay=0.02, maximize=True),
    "adamw_amsgrad": lambda p: torch.optim.AdamW(p, lr=0.03, weight_decay=0.1, amsgrad=True),
    "sgd_maximize": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.5, weight_decay=0.02, maximize=True),
    "rmsprop_maximize": lambda p: torch.optim.RMSprop(p, lr=0.01, momentum=0.3, weight_decay=0.02, maximize=True),
    "adagrad_start": lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.3),
}


def trajectory(make):
    w = torch.tensor([[0.8, -0.3, 1.2], [-0.9, 0.4, 0.1]], dtype=torch.float64, requires_grad=True)
    b = torch.tensor([0.2, -0.1], dtype=torch.float64, requires_grad=True)
    optimizer = make([w, b])
    points = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        ((1.5 * torch.tanh(A @ w.T) + b - C[:, :2]) ** 2).mean().add(0.05 * (w**4).sum()).backward()
        optimizer.step()
        points.append({"w": tensor(w), "b": tensor(b)})
    return points


def plateau(optimizer):
    return lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, threshold=0.1, cooldown=2, min_lr=0.1)


MEASURES = [1.0, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.89, 0.5, 0.49, 0.48, 0.47, 0.46, 0.45, 0.44, 0.43, 0.42, 0.41, 0.4, 0.39]
SCHEDULERS = {
    "step": lambda o: lr_scheduler.StepLR(o, 3, 0.7),
    "multi_step": lambda o: lr_scheduler.MultiStepLR(o, [2, 5, 5, 9], 0.5),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, 0.9),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, 6, 0.05),
    "lambda": lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 1 / (1 + 0.3 * epoch)),
    "multiplicative": lambda o: lr_scheduler.MultiplicativeLR(o, lambda epoch: 1 - 0.02 * epoch),
    "polynomial": lambda o: lr_scheduler.PolynomialLR(o, 8, 1.7),
    "linear": lambda o: lr_scheduler.LinearLR(o, 0.2, 0.8, 7),
    "constant": lambda o: lr_scheduler.ConstantLR(o, 0.3, 4),
    "one_cycle": lambda o: lr_scheduler.OneCycleLR(o, 0.9, total_steps=20),
    "one_cycle_three_phases": lambda o: lr_scheduler.OneCycleLR(o, 0.9, total_steps=20, anneal_strategy="linear", three_phase=True),
    "cyclic": lambda o: lr_scheduler.CyclicLR(o, 0.1, 0.7, 3, 5),
    "cyclic_triangular2": lambda o: lr_scheduler.CyclicLR(o, 0.1, 0.7, 3, mode="triangular2"),
    "cyclic_exp_range": lambda o: lr_scheduler.CyclicLR(o, 0.1, 0.7, 4, mode="exp_range", gamma=0.95),
    "sequential": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.ConstantLR(o, 0.1, 2), lr_scheduler.ExponentialLR(o, 0.9), lr_scheduler.StepLR(o, 2, 0.5)], [4, 9]),
    "plateau": plateau,
}


def rates(make):
    parameters = [torch.zeros(1, requires_grad=True)]
    optimizer = torch.optim.SGD(parameters, lr=0.5, momentum=0.9)
    scheduler = make(optimizer)
    result = []
    for epoch in range(19):
        group = optimizer.param_groups[0]
        result.append({"lr": group["lr"], "momentum": group["momentum"]})
        optimizer.step()
        if make is plateau:
            scheduler.step(MEASURES[epoch])
        else:
            scheduler.step()
    return result


def seeded(make):
    torch.manual_seed(0)
    return make()


def main():
    cases = []
    for name, make in FRESH.items():
        cases.append({"id": "fresh_" + name, "op": name, "outputs": tensors(seeded(make).state_dict())})
    for name, draw in DRAWS.items():
        outputs = {"matrix": seeded(lambda: draw(torch.empty(4, 6, dtype=torch.float64))),
                   "cube": seeded(lambda: draw(torch.empty(5, 2, 3, dtype=torch.float64)))}
        cases.append({"id": "draw_" + name, "op": name, "outputs": tensors(outputs)})
    for name, f in ACTIVATIONS.items():
        x = X.clone().requires_grad_()
        y = f(x)
        (gradient,) = torch.autograd.grad(y.sum(), x)
        cases.append({"id": "activation_" + name, "op": name, "inputs": {"x": tensor(X)},
                      "outputs": {"y": tensor(y)}, "grads": {"x": tensor(gradient)}})
    for name, f in LOSSES.items():
        cases.append({"id": "loss_" + name, "op": name, "inputs": tensors({"a": A, "b": B, "c": C, "w": W}),
                      "outputs": tensors({r: f(r) for r in ("none", "mean", "sum")})})
    for name, f in LAYERS.items():
        cases.append({"id": "layer_" + name, "op": name, "inputs": tensors({"s": S, "i": I, "a": A, "b": B}), "outputs": {"y": tensor(f())}})
    for name, make in NETWORKS.items():
        cases.append({"id": "network_" + name, "op": name, "inputs": tensors({"source": SOURCE, "target": TARGET}),
                      "outputs": {"y": tensor(seeded(make))}})
    for name, make in OPTIMIZERS.items():
        cases.append({"id": "optimizer_" + name, "op": name, "inputs": tensors({"a": A, "c": C}), "steps": trajectory(make)})
    for name, make in SCHEDULERS.items():
        cases.append({"id": "scheduler_" + name, "op": name, "measures": MEASURES, "rates": rates(make)})
    lines = ",\n".join(json.dumps(case) for case in cases)
    meta = json.dumps({"torch": torch.__version__, "derivation": "torch_modules.py"})
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_modules.json"), "w", encoding="utf-8") as out:
        out.write(f'{{"meta": {meta},\n"cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
