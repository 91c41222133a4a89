namespace QuantConnect.Lean.Engine;

/// <summary>The feeds of one resolution, walked together: most of them have a bar at the same times.</summary>
/// <param name="sessions">When their bars come, in extended hours where they have those.</param>
/// <param name="repeats">When those are repeated within a day; default the same.</param>
/// <param name="accepts">Whether a row, or its repetition at a UTC time, is to be told, in a group of one feed; null for all.</param>
internal sealed class FeedGroup(FeedTable feeds, SessionTable sessions, ZoneClock zone, Resolution resolution, SessionTable repeats = null, Func<int, DateTime?, bool> accepts = null)
{
    private readonly List<int> _members = [];
    // By member: row to come and the UTC time at which it is known; the row known last, or -1.
    private readonly List<int> _nextRow = [], _lastRow = [];
    private readonly List<long> _nextEnd = [], _until = [], _known = [];
    private long _nextFill = long.MaxValue, _earliest = long.MaxValue;
    private long _fillStep, _accepted, _passed;

    public Resolution Resolution { get; } = resolution;

    /// <summary>UTC ticks of the next time at which the group has bars.</summary>
    public long Next => Math.Min(_earliest, _nextFill);

    /// <param name="from">UTC ticks; bars that end by then are past.</param>
    /// <param name="until">UTC ticks of the feed's end.</param>
    /// <param name="known">UTC ticks; bars that end before it are not told, but the last of them may be repeated.</param>
    public void Add(int feed, long from, long until, long known = 0)
    {
        var row = feeds[feed].Columns.LowerBound(zone.FromUtc(from) - 2 * TimeSpan.TicksPerDay);
        var member = _members.Count;
        _members.Add(feed);
        _nextRow.Add(row - 1);
        _lastRow.Add(-1);
        _nextEnd.Add(long.MaxValue);
        _until.Add(until);
        _known.Add(known);
        do Advance(member);
        while (_nextEnd[member] <= from);
        while (_nextEnd[member] < known)
        {
            _lastRow[member] = _nextRow[member];
            Advance(member);
        }
        if (_nextEnd[member] < _earliest) _earliest = _nextEnd[member];
        PassRejected();
    }

    /// <summary>Ends a feed now.</summary>
    public void Remove(int feed)
    {
        var member = _members.IndexOf(feed);
        if (member < 0) return;
        _until[member] = long.MinValue;
        _nextEnd[member] = long.MaxValue;
        FindEarliest();
    }

    /// <summary>Sets how often bars are repeated where there is no new one.</summary>
    public void SetFillStep(long utc, long step)
    {
        _fillStep = step;
        SetNextFill(utc);
        PassRejected();
    }

    /// <summary>Takes the bars of a time.</summary>
    /// <param name="rows">By feed, see <see cref="StepBars"/>.</param>
    /// <param name="taken">Receives the feeds with a new bar.</param>
    /// <param name="repeated">Receives the feeds whose last bar is repeated.</param>
    /// <returns>Number of bars, repetitions included, of feeds that the algorithm asked for.</returns>
    public int Take(long utc, int[] rows, List<int> taken, List<int> repeated)
    {
        var count = 0;
        var fill = utc == _nextFill;
        for (var member = 0; member < _members.Count; member++)
        {
            var feed = _members[member];
            if (_nextEnd[member] == utc)
            {
                _lastRow[member] = _nextRow[member];
                rows[feed] = StepBars.Encode(_nextRow[member], false);
                taken.Add(feed);
                if (!feeds.IsInternal(feed)) count++;
                Advance(member);
            }
            else if (fill && _lastRow[member] >= 0 && utc <= _until[member] && utc >= _known[member] && feeds[feed].Config.FillDataForward)
            {
                rows[feed] = StepBars.Encode(_lastRow[member], true);
                repeated.Add(feed);
                if (!feeds.IsInternal(feed)) count++;
            }
        }
        FindEarliest();
        SetNextFill(utc);
        PassRejected();
        return count;
    }

    // A rejected bar is repeated all the same, and the repetition judged by itself.
    private void PassRejected()
    {
        // What comes next is asked about once.
        while (accepts != null && Next is var utc and < long.MaxValue && utc != _accepted)
        {
            var isNew = _nextEnd[0] == utc;
            if (accepts(isNew ? _nextRow[0] : _lastRow[0], isNew ? null : new DateTime(utc)))
            {
                _accepted = utc;
                return;
            }
            if (isNew)
            {
                _lastRow[0] = _nextRow[0];
                Advance(0);
                FindEarliest();
            }
            SetNextFill(_passed = utc);
        }
    }

    /// <summary>Takes all bars up to a time at once: only the last one of each feed counts.</summary>
    public void CatchUp(long utc, List<(int Feed, int Row)> last)
    {
        for (var member = 0; member < _members.Count; member++)
        {
            while (_nextEnd[member] <= utc)
            {
                _lastRow[member] = _nextRow[member];
                Advance(member);
            }
            if (_lastRow[member] >= 0) last.Add((_members[member], _lastRow[member]));
        }
        FindEarliest();
        SetNextFill(utc);
    }

    private void Advance(int member)
    {
        var feed = feeds[_members[member]];
        var starts = feed.Columns.Start;
        var row = _nextRow[member];
        long end;
        do
        {
            if (++row >= starts.Length)
            {
                _nextRow[member] = starts.Length;
                _nextEnd[member] = long.MaxValue;
                return;
            }
            end = EndOf(feed, starts[row]);
        }
        while (end == 0);
        _nextRow[member] = row;
        _nextEnd[member] = end <= _until[member] ? end : long.MaxValue;
    }

    // UTC end of a bar; 0 for one that lies outside the market's hours.
    private long EndOf(BarFeed feed, long start)
    {
        if (feed.PreciseDaily) return sessions.CloseUtc(SessionTable.DayNumber(start));
        var step = feed.Config.Increment.Ticks;
        if (Resolution == Resolution.Daily) return sessions.CloseUtc(SessionTable.DayNumber(start)) == 0 ? 0 : zone.ToUtc(start + step);
        var (open, close) = sessions.Local(SessionTable.DayNumber(start));
        return start < close && start + step > open ? zone.ToUtc(start + step) : 0;
    }

    private void FindEarliest()
    {
        var earliest = long.MaxValue;
        foreach (var end in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_nextEnd))
            if (end < earliest) earliest = end;
        _earliest = earliest;
    }

    private void SetNextFill(long utc)
    {
        _nextFill = long.MaxValue;
        if (_fillStep == 0) return;
        var (latest, earliest) = (long.MinValue, long.MaxValue);
        for (var member = 0; member < _members.Count; member++)
        {
            if (_lastRow[member] < 0 || !feeds[_members[member]].Config.FillDataForward) continue;
            if (_until[member] > latest) latest = _until[member];
            if (_known[member] < earliest) earliest = _known[member];
        }
        if (latest <= utc) return;
        var next = (_fillStep < TimeSpan.TicksPerDay && repeats != null ? repeats : sessions).NextEnd(Math.Max(Math.Max(utc, _passed), earliest - 1), _fillStep);
        if (next <= latest) _nextFill = next;
    }
}
