using LeanDeep.Training.Allocators;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Losses;
using TorchSharp;

namespace LeanDeep.Tests.Cli.DataParallel;

/// <summary>Two processes of mpirun train one allocator; what they have reached outlives them.</summary>
[Trait("Category", "WalkForward")]
public sealed class AllocatorMpiTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    private const int Batches = 5; // of an epoch

    private string Config(string name, int epochs, int batch = 50) => folder.Write($"{name}.json", $$"""
        {
          "name": "shared",
          "data": { "folder": "{{folder.Data}}", "largest": 4 },
          "dates": { "trainThrough": "2010-12-31", "stopThrough": "2011-01-31", "testThrough": "2011-02-28" },
          "window": { "lookback": 8, "horizon": 4, "rebalance": 4 },
          "network": { "kind": "keynes-conv", "hidden": 4, "groups": 2 },
          "constraints": { "box": { "lower": 0, "upper": 0.6 } },
          "training": { "epochs": {{epochs}}, "patience": 100, "batchSize": {{batch}}, "learningRate": 0.001 },
          "seeds": [1]
        }
        """);

    private string[] Train(string name, params string[] more) => ["train", "allocator", "--config", folder[$"{name}.json"], "--storage", folder[$"{name}-store"], "--out", folder[$"{name}-out"], .. more];

    [MpiFact]
    public async Task TrainAllocator_HundredStepsOfTwoWorkers_AreThoseOfOne()
    {
        foreach (var (name, workers) in ((string, string)[])[("one", "1"), ("two", "2")])
        {
            Config(name, 100 / Batches);
            var (code, _, error) = await MpiProgram.Run(Train(name, "--workers", workers, "--checkpoint", folder[$"{name}-kept"]));
            Assert.True(code == 0, error);
        }

        var (one, two) = (Parameters("one"), Parameters("two"));

        Assert.Equal(one.Length, two.Length);
        Assert.InRange(one.Zip(two, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-6);
        Assert.NotEqual(one, two); // they were indeed summed in another order
    }

    [MpiFact]
    public async Task TrainAllocator_WorkerKilled_EndsWithALineAndIsResumedToTheSameBits()
    {
        Config("whole", 12);
        var (code, _, error) = await MpiProgram.Run(Train("whole", "--workers", "2"));
        Assert.True(code == 0, error);
        Assert.False(Directory.Exists(folder["whole-out/checkpoint"])); // it has done its work
        Config("killed", 12);
        var file = Path.Combine(folder["killed-out"], "checkpoint", "seed-1.checkpoint");
        var program = MpiProgram.Run(Train("killed", "--workers", "2"));
        await MpiProgram.KillOnceThereIs(file, 1, folder["killed-out"], program);

        (code, _, error) = await program;

        Assert.Equal(1, code);
        Assert.Matches($"leandeep: 2 workers: expected all to end well, found: mpirun noticed that process rank 1 .* exited on signal 9 .*: run again to go on from {folder["killed-out"]}/checkpoint", error.TrimEnd().Split('\n')[^1]);
        Assert.Empty(Directory.GetFiles(folder["killed-out"], "*.tmp", SearchOption.AllDirectories));

        (code, _, error) = await MpiProgram.Run(Train("killed", "--workers", "2"));

        Assert.True(code == 0, error);
        Assert.Equal(Model("whole"), Model("killed"));
    }

    [Fact]
    public async Task TrainAllocator_CheckpointOfAnotherConfig_IsRefused()
    {
        Config("other", 1);
        Assert.Equal(0, (await SmallFolder.Run(Train("other", "--checkpoint", folder["other-kept"]))).Code);
        Config("other", 1, batch: 20);

        var (code, _, error) = await SmallFolder.Run(Train("other", "--checkpoint", folder["other-kept"]));

        Assert.Equal(1, code);
        Assert.Matches("leandeep: .*seed-1.checkpoint: expected the checkpoint of config [0-9a-f]{12}, data [0-9a-f]{12}, found one of config .*: remove it to begin anew", error);
    }

    private byte[] Model(string name) => File.ReadAllBytes(Directory.GetFiles(folder[$"{name}-store"], "model.onnx", SearchOption.AllDirectories).Single());

    /// <summary>Of the last epoch, as the checkpoint has them.</summary>
    private double[] Parameters(string name)
    {
        var config = AllocatorConfigFile.Read(folder[$"{name}.json"]);
        var assets = AllocatorAssets.Read(config);
        using var scope = torch.NewDisposeScope();
        using var windows = new StudyWindows(config, assets.Returns);
        var limits = AllocatorConfigFile.Constraints(config, name).For(assets.Returns.Names, assets.Sectors);
        using var network = AllocatorNetworks.Create(config.Network, limits, channels: 1, ChannelScaling.Standard(windows.Dataset, windows.Training), seed: 1);
        using var memory = new WeightMemory(windows.Dataset, ReturnConvention.Default, config.Window.Rebalance);
        using var training = new AllocatorTraining(network, AllocatorNetworks.Loss(config.Loss, ReturnConvention.Default), new RigidLoader(windows.Dataset, windows.Training, 50, seed: 1), new AllocatorTrainingOptions(), seed: 1, memory);
        new StudyCheckpoint(StudyCheckpoint.PathOf(folder[$"{name}-kept"], 1), StudyCheckpoint.Identity(config, assets), training, new EarlyStopping(MonitoredFigure.ValidationLoss, 1), () => 0, workers: null).Restore();
        Assert.Equal(100, training.Epoch * ((windows.Training.Count + 49) / 50));
        return [.. network.parameters().SelectMany(parameter => parameter.detach().to(torch.ScalarType.Float64).reshape(-1).data<double>().ToArray())];
    }
}
