using MathNet.Numerics;
using MathNet.Numerics.LinearRegression;

namespace QuantConnect.Indicators;

/// <summary>The next value that an ARIMA(p, d, q) model forecasts, fitted anew to the last values in two least-squares steps.</summary>
/// <remarks>Source: Hannan and Rissanen (1982). An autoregression gives residuals; a second regression takes lags of both.
/// The series runs from the newest value to the oldest, as in LEAN, so that a "lag" is a newer value.</remarks>
public class AutoRegressiveIntegratedMovingAverage : TimeSeriesIndicator
{
    private readonly RollingWindow<double> _values;
    private readonly int _arOrder, _diffOrder, _maOrder;
    private readonly bool _intercept;
    private bool _logged;
    private double[] _residuals;

    /// <param name="period">Values that the model is fitted to.</param>
    /// <exception cref="ArgumentException">An order is too small, or the period too short.</exception>
    public AutoRegressiveIntegratedMovingAverage(string name, int arOrder, int diffOrder, int maOrder, int period, bool intercept = true)
        : base(name)
    {
        if (arOrder < 1) throw new ArgumentException($"expected an autoregressive order of at least 1, found {arOrder}", nameof(arOrder));
        if (maOrder < 0) throw new ArgumentException($"expected a moving-average order of at least 0, found {maOrder}", nameof(maOrder));
        if (period < Math.Max(arOrder, maOrder)) throw new ArgumentException($"expected a period of at least {Math.Max(arOrder, maOrder)}, found {period}", nameof(period));
        (_arOrder, _diffOrder, _maOrder, _intercept) = (arOrder, diffOrder, maOrder, intercept);
        _values = new RollingWindow<double>(period);
        WarmUpPeriod = period;
    }

    public AutoRegressiveIntegratedMovingAverage(int arOrder, int diffOrder, int maOrder, int period, bool intercept)
        : this($"ARIMA(({arOrder}, {diffOrder}, {maOrder}), {period}, {intercept})", arOrder, diffOrder, maOrder, period, intercept)
    {
    }

    /// <summary>Whether a regression that fails counts as all zero, with one line in the log; otherwise it throws. Default true.</summary>
    public bool HandleExceptions { get; set; } = true;

    public double[] ArParameters { get; private set; }
    public double[] MaParameters { get; private set; }
    public double Intercept { get; private set; }
    public double ArResidualError { get; private set; }
    public double MaResidualError { get; private set; }
    public override bool IsReady => _values.IsReady;
    public override int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _values.Add((double)input.Value);
        if (!IsReady) return 0m;
        double[] series = [.. _values];
        if (_diffOrder > 0)
        {
            series = DifferenceSeries(_diffOrder, series, out var heads);
            _diffHeads = heads;
        }
        FitModel(series);
        var forecast = Intercept;
        for (var i = 0; i < _arOrder; i++) forecast += ArParameters[i] * series[i];
        for (var i = 0; i < _maOrder; i++) forecast += MaParameters[i] * _residuals[_maOrder + i + 1];
        return (decimal)(_diffOrder > 0 ? InverseDifferencedSeries([forecast, .. series], _diffHeads)[0] : forecast);
    }

    public override void Reset()
    {
        _values.Reset();
        base.Reset();
    }

    private void FitModel(double[] series)
    {
        var lags = LaggedSeries(_arOrder, series);
        var fit = Regress(lags, series[_arOrder..], false);
        _residuals = new double[series.Length];
        var squares = 0.0;
        for (var t = _arOrder; t < series.Length; t++)
        {
            _residuals[t] = series[t] - Dot(lags[t - _arOrder], fit);
            squares += _residuals[t] * _residuals[t];
        }
        ArResidualError = squares / (series.Length - _arOrder - 1);
        if (_maOrder == 0) ArParameters = fit;
        else FitWithErrors(series, lags);
    }

    private void FitWithErrors(double[] series, double[][] lags)
    {
        var rows = LaggedSeries(_maOrder, _residuals).Select((errors, i) => (double[])[.. lags[i], .. errors]).ToArray();
        var fit = Regress(rows, series[_maOrder..], _intercept);
        if (_intercept) Intercept = fit[0];
        var slopes = _intercept ? fit[1..] : fit;
        var squares = 0.0;
        for (var t = _maOrder; t < series.Length; t++) squares += Math.Pow(series[t] - Dot(rows[t - _maOrder], slopes), 2);
        MaResidualError = squares / (series.Length - Math.Max(_arOrder, _maOrder) - 1);
        (ArParameters, MaParameters) = (slopes[.._arOrder], slopes[_arOrder..]);
    }

    private double[] Regress(double[][] rows, double[] values, bool intercept)
    {
        try
        {
            return Fit.MultiDim(rows, values, intercept, DirectRegressionMethod.NormalEquations);
        }
        catch (Exception e) when (HandleExceptions)
        {
            if (!_logged) Logging.Log.Error($"{Name}: the regression failed, its parameters count as zero: {e.Message}");
            _logged = true;
            return new double[rows[0].Length + (intercept ? 1 : 0)];
        }
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
