using LeanDeep.Models.Features.Kernels;

namespace LeanDeep.Models.Features;

/// <summary>The features of one name's own series, bar by bar.</summary>
internal sealed class NameStream
{
    private readonly BarWindow _closes = new(Chapter17Features.Horizons[^1] + 1);
    private readonly BarWindow _dollarVolumes = new(Chapter17Features.RankWindow);
    private RelativeStrength.Stream _rsi = new(Chapter17Features.RsiPeriod);
    private AverageTrueRange.Stream _range = new(Chapter17Features.RangePeriod);
    private ExpandingZScore.Stream _rangeScore = new(Chapter17Features.ZScoreMinimum);
    private MovingAverageDifference.Stream _macd =
        new(Chapter17Features.FastPeriod, Chapter17Features.SlowPeriod, Chapter17Features.MacdSignalPeriod);
    private ExpandingZScore.Stream _macdScore = new(Chapter17Features.ZScoreMinimum);

    /// <summary>Takes the name's next bar and writes one row of <paramref name="columns"/>, as <see cref="CrossSection.Complete"/> expects it.</summary>
    public void Next(double high, double low, double close, double volume, double[][] columns, int row)
    {
        _closes.Add(close);
        var dollarVolume = DollarVolume.Value(close, volume);
        _dollarVolumes.Add(dollarVolume);
        columns[Chapter17Features.DollarVolume][row] = dollarVolume;
        columns[Chapter17Features.DollarVolumeRank][row] = DollarVolume.MeanOf(_dollarVolumes.Latest(_dollarVolumes.Count));
        columns[Chapter17Features.Rsi][row] = _rsi.Next(close);
        (columns[Chapter17Features.BandHigh][row], columns[Chapter17Features.BandLow][row]) =
            _closes.Count < Chapter17Features.BandPeriod
                ? (double.NaN, double.NaN)
                : BandDistance.At(_closes.Latest(Chapter17Features.BandPeriod), Chapter17Features.BandWidth);
        var range = _range.Next(high, low, close);
        columns[Chapter17Features.NormalisedRange][row] = 100 * range / close;
        columns[Chapter17Features.TrueRange][row] = _rangeScore.Next(range, close);
        columns[Chapter17Features.PriceOscillator][row] = _closes.Count < Chapter17Features.SlowPeriod
            ? double.NaN
            : PriceOscillator.At(_closes.Latest(Chapter17Features.SlowPeriod), Chapter17Features.FastPeriod);
        columns[Chapter17Features.Macd][row] = _macdScore.Next(_macd.Next(close), close);
        var horizons = Chapter17Features.Horizons;
        for (var h = 0; h < horizons.Length; h++)
            columns[Chapter17Features.FirstReturn + h][row] = _closes.Count <= horizons[h]
                ? double.NaN
                : HorizonReturn.Value(close, _closes.Latest(horizons[h] + 1)[0]);
    }
}
