"""The problems of AllocationBenchmark.cs in python3-cvxopt, timed on request.

Reads lines "<file>|<first>|<count> <repetitions>" from standard input, solves so many problems of the file, and answers with the seconds
that the calls of the solver took; the matrices are built before, once. The weights go to <file>.weights, row by row as they are solved.
The first line that it prints is the version of cvxopt.

A file holds float64: samples, names, groups, then for each sample gamma, alpha, net, gross, turnover, mu, covariance, held, lower, upper,
group lower, group upper, and before all samples the group matrix.
"""
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy
import cvxopt
from cvxopt import matrix, solvers, spmatrix, sparse

solvers.options.update(show_progress=False, abstol=1e-8, reltol=1e-8, feastol=1e-8)


def read(path):
    data = numpy.fromfile(path)
    samples, n, m = map(int, data[:3])
    groups = data[3:3 + m * n].reshape(m, n)
    at = 3 + m * n
    problems = []
    for _ in range(samples):
        def take(*shape):
            nonlocal at
            size = int(numpy.prod(shape))
            at += size
            return data[at - size:at].reshape(shape)
        gamma, alpha, net, gross, turnover = take(5)
        mu, covariance, held, lower, upper, low, up = take(n), take(n, n), take(n), take(n), take(n), take(m), take(m)
        problems.append(build(n, m, groups, gamma, alpha, net, gross, turnover, mu, covariance, held, lower, upper, low, up))
    return n, problems


def build(n, m, groups, gamma, alpha, net, gross, turnover, mu, covariance, held, lower, upper, low, up):
    """Variables w, a >= |w|, b >= |w - held|; P dense and G sparse, the fastest of the forms for these sizes."""
    eye, zero = numpy.eye(n), numpy.zeros((n, n))
    P = numpy.zeros((3 * n, 3 * n))
    P[:n, :n] = 2 * (gamma * covariance + alpha * eye)
    q = numpy.concatenate([-mu, numpy.zeros(2 * n)])
    none = numpy.zeros((m, 2 * n))
    G = numpy.vstack([
        numpy.hstack([-eye, zero, zero]), numpy.hstack([eye, zero, zero]),
        numpy.hstack([eye, -eye, zero]), numpy.hstack([-eye, -eye, zero]),
        numpy.hstack([eye, zero, -eye]), numpy.hstack([-eye, zero, -eye]),
        numpy.hstack([-groups, none]), numpy.hstack([groups, none]),
        numpy.concatenate([numpy.zeros(n), numpy.ones(n), numpy.zeros(n)])[None],
        numpy.concatenate([numpy.zeros(2 * n), numpy.ones(n)])[None]])
    h = numpy.concatenate([-lower, upper, numpy.zeros(2 * n), held, -held, -low, up, [gross, turnover]])
    A = numpy.concatenate([numpy.ones(n), numpy.zeros(2 * n)])[None]
    return matrix(P), matrix(q), sparse(matrix(G)), matrix(h), matrix(A), matrix([float(net)])


files = {}
print("cvxopt " + cvxopt.__version__, flush=True)
for line in sys.stdin:
    name, repetitions = line.rsplit(" ", 1)
    path, first, count = name.split("|")
    if path not in files:
        files[path] = read(path)
        open(path + ".weights", "wb").close()
    n, problems = files[path]
    seconds = 0.0
    for _ in range(int(repetitions)):
        for problem in problems[int(first):int(first) + int(count)]:
            start = time.perf_counter()
            solution = solvers.coneqp(problem[0], problem[1], problem[2], problem[3], None, problem[4], problem[5])
            seconds += time.perf_counter() - start
            with open(path + ".weights", "ab") as target:
                numpy.array(solution["x"])[:n, 0].tofile(target)
    print(repr(seconds), flush=True)
