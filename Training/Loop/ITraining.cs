namespace LeanDeep.Training.Loop;

/// <summary>Something that learns an epoch at a time and whose state can be kept.</summary>
public interface ITraining : IDisposable
{
    /// <summary>Epochs done.</summary>
    int Epoch { get; }

    /// <summary>One pass over the training rows.</summary>
    /// <returns>Mean loss over the rows, each taken as the weights were when its batch was drawn, penalties included; NaN or infinite
    /// when that of any batch was, and the weights are of no use then.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two steps; restore an earlier state before going on.</exception>
    double RunEpoch(CancellationToken cancellation);

    /// <summary>Writes the whole state at an epoch's end: parameters, moments of the optimiser, steps and epochs done.</summary>
    void Save(Stream stream);

    /// <summary>Takes a saved state up; what follows is the same, bit for bit, as if the run had never stopped.</summary>
    /// <exception cref="InvalidDataException">The state is of another shape or optimiser, or damaged; this training is as it was.</exception>
    void Restore(Stream stream);
}
