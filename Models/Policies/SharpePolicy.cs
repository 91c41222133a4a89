using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Policies;

/// <summary>Weights from a policy on Sharpe ratios: θ = Σ_S'⁻¹u, u = [X + M'∇l]/γ from the graph.</summary>
/// <remarks>A graph of one shock is applied to each shock of the market on its own, which is exact where the Xᵢ are independent. A graph of as many shocks as
/// there are assets takes them together. Deciding allocates nothing. Source: Liu (2007), Review of Financial Studies 20.</remarks>
public sealed class SharpePolicy : IDisposable
{
    private readonly PolicyModel _model;
    private readonly double[] _inputs, _exposures, _hedges;

    /// <param name="model">With <see cref="PolicyModel.Rows"/> as <see cref="RowsFor"/> says; owned from here on.</param>
    /// <param name="assets">Assets of the market.</param>
    /// <param name="leverageCap">Greatest Σ|weights|, positive; infinite for none.</param>
    /// <exception cref="ArgumentException">The model is not on Sharpe ratios, or of another number of assets.</exception>
    public SharpePolicy(PolicyModel model, int assets, double leverageCap)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(leverageCap > 0)) throw new ArgumentException($"expected a positive number, found {leverageCap}", nameof(leverageCap));
        if (model.Rows != RowsFor(model.Description, assets, model.Path)) throw new ArgumentException($"expected {RowsFor(model.Description, assets, model.Path)} rows, found {model.Rows}", nameof(model));
        (_model, Assets, LeverageCap) = (model, assets, leverageCap);
        _inputs = new double[model.Rows * model.Description.Inputs.Count];
        (_exposures, _hedges) = (new double[assets], new double[assets]);
    }

    public int Assets { get; }
    public double LeverageCap { get; }

    /// <summary>The graph.</summary>
    public PolicyModel Model => _model;

    /// <summary>Opens a bundle for a market.</summary>
    /// <param name="bundle">Read.</param>
    /// <param name="assets">Assets of the market.</param>
    /// <param name="leverageCap">Greatest Σ|weights|, positive; infinite for none.</param>
    /// <param name="allowInSample">Never refuse a date. For diagnosis.</param>
    /// <exception cref="InvalidDataException">The bundle does not fit: says where, what was expected, what was found.</exception>
    public static SharpePolicy Open(ModelBundle bundle, int assets, double leverageCap, bool allowInSample = false)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        BundleRules.RequireKind(bundle, BundleKind.Policy);
        return new(PolicyModel.Load(bundle, RowsFor(bundle.Manifest.Policy!, assets, bundle.Path), allowInSample), assets, leverageCap);
    }

    /// <summary>Rows with which a model is loaded for a market of so many assets: one a shock, or one for all.</summary>
    /// <exception cref="ArgumentException">The policy does not fit such a market.</exception>
    public static int RowsFor(PolicyDescription description, int assets, string path)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (description.Unit != PolicyUnit.Exposures || description.Inputs.All(input => input.Quantity is not (PolicyQuantity.SharpeRatio or PolicyQuantity.StandardSharpeRatio)))
            throw new ArgumentException($"{path}: expected a policy on Sharpe ratios, found {description.Problem}");
        if (description.Outputs != 1 && description.Outputs != assets)
            throw new ArgumentException($"{path}: expected a policy of 1 or {assets} shocks, found {description.Outputs}");
        return description.Outputs == 1 ? assets : 1;
    }

    /// <summary>Decides.</summary>
    /// <param name="market">Estimates of the day.</param>
    /// <param name="riskAversion">γ, where it is an input of the graph; without meaning elsewhere.</param>
    /// <param name="timeToGo">Years, where they are an input of the graph.</param>
    /// <param name="decision">Receives.</param>
    /// <exception cref="ArgumentException">The number of assets differs, or an estimate is NaN.</exception>
    public void Decide(SharpeEstimate market, double riskAversion, double timeToGo, PolicyDecision decision)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(decision);
        if (market.Assets != Assets) throw new ArgumentException($"expected {Assets} assets, found {market.Assets}", nameof(market));
        var gamma = _model.Description.RiskAversion ?? riskAversion;
        Fill(market, gamma, timeToGo);
        decision.Flags = _model.Evaluate(_inputs) ? PolicyFlags.None : PolicyFlags.OutOfDomain;
        decision.Consumption = _model.Consumption[0];
        if (_model.Description.Substitution is not null && !(decision.Consumption > 0))
            (decision.Consumption, decision.Flags) = (0, decision.Flags | PolicyFlags.NoSolution);
        for (var i = 0; i < Assets; i++)
        {
            _exposures[i] = _model.Myopic[i];
            _hedges[i] = _model.Policy[i] - _model.Myopic[i];
            if (HasSolution(market, i, gamma) && double.IsFinite(_hedges[i])) continue;
            _hedges[i] = 0;
            decision.Flags |= PolicyFlags.NoSolution;
        }
        Weigh(market, _exposures, decision.Myopic);
        Weigh(market, _hedges, decision.Hedging);
        Cap(decision);
    }

    public void Dispose() => _model.Dispose();

    // β² − 4αχ > 0; only parameters that were estimated can lack it.
    private bool HasSolution(SharpeEstimate market, int shock, double gamma)
    {
        if (_model.Rows == 1 && Assets > 1) return true;
        var (a, s, p) = ((1 - gamma) / gamma, market.Deviation[shock], market.Correlation[shock]);
        var b = 2 * (a * p * s - market.Reversion[shock]);
        return b * b - 4 * a * s * s * (1 + a * p * p) > 0;
    }

    private void Fill(SharpeEstimate market, double gamma, double timeToGo)
    {
        var columns = _model.Description.Inputs.Count;
        for (var row = 0; row < _model.Rows; row++)
        {
            var shock = row;
            for (var column = 0; column < columns; column++)
                _inputs[row * columns + column] = _model.Description.Inputs[column].Quantity switch
                {
                    PolicyQuantity.SharpeRatio => market.SharpeRatio[shock++],
                    PolicyQuantity.LongRunSharpeRatio => market.LongRunSharpeRatio[row],
                    PolicyQuantity.Reversion => market.Reversion[row],
                    PolicyQuantity.Deviation => market.Deviation[row],
                    PolicyQuantity.Correlation => market.Correlation[row],
                    PolicyQuantity.RiskAversion => gamma,
                    PolicyQuantity.Rate => market.Rate,
                    PolicyQuantity.TimeToGo => timeToGo,
                    PolicyQuantity.StandardSharpeRatio => (market.SharpeRatio[row] - market.LongRunSharpeRatio[row]) * Math.Sqrt(2 * market.Reversion[row]) / market.Deviation[row],
                    PolicyQuantity.MeanPerReversion => market.LongRunSharpeRatio[row] / Math.Sqrt(market.Reversion[row]),
                    PolicyQuantity.DeviationPerReversion => market.Deviation[row] / market.Reversion[row],
                    PolicyQuantity.ReversionsToGo => market.Reversion[row] * timeToGo,
                    var other => throw new InvalidOperationException($"{_model.Path}: expected no input {other} of a policy on Sharpe ratios"),
                };
        }
    }

    // Σ_S' θ = u, Σ_S lower triangular: from the last row up.
    private void Weigh(SharpeEstimate market, double[] exposures, double[] weights)
    {
        for (var i = Assets - 1; i >= 0; i--)
        {
            var rest = exposures[i];
            for (var j = i + 1; j < Assets; j++) rest -= market.Volatility[j * Assets + i] * weights[j];
            weights[i] = rest / market.Volatility[i * Assets + i];
        }
    }

    private void Cap(PolicyDecision decision)
    {
        var gross = 0.0;
        for (var i = 0; i < Assets; i++) gross += Math.Abs(decision.Myopic[i] + decision.Hedging[i]);
        decision.Leverage = gross;
        var scale = gross > LeverageCap ? LeverageCap / gross : 1;
        if (scale < 1) decision.Flags |= PolicyFlags.Capped;
        for (var i = 0; i < Assets; i++)
        {
            decision.Myopic[i] *= scale;
            decision.Hedging[i] *= scale;
            decision.Weights[i] = decision.Myopic[i] + decision.Hedging[i];
        }
    }
}
