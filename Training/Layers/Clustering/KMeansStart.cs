namespace LeanDeep.Training.Layers.Clustering;

/// <summary>Where k-means finds its first centres.</summary>
public enum KMeansStart
{
    /// <summary>Distinct rows, all alike likely.</summary>
    Random,

    /// <summary>Rows far from those already chosen. Source: Arthur and Vassilvitskii (2007).</summary>
    PlusPlus,
}
