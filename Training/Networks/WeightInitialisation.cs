namespace LeanDeep.Training.Networks;

/// <summary>Distribution of a layer's weights before training; biases start at 0.</summary>
public enum WeightInitialisation
{
    /// <summary>Uniform on ±√(6/(inputs + outputs)), Keras's default. Source: Glorot and Bengio (2010).</summary>
    GlorotUniform,

    /// <summary>Uniform on ±√(6/inputs), made for rectifiers. Source: He et al. (2015).</summary>
    HeUniform,
}
