namespace LeanDeep.Training.Loop;

/// <summary>What a step makes small, as a mean over the rows of its batch. Regression losses are in the units of the scaled labels:
/// with standardised labels a squared error of 1 is that of predicting the mean.</summary>
public enum TrainingLoss
{
    /// <summary>e².</summary>
    MeanSquaredError,

    /// <summary>e²/2 for |e| ≤ δ, δ (|e| − δ/2) beyond. Source: Huber (1964).</summary>
    Huber,

    /// <summary>−log p of the label's class. With one output the label is the probability of class 1 and p = 1/(1 + e^(−z));
    /// with more it is the number of the class and p the softmax of the outputs.</summary>
    CrossEntropy,
}
