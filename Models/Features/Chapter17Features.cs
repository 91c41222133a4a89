using System.Globalization;

namespace LeanDeep.Models.Features;

/// <summary>The chapter's 31 inputs: order, parameters, and where each stands.</summary>
internal static class Chapter17Features
{
    public const int DollarVolume = 0, DollarVolumeRank = 1, Rsi = 2, BandHigh = 3, BandLow = 4, NormalisedRange = 5,
        TrueRange = 6, PriceOscillator = 7, Macd = 8, FirstReturn = 9, FirstDecile = 15, FirstSectorQuintile = 21,
        Sector = 27, Year = 28, Month = 29, Weekday = 30, Count = 31;

    public const int RankWindow = 21, RsiPeriod = 14, BandPeriod = 20, RangePeriod = 14, FastPeriod = 12, SlowPeriod = 26,
        MacdSignalPeriod = 9, Deciles = 10, Quintiles = 5;

    public const double BandWidth = 2;

    /// <summary>Fewest values for which a z-score is defined.</summary>
    public const int ZScoreMinimum = 21;

    /// <summary>A 63-session return needs 64 closes; every other feature is defined earlier.</summary>
    public const int WarmUpSessions = 64;

    /// <summary>Return horizons in sessions of the name's own series.</summary>
    public static ReadOnlySpan<int> Horizons => [1, 5, 10, 21, 42, 63];

    public static IReadOnlyList<FeatureDefinition> Define(Standardisation standardisation)
    {
        var features = new List<FeatureDefinition>(Count);
        Add("dollar_vol");
        Add("dollar_vol_rank", ("window", RankWindow));
        Add("rsi", ("period", RsiPeriod));
        Add("bb_high", ("period", BandPeriod), ("width", BandWidth));
        Add("bb_low", ("period", BandPeriod), ("width", BandWidth));
        Add("NATR", ("period", RangePeriod));
        AddStandardised("ATR", ("period", RangePeriod));
        Add("PPO", ("fast", FastPeriod), ("slow", SlowPeriod));
        AddStandardised("MACD", ("fast", FastPeriod), ("slow", SlowPeriod), ("signal", MacdSignalPeriod));
        foreach (var horizon in Horizons)
            Add($"r{horizon:00}", ("horizon", horizon));
        foreach (var horizon in Horizons)
            Add($"r{horizon:00}dec", ("horizon", horizon), ("quantiles", Deciles));
        foreach (var horizon in Horizons)
            Add($"r{horizon:00}q_sector", ("horizon", horizon), ("quantiles", Quintiles));
        Add("sector");
        Add("year");
        Add("month");
        Add("weekday");
        return features.AsReadOnly();

        void Add(string name, params ReadOnlySpan<(string Key, double Value)> parameters) =>
            features.Add(new FeatureDefinition(name, Text(parameters)));

        void AddStandardised(string name, params ReadOnlySpan<(string Key, double Value)> parameters)
        {
            var text = Text(parameters);
            text.Add("zScore", standardisation == Standardisation.Expanding ? "expanding" : "whole-sample");
            if (standardisation == Standardisation.Expanding)
                text.Add("zScoreMinimum", ZScoreMinimum.ToString(CultureInfo.InvariantCulture));
            features.Add(new FeatureDefinition(name, text));
        }

        static Dictionary<string, string> Text(ReadOnlySpan<(string Key, double Value)> parameters)
        {
            var text = new Dictionary<string, string>();
            foreach (var (key, value) in parameters)
                text.Add(key, value.ToString(CultureInfo.InvariantCulture));
            return text;
        }
    }
}
