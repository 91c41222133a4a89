using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Transforms;
using LeanDeep.Training.Losses;
using LeanDeep.Training.Networks.Allocators;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>Networks, losses and options as configs name them.</summary>
internal static class AllocatorNetworks
{
    /// <param name="config">Kind and sizes.</param>
    /// <param name="limits">The constraints in the order of the assets.</param>
    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="scaling">Of the inputs, fitted on training samples.</param>
    /// <param name="seed">Of first weights and dropout.</param>
    public static ProblemNetwork Create(NetworkConfig config, AllocationLimits limits, int channels, ChannelScaling scaling, long seed)
    {
        return config.Kind switch
        {
            NetworkKind.Bachelier => new BachelierNetwork(channels, limits.Names.Count, seed, config.Hidden, dropout: config.Dropout, limits: limits),
            NetworkKind.Factors => new FactorNetwork(channels, config.Factors, limits, seed, hidden: config.Hidden, scaling: scaling),
            NetworkKind.Thorp => new ThorpNetwork(limits),
            NetworkKind.KeynesLstm => Constrained(new KeynesNetwork(channels, KeynesTransform.Lstm, seed, config.Hidden, config.Groups)),
            NetworkKind.KeynesConv => Constrained(new KeynesNetwork(channels, KeynesTransform.Convolution, seed, config.Hidden, config.Groups)),
            NetworkKind.Rnn => Recurrent(RecurrentCell.Simple),
            NetworkKind.Lstm => Recurrent(RecurrentCell.Lstm),
            NetworkKind.Gru => Recurrent(RecurrentCell.Gru),
            NetworkKind.Conv => Constrained(new ConvolutionalAllocator(channels, config.Kernel, seed, config.Hidden, scaling: scaling)),
            _ => throw new ArgumentException($"expected a known kind, found {config.Kind}", nameof(config)),
        };

        ConstrainedNetwork Recurrent(RecurrentCell cell) => Constrained(new RecurrentAllocator(channels, cell, seed, config.Hidden, layers: config.Layers, scaling: scaling));

        ConstrainedNetwork Constrained(ScoreNetwork scores) => new(scores, limits, riskAversion: config.RiskAversion, ridge: config.Ridge);
    }

    /// <param name="config">Kind and penalty.</param>
    /// <param name="convention">How returns are measured, costs included.</param>
    public static AllocationLoss Loss(LossConfig config, ReturnConvention convention)
    {
        AllocationLoss loss = config.Kind switch
        {
            LossKind.SharpeRatio => new SharpeRatioLoss(convention: convention),
            LossKind.SortinoRatio => new SortinoRatioLoss(convention: convention),
            LossKind.MeanReturn => new MeanReturnLoss(convention),
            LossKind.CumulativeReturn => new CumulativeReturnLoss(convention),
            LossKind.StandardDeviation => new StandardDeviationLoss(convention),
            LossKind.MaximumDrawdown => new MaximumDrawdownLoss(convention),
            _ => throw new ArgumentException($"expected a known kind, found {config.Kind}", nameof(config)),
        };
        return config.SquaredWeights > 0 ? loss + config.SquaredWeights * new SquaredWeightsLoss() : loss;
    }

    public static AllocatorTrainingOptions Options(TrainingConfig config) =>
        new() { LearningRate = config.LearningRate, L1 = config.L1, L2 = config.L2, ClipNorm = config.ClipNorm };
}
