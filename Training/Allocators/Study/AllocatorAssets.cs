using LeanDeep.Models.Features;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Losses;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>What is allocated to: names, or portfolios of a sector's names.</summary>
/// <param name="Returns">Simple returns of the assets.</param>
/// <param name="Sectors">(assets) for the constraint set's groups; null where the folder knows none.</param>
/// <param name="Universe">How they were chosen, in words.</param>
/// <param name="Members">(assets) tickers of each portfolio; null for names.</param>
public sealed record AllocatorAssets(ReturnSeries Returns, IReadOnlyList<string>? Sectors, string Universe, IReadOnlyList<IReadOnlyList<string>>? Members)
{
    /// <summary>Reads a config's assets. What is chosen is chosen by the sessions of training alone.</summary>
    /// <exception cref="InvalidDataException">The folder is damaged, or lacks names or sectors that the config asks for.</exception>
    public static AllocatorAssets Read(AllocatorConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var (data, dates) = (config.Data, config.Dates);
        var metadata = FolderMetadata.TryRead(data.Folder);
        IReadOnlyList<IReadOnlyList<string>>? members = null;
        IReadOnlyList<string> tickers;
        string rule;
        if (data.Names is { } names)
            (tickers, rule) = (names, "names of the config");
        else
        {
            // Dollars are those traded: adjusted prices would know of later splits and dividends.
            var traded = LeanFolderReader.ReadPanel(data.Folder, from: dates.From, through: dates.TrainThrough, adjustment: PriceAdjustment.Raw);
            if (data.Largest is { } count)
            {
                tickers = Largest(traded, count, _ => true, $"{data.Folder}: data.largest");
                rule = FormattableString.Invariant($"the {count} names that traded the most dollars through {dates.TrainThrough:yyyy-MM-dd}");
            }
            else
            {
                var portfolios = data.Portfolios!;
                members = [.. portfolios.Sectors.Select(sector => Largest(traded, portfolios.Size, Of(sector), $"{data.Folder}: data.portfolios: {sector}"))];
                tickers = [.. members.SelectMany(portfolio => portfolio)];
                rule = FormattableString.Invariant($"of each sector the {portfolios.Size} names that traded the most dollars through {dates.TrainThrough:yyyy-MM-dd}, equal weights restored daily");
            }

            Func<int, bool> Of(string sector)
            {
                var code = metadata is null ? -1 : metadata.Sectors.ToList().IndexOf(sector);
                return code >= 0
                    ? name => traded.Sectors[name] == code
                    : throw new InvalidDataException($"{data.Folder}: data.portfolios.sectors: expected one of {string.Join(", ", metadata?.Sectors ?? ["none: there is no metadata.json"])}, found {sector}");
            }
        }
        var panel = LeanFolderReader.ReadPanel(data.Folder, tickers, dates.From, dates.TestThrough);
        return Of(panel, data.Fields, metadata?.Sectors, data.Universe ?? rule, members, data.Portfolios?.Sectors);
    }

    /// <summary>Assets from bars.</summary>
    /// <param name="panel">Adjusted bars of the names, or of all members in the order of the portfolios.</param>
    /// <param name="fields">One channel each, close the first.</param>
    /// <param name="sectorNames">By sector code; null for none.</param>
    /// <param name="universe">How the names were chosen, in words.</param>
    /// <param name="members">Of the portfolios; null for names.</param>
    /// <param name="portfolios">Names of the portfolios; null for names.</param>
    public static AllocatorAssets Of(
        Panel panel, IReadOnlyList<PanelField> fields, IReadOnlyList<string>? sectorNames, string universe,
        IReadOnlyList<IReadOnlyList<string>>? members = null, IReadOnlyList<string>? portfolios = null)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var series = ReturnSeries.Of(panel, fields, ReturnKind.Simple);
        if (members is null)
            return new AllocatorAssets(series, sectorNames is null ? null : [.. panel.Sectors.Select(code => code < 0 ? "" : sectorNames[code])], universe, null);
        return new AllocatorAssets(EqualWeights(series, portfolios!, members), portfolios, universe, members);
    }

    private static string[] Largest(Panel panel, int count, Func<int, bool> among, string where)
    {
        string[] chosen = [.. Enumerable.Range(0, panel.NameCount).Where(among)
            .Select(name => (panel.Names[name], Dollars: Dollars(panel.Close(name), panel.Volume(name))))
            .OrderByDescending(name => name.Dollars).ThenBy(name => name.Item1, StringComparer.Ordinal).Take(count).Select(name => name.Item1)];
        return chosen.Length == count ? chosen : throw new InvalidDataException($"{where}: expected at least {count} names, found {chosen.Length}");
    }

    private static double Dollars(ReadOnlySpan<double> close, ReadOnlySpan<double> volume)
    {
        var sum = 0.0;
        for (var t = 0; t < close.Length; t++)
            if (!double.IsNaN(close[t]))
                sum += close[t] * volume[t];
        return sum;
    }

    // The mean return of the members that trade on a session.
    private static ReturnSeries EqualWeights(ReturnSeries names, IReadOnlyList<string> portfolios, IReadOnlyList<IReadOnlyList<string>> members)
    {
        var (sessions, width) = (names.Sessions.Count, names.Names.Count);
        var returns = new double[sessions * portfolios.Count];
        for (var t = 0; t < sessions; t++)
            for (var (portfolio, first) = (0, 0); portfolio < portfolios.Count; first += members[portfolio++].Count)
            {
                var (sum, count) = (0.0, 0);
                for (var at = t * width + first; at < t * width + first + members[portfolio].Count; at++)
                    if (names.Defined[at] && names.Trades[at])
                        (sum, count) = (sum + names.Values[at], count + 1);
                returns[t * portfolios.Count + portfolio] = count > 0 ? sum / count : double.NaN;
            }
        return ReturnSeries.FromReturns(portfolios, names.Sessions, returns);
    }
}
