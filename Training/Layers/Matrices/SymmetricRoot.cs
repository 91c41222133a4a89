using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Matrices;

/// <summary>The positive semidefinite R with R R = S: (samples, assets, assets) → the same, differentiable also where eigenvalues coincide.</summary>
/// <remarks>Eigenvalues below n ε times the largest count as 0. The gradient is that of one Newton step from the root without gradient,
/// R = R₀ + U[(Uᵀ(S − R₀R₀)U)ᵢⱼ/(rᵢ + rⱼ)]Uᵀ, exact to first order, but for directions within the null space, where the root has
/// none. That of torch's eigenvectors, 1/(λᵢ − λⱼ), is infinite where two coincide, as its singular vectors' is. Source: Higham (2008), chapter 6.</remarks>
public static class SymmetricRoot
{
    /// <param name="matrix">(samples, assets, assets) its symmetric part counts, and its negative eigenvalues as 0.</param>
    public static Tensor Of(Tensor matrix)
    {
        Shapes.RequireSquare(matrix, nameof(matrix));
        using var scope = NewDisposeScope();
        matrix = matrix.add(matrix.transpose(1, 2)).div(2);
        Tensor vectors, sums, root;
        using (no_grad())
        {
            (var values, vectors) = linalg.eigh(matrix.detach());
            var epsilon = matrix.dtype == ScalarType.Float64 ? double.BitIncrement(1) - 1 : MathF.BitIncrement(1) - 1;
            var least = values.amax([1], keepdim: true).mul(matrix.shape[1] * epsilon).clamp_min(0);
            var roots = where(values.gt(least), values, zeros_like(values)).sqrt();
            root = vectors.mul(roots.unsqueeze(1)).matmul(vectors.transpose(1, 2));
            sums = roots.unsqueeze(1).add(roots.unsqueeze(2));
            sums = where(sums.gt(0), sums.reciprocal(), zeros_like(sums));
        }
        var residual = vectors.transpose(1, 2).matmul(matrix.sub(root.matmul(root))).matmul(vectors).mul(sums);
        var step = vectors.matmul(residual).matmul(vectors.transpose(1, 2));
        // The step is rounding in value; adding it less itself leaves the root's bits and the step's gradient.
        return root.add(step.sub(step.detach())).MoveToOuterDisposeScope();
    }
}
