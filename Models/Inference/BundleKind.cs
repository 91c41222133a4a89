namespace LeanDeep.Models.Inference;

/// <summary>What the model of a bundle answers. In JSON: <c>return-predictor</c>, <c>allocator</c>, <c>policy</c>.</summary>
public enum BundleKind
{
    /// <summary>Features of a name → its expected return.</summary>
    ReturnPredictor,

    /// <summary>A window of returns → portfolio weights.</summary>
    Allocator,

    /// <summary>A state estimate → portfolio weights.</summary>
    Policy,
}
