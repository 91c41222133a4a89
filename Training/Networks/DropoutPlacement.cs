namespace LeanDeep.Training.Networks;

/// <summary>Which hidden layers are followed by dropout.</summary>
public enum DropoutPlacement
{
    AfterLastHidden,
    AfterEachHidden,
}
