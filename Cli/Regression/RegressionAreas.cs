using System.Text.RegularExpressions;

namespace LeanDeep.Cli.Regression;

/// <summary>Sorts algorithms by the part of LEAN's API that they are about, the rarest part first.</summary>
internal static class RegressionAreas
{
    private static readonly (string Area, Regex Sign)[] Signs =
    [
        ("Custom data", Sign(@"\bAddData[<(]|: (BaseData|PythonData)\b")),
        ("Fundamental data", Sign(@"Fundamental|ETFConstituent|Constituents")),
        ("Ticks and seconds", Sign(@"Resolution\.(Tick|Second)")),
        ("Other markets and currencies", Sign(@"Market\.(?!USA)\w+|SetAccountCurrency")),
        ("Framework models", Sign(@"Set(Alpha|PortfolioConstruction|Execution|RiskManagement)\(|(Add|Set)(RiskManagement|UniverseSelection|Alpha)\(")),
        ("Universe selection", Sign(@"AddUniverse\(|UniverseManager|UniverseSettings")),
        ("Shorting and margin", Sign(@"Shortable|MarginCall|BuyingPowerModel|MarginInterest")),
        ("Consolidators", Sign(@"Consolidat")),
        ("Warm-up", Sign(@"SetWarm[Uu]p\(|WarmUpIndicator|OnWarmupFinished")),
        ("History", Sign(@"\bHistory[<(]")),
        ("Corporate actions", Sign(@"OnSplits|OnDividends|OnDelistings|OnSymbolChanged|\.Splits|\.Dividends|\.Delistings|DataNormalizationMode")),
        ("Indicators", Sign(@"\b(SMA|EMA|RSI|MACD|BB|ATR|Identity|RegisterIndicator|IndicatorHistory|B)\(")),
        ("Schedule", Sign(@"Schedule\.On|TrainingEx|Train\(")),
        ("Orders", Sign(@"(Limit|Stop|Trailing|MarketOn|IfTouched)\w*Order\(|TimeInForce|FillModel|SlippageModel|FeeModel|OrderTicket|OnOrderEvent")),
    ];

    /// <summary>The area of an algorithm's source.</summary>
    public static string Of(string source, string name) =>
        Array.Find(Signs, x => x.Sign.IsMatch(name) || x.Sign.IsMatch(source)).Area ?? "Securities and portfolio";

    private static Regex Sign(string pattern) => new(pattern, RegexOptions.CultureInvariant);
}
