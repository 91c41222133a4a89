namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>Which derivatives a pass carries: value, the first derivative of every input, then second derivatives.</summary>
/// <remarks>Either all second derivatives of the first states (i ≤ j, row by row), or the one sum Σwᵢ∂ᵢᵢ with weights that may differ from point to point:
/// all that a problem with a diagonal, known covariance needs, in any dimension. Source of the sum: Li et al. (2024), forward Laplacian.</remarks>
/// <param name="Inputs">Of the network.</param>
/// <param name="States">How many of them, from the first, have second derivatives; the rest is time.</param>
/// <param name="Contracted">Whether only the weighted sum is carried.</param>
public sealed record JetChannels(int Inputs, int States, bool Contracted = false)
{
    /// <summary>Numbers for each output and point.</summary>
    public int Count => 1 + Inputs + (Contracted ? 1 : States * (States + 1) / 2);
}
