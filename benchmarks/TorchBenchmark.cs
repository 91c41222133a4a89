using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Benchmarks;

/// <summary>Calls and training steps of the Torch platform against Python's torch (torch_baseline.py): the same work, one thread each, in turns.</summary>
public static class TorchBenchmark
{
    private const int Calls = 100;

    /// <param name="progress">Told the name of each case when it begins.</param>
    /// <param name="turns">Turns of each side; the medians over them are reported.</param>
    /// <param name="milliseconds">About how long one turn lasts.</param>
    public static BenchmarkReport Run(IProgress<string>? progress = null, int turns = 21, double milliseconds = 40)
    {
        set_num_threads(1);
        manual_seed(1);
        using var python = new PythonBaseline("torch_baseline.py");
        using var scope = NewDisposeScope();
        var cases = new List<BenchmarkCase>();
        foreach (var (name, work, calls) in Work())
        {
            progress?.Report(name);
            cases.Add(Measure(name, work, calls, python, turns, milliseconds / 1000));
        }
        return new BenchmarkReport("torch", $"{BenchmarkReport.ThisMachine()}; libtorch {torch.__version__}, Python's torch {python.Version}", cases);
    }

    private static BenchmarkCase Measure(string name, Action work, int calls, PythonBaseline python, int turns, double seconds)
    {
        // The runtime compiles what is hot a second time; let it finish before anything is measured.
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 8 * seconds;) work();
        var once = Time(work, 3) / 3;
        var repetitions = Math.Max(1, (int)(seconds / once));
        python.Time(name, Math.Max(1, repetitions / 2));
        var ours = new double[turns];
        var theirs = new double[turns];
        for (var turn = 0; turn < turns; turn++)
        {
            ours[turn] = Time(work, repetitions) / repetitions;
            theirs[turn] = python.Time(name, repetitions) / repetitions;
        }
        Array.Sort(ours);
        Array.Sort(theirs);
        var (mine, baseline) = (ours[turns / 2] * 1e6 / calls, theirs[turns / 2] * 1e6 / calls);
        return new BenchmarkCase(name, mine, baseline, "µs", baseline / mine);
    }

    private static double Time(Action work, int repetitions)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < repetitions; i++) work();
        return clock.Elapsed.TotalSeconds;
    }

    private static IEnumerable<(string Name, Action Work, int Calls)> Work()
    {
        var (a, b) = (randn(4, 4), randn(4, 4));
        var w = randn(4, 4, requires_grad: true);
        var big = randn(256, 256);
        yield return ("add", Quiet(() => a.add(b)), Calls);
        yield return ("matmul 4x4", Quiet(() => a.matmul(b)), Calls);
        yield return ("tanh", Quiet(() => a.tanh()), Calls);
        yield return ("sum over a dimension", Quiet(() => a.sum(1)), Calls);
        yield return ("index", Quiet(() => a[1]), Calls);
        yield return ("slice", Quiet(() => a[.., 1..3]), Calls);
        yield return ("multiply, recorded", Many(() => w.mul(b)), Calls);
        yield return ("matmul 256x256", Quiet(() => big.matmul(big)), Calls);
        yield return ("MLP step", MlpStep(), 1);
        yield return ("LSTM step", LstmStep(), 1);
        yield return ("PINN step", PinnStep(), 1);
    }

    private static Action Many(Func<Tensor> call) => () =>
    {
        for (var i = 0; i < Calls; i++) call().Dispose();
    };

    private static Action Quiet(Func<Tensor> call)
    {
        var many = Many(call);
        return () =>
        {
            using var none = no_grad();
            many();
        };
    }

    private static Action MlpStep()
    {
        var (x, y) = (randn(64, 31), randn(64, 1));
        var net = nn.Sequential(nn.Linear(31, 32), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 32), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 1));
        var optimizer = optim.Adam(net.parameters(), lr: 1e-3);
        var loss = nn.MSELoss();
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss.call(net.call(x), y).backward();
            optimizer.step();
        };
    }

    private static Action LstmStep()
    {
        var (x, y) = (randn(32, 20, 10), randn(32, 1));
        var layer = nn.LSTM(10, 32, batchFirst: true);
        var head = nn.Linear(32, 1);
        var optimizer = optim.Adam([.. layer.parameters(), .. head.parameters()], lr: 1e-3);
        var loss = nn.MSELoss();
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var (output, _, _) = layer.call(x);
            loss.call(head.call(output.select(1, -1)), y).backward();
            optimizer.step();
        };
    }

    private static Action PinnStep()
    {
        var points = randn(128, 2);
        var net = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1));
        var optimizer = optim.Adam(net.parameters(), lr: 1e-3);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var x = points.detach().requires_grad_();
            var u = net.call(x);
            var first = autograd.grad([u.sum()], [x], retain_graph: true, create_graph: true)[0];
            var second = autograd.grad([first.select(1, 1).sum()], [x], retain_graph: true, create_graph: true)[0];
            var residual = first.select(1, 0) + 0.5 * second.select(1, 1) - u.squeeze(1).square();
            residual.square().mean().backward();
            optimizer.step();
        };
    }
}
