namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private void InitializeFramework() { }
    private void FrameworkPostInitialize() { }
}
