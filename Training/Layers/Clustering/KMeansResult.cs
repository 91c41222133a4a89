namespace LeanDeep.Training.Layers.Clustering;

/// <summary>Rows in clusters.</summary>
/// <param name="Labels">(rows) cluster of each.</param>
/// <param name="Centres">(clusters · width) cluster after cluster.</param>
/// <param name="Potential">Sum of squared distances of the rows from the centres by which they were labelled.</param>
/// <param name="Iterations">Rounds of labelling.</param>
/// <param name="Converged">Whether the last round changed the potential by less than the tolerance.</param>
public sealed record KMeansResult(int[] Labels, double[] Centres, double Potential, int Iterations, bool Converged);
