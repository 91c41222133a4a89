using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Algorithm.Framework.Execution;
using QuantConnect.Algorithm.Framework.Risk;
using QuantConnect.Algorithm.Framework.Selection;

namespace LeanDeep.Tests.Platform.Lean.Framework;

/// <summary>LEAN's framework models are classes whose one method a strategy overrides; one that does not is told which.</summary>
public class ModelBaseTests
{
    private sealed class Alpha : AlphaModel;

    private sealed class Execution : ExecutionModel;

    private sealed class Risk : RiskManagementModel;

    private sealed class Selection : UniverseSelectionModel;

    [Fact]
    public void Update_NotOverridden_NamesTheMethod() =>
        Assert.Contains("Update(QCAlgorithm, Slice)", Assert.Throws<NotImplementedException>(() => new Alpha().Update(null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Execute_NotOverridden_NamesTheMethod() =>
        Assert.Contains("Execute(QCAlgorithm, IPortfolioTarget[])", Assert.Throws<NotImplementedException>(() => new Execution().Execute(null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void ManageRisk_NotOverridden_NamesTheMethod() =>
        Assert.Contains("ManageRisk(QCAlgorithm, IPortfolioTarget[])", Assert.Throws<NotImplementedException>(() => new Risk().ManageRisk(null, null)).Message, StringComparison.Ordinal);

    [Fact]
    public void CreateUniverses_NotOverridden_NamesTheMethod() =>
        Assert.Contains("CreateUniverses(QCAlgorithm)", Assert.Throws<NotImplementedException>(() => new Selection().CreateUniverses(null)).Message, StringComparison.Ordinal);
}
