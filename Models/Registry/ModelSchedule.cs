using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Registry;

/// <summary>The bundles of one model in the order of their dates: on each date the newest that has seen nothing of that date is the current one.</summary>
/// <typeparam name="TModel">What a bundle opens as.</typeparam>
/// <remarks>A bundle is read when its turn comes, so what later ones hold, or whether there are any, changes nothing before. Not safe for use from several
/// threads.</remarks>
public abstract class ModelSchedule<TModel> : IDisposable
    where TModel : class, IDisposable
{
    private readonly Func<IEnumerable<string>> _keys;
    private readonly Func<string, byte[]> _read;
    private readonly string _name;
    private readonly Func<ModelBundle, TModel> _open;
    private readonly bool _pinned;
    private IReadOnlyList<DateOnly> _dates;
    private DateOnly _trainedThrough;

    private protected ModelSchedule(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample, Func<ModelBundle, TModel> open)
    {
        ArgumentNullException.ThrowIfNull(keys);
        (_keys, _read, _name, _open, _pinned) = (keys, read, name, open, allowInSample);
        List<string> known = [.. keys()];
        _dates = ModelBundle.Dates(known, name);
        var bundle = ModelBundle.ReadNewest(known, read, name, firstTradingDate, allowInSample);
        (Current, _trainedThrough) = (open(bundle), bundle.Manifest.TrainedThrough);
    }

    /// <summary>The model of the date of the last move.</summary>
    public TModel Current { get; private set; }

    /// <summary>Looks for bundles that have come or were rolled back since; needed where models are trained while this one trades.</summary>
    public void Refresh() => _dates = ModelBundle.Dates(_keys(), _name);

    /// <summary>Makes the newest bundle whose <see cref="ModelManifest.TrainedThrough"/> lies before a date the current one. A current one that was rolled back gives way to the
    /// newest that is left; where none is left it stays.</summary>
    /// <param name="tradingDate">Not before that of an earlier move.</param>
    /// <returns>Whether another bundle than before is the current one.</returns>
    /// <exception cref="InvalidDataException">The next bundle does not fit: says where, what was expected, what was found. The current one stays.</exception>
    public bool MoveTo(DateOnly tradingDate)
    {
        if (_pinned)
            return false;
        var next = _trainedThrough;
        for (var i = _dates.Count - 1; i >= 0; i--)
            if (_dates[i] < tradingDate)
            {
                next = _dates[i];
                break;
            }
        if (next == _trainedThrough)
            return false;
        var model = _open(ModelBundle.Read(_read, _name, next));
        Current.Dispose();
        (Current, _trainedThrough) = (model, next);
        return true;
    }

    public void Dispose()
    {
        Current.Dispose();
        GC.SuppressFinalize(this);
    }
}
