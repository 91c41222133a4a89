namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private void InitializeFramework() { }
    private void FrameworkPostInitialize() { }
    internal void OnFrameworkSecuritiesChanged(Data.UniverseSelection.SecurityChanges changes) { }
    internal void OnFrameworkData(Data.Slice slice) { }
}
