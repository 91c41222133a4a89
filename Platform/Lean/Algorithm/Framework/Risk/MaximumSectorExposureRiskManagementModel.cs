using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework.Risk;

/// <summary>Would limit what sectors hold. A sector is a company's industry template, which needs fundamental data: the model says so, as in LEAN, when a security comes.</summary>
public class MaximumSectorExposureRiskManagementModel : RiskManagementModel
{
    /// <param name="maximumSectorExposure">Largest value of a sector, as a fraction of the portfolio's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumSectorExposure"/> is not positive.</exception>
    public MaximumSectorExposureRiskManagementModel(decimal maximumSectorExposure = 0.20m)
    {
        if (maximumSectorExposure <= 0)
            throw new ArgumentOutOfRangeException(nameof(maximumSectorExposure), maximumSectorExposure, "MaximumSectorExposureRiskManagementModel: the maximum sector exposure cannot be a non-positive value.");
    }

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets) => [];

    /// <exception cref="InvalidOperationException">Always: no security has fundamental data.</exception>
    public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes) =>
        throw new InvalidOperationException("MaximumSectorExposureRiskManagementModel.OnSecuritiesChanged: Please select a portfolio selection model that selects securities with fundamental data.");
}
