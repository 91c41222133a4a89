using LeanDeep.Training.Feedforward;

namespace LeanDeep.Training.Batched;

/// <summary>Networks that are trained side by side, an epoch at a time.</summary>
internal interface ITrainingGroup : IDisposable
{
    /// <summary>One pass of every model over its rows.</summary>
    /// <returns>(models) mean losses; not finite where a model diverged.</returns>
    double[] RunEpoch(CancellationToken cancellation);

    /// <inheritdoc cref="IDenseTraining.Predict"/>
    void Predict(int model, Range rows, Span<float> predictions);

    /// <summary>Writes the state of one model.</summary>
    void Save(int model, Stream stream);

    /// <summary>Takes the states of all models up, saved one after the other.</summary>
    void Restore(Stream stream);
}

/// <summary>One training as a group.</summary>
internal sealed class SingleTraining(IDenseTraining training) : ITrainingGroup
{
    public double[] RunEpoch(CancellationToken cancellation) => [training.RunEpoch(cancellation)];

    public void Predict(int model, Range rows, Span<float> predictions) => training.Predict(rows, predictions);

    public void Save(int model, Stream stream) => training.Save(stream);

    public void Restore(Stream stream) => training.Restore(stream);

    public void Dispose() => training.Dispose();
}
