namespace LeanDeep.Training.Hjb.Neural.Optimisers;

/// <summary>A method that moves the parameters of a network step by step.</summary>
internal interface IOptimiser
{
    /// <summary>One step.</summary>
    /// <returns>The loss before it; NaN where no step could be made.</returns>
    double Step(NeuralSystem system, UniformGenerator generator);

    /// <summary>Whether further steps are useless.</summary>
    bool Finished { get; }

    /// <summary>Writes all that the next step depends on.</summary>
    void Save(BinaryWriter writer);

    void Restore(BinaryReader reader);
}
