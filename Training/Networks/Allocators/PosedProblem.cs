using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>What a network hands to the allocation solver: maximise μᵀw − γ wᵀΣw − α‖w‖².</summary>
/// <param name="Returns">(samples, assets) μ.</param>
/// <param name="Covariance">(samples, assets, assets) Σ.</param>
/// <param name="RiskAversion">(samples) γ, 0 or more.</param>
/// <param name="Ridge">(samples) α, 0 or more.</param>
public sealed record PosedProblem(Tensor Returns, Tensor Covariance, Tensor RiskAversion, Tensor Ridge);
