using System.Globalization;
using QuantConnect.Interfaces;

namespace QuantConnect.Interfaces
{
    /// <summary>How many shares can be borrowed, and at what rates a year.</summary>
    public interface IShortableProvider
    {
        decimal FeeRate(Symbol symbol, DateTime localTime);
        decimal RebateRate(Symbol symbol, DateTime localTime);

        /// <returns>Null for no limit.</returns>
        long? ShortableQuantity(Symbol symbol, DateTime localTime);
    }
}

namespace QuantConnect.Data.Shortable
{
    /// <summary>No limit and no fees.</summary>
    public class NullShortableProvider : IShortableProvider
    {
        public static NullShortableProvider Instance { get; } = new();

        public decimal FeeRate(Symbol symbol, DateTime localTime) => 0m;
        public decimal RebateRate(Symbol symbol, DateTime localTime) => 0m;
        public long? ShortableQuantity(Symbol symbol, DateTime localTime) => null;
    }

    /// <summary>A brokerage's shares by date, from <c>shortable/BROKERAGE/symbols</c> of the data folder: rows of date, shares, rebate and fee in percent. A date without a row has no limit.</summary>
    public class LocalDiskShortableProvider(string brokerage) : IShortableProvider
    {
        private readonly Dictionary<string, Dictionary<DateTime, ShortableData>> _byTicker = [];

        protected string Brokerage { get; set; } = brokerage.ToLowerInvariant();

        public decimal FeeRate(Symbol symbol, DateTime localTime) => Find(symbol, localTime)?.FeeRate ?? 0m;
        public decimal RebateRate(Symbol symbol, DateTime localTime) => Find(symbol, localTime)?.RebateFee ?? 0m;
        public long? ShortableQuantity(Symbol symbol, DateTime localTime) => Find(symbol, localTime)?.ShortableQuantity;

        private ShortableData Find(Symbol symbol, DateTime localTime)
        {
            if (symbol is null) return null;
            var path = Path.Combine(Globals.DataFolder, symbol.SecurityType.SecurityTypeToLower(), symbol.ID.Market, "shortable", Brokerage, "symbols", $"{symbol.Value.ToLowerInvariant()}.csv");
            if (!_byTicker.TryGetValue(path, out var rows)) _byTicker[path] = rows = Read(path);
            return rows.GetValueOrDefault(localTime.Date);
        }

        private static Dictionary<DateTime, ShortableData> Read(string path)
        {
            var rows = new Dictionary<DateTime, ShortableData>();
            if (!File.Exists(path)) return rows;
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0 || line[0] == '#') continue;
                var cells = line.Split(',');
                long? quantity = null;
                var (rebate, fee) = (0m, 0m);
                if (cells.Length < 2 || !DateTime.TryParseExact(cells[0], DateFormat.EightCharacter, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    || !Number(cells[1], out var shares) || !Number(cells.ElementAtOrDefault(2), out rebate) || !Number(cells.ElementAtOrDefault(3), out fee))
                    throw new InvalidDataException($"{path}: line {number}: expected date,shares[,rebate,fee], found '{line}'");
                if (cells[1].Length > 0) quantity = (long)shares;
                rows[date] = new ShortableData(quantity, rebate / 100, fee / 100);
            }
            return rows;
        }

        private static bool Number(string cell, out decimal value)
        {
            value = 0;
            return string.IsNullOrEmpty(cell) || decimal.TryParse(cell, NumberStyles.Any, CultureInfo.InvariantCulture, out value);
        }

        protected record ShortableData(long? ShortableQuantity, decimal RebateFee, decimal FeeRate);
    }
}
