using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace LeanDeep.Tests.Platform.Torch.Optim;

/// <summary>Optimizers step by step against Python's torch, on parameters that the fused loops take and on ones that they do not.</summary>
public class TrajectoryTests
{
    public static TheoryData<string> Reference => [.. GoldenCase.Ids(GoldenCase.Optimizers, c => c.Id != NAdamTests.Id)];

    public static TheoryData<string> Derived => [.. GoldenCase.Ids("optimizer")];

    [Theory]
    [MemberData(nameof(Reference))]
    public void Step_ReferenceTrajectory_GivesPythonsParameters(string id)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Optimizers, id);
        var inputs = golden.Tensors("inputs");
        var (w, b) = (nn.Parameter(inputs["w0"]!), nn.Parameter(inputs["b0"]!));
        using var optimizer = Create(golden, [w, b]);
        if (optimizer is null)
            return; // the genuine package has no line search
        var scheduler = Schedule(golden, optimizer);
        var clip = golden.Json.GetProperty("clip_grad_norm");
        var tolerance = golden.Json.GetProperty("optimizer").GetString() == "LBFGS" ? 1e-9 : (double?)null;

        Tensor Loss()
        {
            optimizer.zero_grad();
            var residual = 1.5 * inputs["A"]!.matmul(w).tanh() + b - inputs["y"]!;
            var loss = residual.square().mean() + 0.05 * w.pow(4).sum();
            loss.backward();
            return loss;
        }

        var step = 0;
        foreach (var expected in golden.Json.GetProperty("steps").EnumerateArray())
        {
            if (expected.TryGetProperty("lr", out var rate))
                Assert.Equal(rate.GetDouble(), optimizer.ParamGroups.First().LearningRate, 12);
            Tensor loss;
            if (optimizer is LBFGS)
            {
                loss = optimizer.step(Loss)!;
            }
            else
            {
                loss = Loss();
                if (clip.ValueKind == JsonValueKind.Number)
                    nn.utils.clip_grad_norm_([w, b], clip.GetDouble());
                optimizer.step();
                scheduler?.step();
            }
            if (expected.TryGetProperty("loss_before_step", out var before))
                Assert.Equal(before.GetDouble(), loss.to(ScalarType.Float64).item<double>(), w.dtype == ScalarType.Float32 ? 1e-5 : 1e-9);
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("w")), w, $"{id} w after step {step}", tolerance);
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("b")), b, $"{id} b after step {step}", tolerance);
            step++;
        }
    }

    [Theory]
    [MemberData(nameof(Derived))]
    public void Step_DerivedTrajectory_GivesPythonsParameters(string id) => Follow(id, x => x);

    /// <summary>Transposed storage keeps the parameters out of the fused loops.</summary>
    [Theory]
    [MemberData(nameof(Derived))]
    public void Step_ParametersThatAreNotContiguous_GivesPythonsParameters(string id) =>
        Follow(id, x => x.Dimensions == 2 ? x.t().contiguous().t() : x);

    /// <summary>Long parameters run through the vector loops and their remainders; laid out otherwise they run through torch's operators.</summary>
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Step_LongParameters_FusedAndUnfusedAgree(ScalarType type)
    {
        Func<Parameter[], Optimizer>[] optimizers =
        [
            p => SGD(p, 0.1, weight_decay: 0.01),
            p => SGD(p, 0.1, 0.9, 0.1, 0.01),
            p => SGD(p, 0.1, 0.9, nesterov: true, maximize: true),
            p => Adam(p, 0.1, weight_decay: 0.01),
            p => AdamW(p, 0.1, weight_decay: 0.1, amsgrad: true),
            p => RMSProp(p, 0.1, weight_decay: 0.01),
            p => RMSProp(p, 0.1, momentum: 0.5, centered: true, maximize: true),
            p => Adagrad(p, 0.1, 0.01, 0.01),
        ];
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        // Longer than what one thread takes at once, and a multiple of no vector's length.
        long[] shape = [7, 5003];
        var start = randn(shape, dtype: type, generator: generator);
        foreach (var make in optimizers)
        {
            Parameter[] fused = [nn.Parameter(start.clone())];
            Parameter[] unfused = [nn.Parameter(start.t().contiguous().t())];
            using var first = make(fused);
            using var second = make(unfused);
            for (var step = 0; step < 4; step++)
            {
                var gradient = randn(shape, dtype: type, generator: generator);
                fused[0].grad = gradient;
                unfused[0].grad = gradient.t().contiguous().t();
                first.step();
                second.step();
            }
            Assert.False(unfused[0].is_contiguous());
            Near.Equal(unfused[0], fused[0], $"{first.GetType().Name} {type}", type == ScalarType.Float32 ? 2e-5 : 1e-12);
        }
    }

    private static void Follow(string id, Func<Tensor, Tensor> layOut)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.Find(GoldenCase.Modules, id);
        var (a, c) = (golden.Tensors("inputs")["a"]!, golden.Tensors("inputs")["c"]!);
        var w = nn.Parameter(layOut(tensor(new[] { 0.8, -0.3, 1.2, -0.9, 0.4, 0.1 }, [2, 3])));
        var b = nn.Parameter(tensor(new[] { 0.2, -0.1 }));
        using var optimizer = s_derived[golden.Op]([w, b]);
        var step = 0;
        foreach (var expected in golden.Json.GetProperty("steps").EnumerateArray())
        {
            optimizer.zero_grad();
            var residual = 1.5 * a.matmul(w.t()).tanh() + b - c.narrow(1, 0, 2);
            (residual.square().mean() + 0.05 * w.pow(4).sum()).backward();
            optimizer.step();
            // Python keeps ASGD's rate in float32.
            var tolerance = golden.Op == "asgd" ? 1e-7 : (double?)null;
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("w")), w, $"{id} w after step {step}", tolerance);
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("b")), b, $"{id} b after step {step}", tolerance);
            step++;
        }
    }

    private static readonly Dictionary<string, Func<Parameter[], Optimizer>> s_derived = new()
    {
        ["adadelta"] = p => Adadelta(p, 0.7, 0.85, 1e-5, 0.02),
        ["adamax"] = p => Adamax(p, 0.05, weight_decay: 0.03),
        ["radam"] = p => RAdam(p, 0.06, weight_decay: 0.01),
        ["rprop"] = p => Rprop(p, 0.02, 0.45, 1.3, 1e-5, 0.2),
        ["asgd"] = p => ASGD(p, 0.05, 0.01, 0.8, 4, 0.02),
        ["adam_maximize"] = p => Adam(p, 0.03, weight_decay: 0.02, maximize: true),
        ["adamw_amsgrad"] = p => AdamW(p, 0.03, weight_decay: 0.1, amsgrad: true),
        ["sgd_maximize"] = p => SGD(p, 0.01, 0.5, weight_decay: 0.02, maximize: true),
        ["rmsprop_maximize"] = p => RMSProp(p, 0.01, momentum: 0.3, weight_decay: 0.02, maximize: true),
        ["adagrad_start"] = p => Adagrad(p, 0.1, initial_accumulator_value: 0.3),
    };

    private static Optimizer? Create(GoldenCase golden, Parameter[] p)
    {
        var options = golden.Json.GetProperty("defaults");
        double Number(string name) => options.GetProperty(name).GetDouble();
        bool Flag(string name) => options.GetProperty(name).GetBoolean();
        double Beta(int i) => options.GetProperty("betas")[i].GetDouble();
        return golden.Json.GetProperty("optimizer").GetString() switch
        {
            "SGD" => SGD(p, Number("lr"), Number("momentum"), Number("dampening"), Number("weight_decay"), Flag("nesterov")),
            "Adam" => Adam(p, Number("lr"), Beta(0), Beta(1), Number("eps"), Number("weight_decay"), Flag("amsgrad")),
            "AdamW" => AdamW(p, Number("lr"), Beta(0), Beta(1), Number("eps"), Number("weight_decay"), Flag("amsgrad")),
            "RMSprop" => RMSProp(p, Number("lr"), Number("alpha"), Number("eps"), Number("weight_decay"), Number("momentum"), Flag("centered")),
            "Adagrad" => Adagrad(p, Number("lr"), Number("lr_decay"), Number("weight_decay"), Number("initial_accumulator_value"), Number("eps")),
            "Adamax" => Adamax(p, Number("lr"), Beta(0), Beta(1), Number("eps"), Number("weight_decay")),
            "LBFGS" => WithLineSearch(options, LBFGS(p, Number("lr"), options.GetProperty("max_iter").GetInt64(), options.GetProperty("max_eval").GetInt64(),
                Number("tolerance_grad"), Number("tolerance_change"), options.GetProperty("history_size").GetInt64())),
            var other => throw new InvalidDataException($"optimizer {other} is not expected"),
        };
    }

    /// <summary>The package's API has no way to ask for the line search; the embedded platform has one inside.</summary>
    private static LBFGS? WithLineSearch(JsonElement options, LBFGS optimizer)
    {
        if (!options.TryGetProperty("line_search_fn", out _))
            return optimizer;
        var lineSearch = typeof(LBFGS).GetProperty("StrongWolfe", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic);
        lineSearch?.SetValue(optimizer, true);
        return lineSearch is null ? null : optimizer;
    }

    private static lr_scheduler.LRScheduler? Schedule(GoldenCase golden, Optimizer optimizer) => golden.Id switch
    {
        "optim_adam_exponential_lr_float64" => lr_scheduler.ExponentialLR(optimizer, 0.8),
        "optim_sgd_step_lr_float64" => lr_scheduler.StepLR(optimizer, 3, 0.5),
        "optim_sgd_cosine_lr_float64" => lr_scheduler.CosineAnnealingLR(optimizer, 8, 0.01),
        _ => null,
    };
}
