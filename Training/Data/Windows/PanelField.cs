namespace LeanDeep.Training.Data.Windows;

/// <summary>A column of a panel.</summary>
public enum PanelField
{
    Open,
    High,
    Low,
    Close,
    Volume,
}
