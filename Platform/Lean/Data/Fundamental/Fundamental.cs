using System.Globalization;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Data.UniverseSelection
{
    /// <summary>One stock on one day: last price, trading volume, and whether its company reports. Known from the next midnight on.</summary>
    public class CoarseFundamental : BaseData
    {
        public string Market => Symbol.ID.Market;

        /// <summary>Dollars traded that day.</summary>
        public virtual double DollarVolume { get; internal set; }

        public virtual long Volume { get; internal set; }
        public virtual bool HasFundamentalData { get; internal set; }
        public virtual decimal PriceFactor { get; internal set; } = 1;
        public virtual decimal SplitFactor { get; internal set; } = 1;
        public decimal PriceScaleFactor => PriceFactor * SplitFactor;
        public decimal AdjustedPrice => Price * PriceScaleFactor;

        public override DateTime EndTime
        {
            get => Time + QuantConnect.Time.OneDay;
            set => Time = value - QuantConnect.Time.OneDay;
        }
    }
}

namespace QuantConnect.Data.Fundamental
{
    /// <summary>A company's reports. This engine has coarse data only.</summary>
    public class FineFundamental : CoarseFundamental;

    /// <summary>One stock on one day. This engine knows its coarse part, from <c>fundamental/coarse</c> of the data folder.</summary>
    public class Fundamental : FineFundamental
    {
        /// <summary>Stocks of a day; none where the folder has no file of it.</summary>
        /// <exception cref="InvalidDataException">A row is malformed.</exception>
        internal static List<BaseData> Read(string dataFolder, string market, DateTime date)
        {
            var path = Path.Combine(dataFolder, "equity", market, "fundamental", "coarse", date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".csv");
            var all = new List<BaseData>();
            if (!File.Exists(path)) return all;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0) continue;
                var cells = line.Split(',');
                if (cells.Length < 5 || !SecurityIdentifier.TryParse(cells[0], out var id)
                    || !decimal.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var price)
                    || !long.TryParse(cells[3], NumberStyles.Integer, CultureInfo.InvariantCulture, out var volume)
                    || !double.TryParse(cells[4], NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars))
                    throw new InvalidDataException($"{path}: line {number}: expected id,ticker,price,volume,dollar volume[,has fundamentals,price factor,split factor], found '{line}'");
                all.Add(new Fundamental
                {
                    Symbol = new Symbol(id, cells[1]), Time = date, Value = price, Volume = volume, DollarVolume = dollars,
                    HasFundamentalData = cells.Length > 5 && string.Equals(cells[5], "true", StringComparison.OrdinalIgnoreCase),
                    PriceFactor = Factor(6), SplitFactor = Factor(7),
                });

                decimal Factor(int cell) => cells.Length > cell && decimal.TryParse(cells[cell], NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) ? factor : 1;
            }
            return all;
        }
    }

    /// <summary>Universes of fundamental data.</summary>
    public class FundamentalUniverse : BaseDataCollection
    {
        public static FundamentalUniverseFactory USA(Func<IEnumerable<Fundamental>, IEnumerable<Symbol>> selector, UniverseSettings universeSettings = null) =>
            new(QuantConnect.Market.USA, universeSettings, selector);
    }
}
