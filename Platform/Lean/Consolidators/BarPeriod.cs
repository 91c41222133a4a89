namespace QuantConnect.Data.Consolidators;

/// <summary>When the bar that a time belongs to starts, and how long it is.</summary>
internal abstract class BarPeriod
{
    /// <summary>Null where bars have no length. A calendar's is that of the last bar asked for.</summary>
    public abstract TimeSpan? Length { get; }

    public abstract DateTime StartOf(DateTime time);

    /// <summary>Bars begin with their first data.</summary>
    public sealed class Unaligned(TimeSpan? length) : BarPeriod
    {
        public override TimeSpan? Length => length;

        public override DateTime StartOf(DateTime time) => time;
    }

    /// <summary>Bars begin at multiples of their length; those longer than a day with their first data. With a start time, at multiples of the
    /// length from that time of the day, or of the first of the month for a week and more.</summary>
    public sealed class Aligned(TimeSpan length, TimeSpan? startTime) : BarPeriod
    {
        public override TimeSpan? Length => length;

        public override DateTime StartOf(DateTime time)
        {
            if (startTime is not { } start)
                return length > Time.OneDay ? time : time.RoundDown(length);
            var anchor = (length >= TimeSpan.FromDays(7) ? new DateTime(time.Year, time.Month, 1) : time.Date) + start;
            var bars = Math.Floor((time - anchor).TotalSeconds / length.TotalSeconds);
            return anchor + TimeSpan.FromSeconds(bars * length.TotalSeconds);
        }
    }

    /// <summary>Bars of a calendar.</summary>
    public sealed class Scheduled : BarPeriod
    {
        private static readonly DateTime Probe = new(2022, 1, 3, 10, 10, 10);
        private readonly Func<DateTime, CalendarInfo> _calendar;
        private TimeSpan? _length = Time.OneSecond;

        /// <exception cref="ArgumentException">The calendar gives the next bar instead of the one that a time belongs to.</exception>
        public Scheduled(Func<DateTime, CalendarInfo> calendar)
        {
            if (calendar(Probe).Start > Probe)
                throw new ArgumentException("Please use a function that computes the start of the bar associated with the given date time. Should never return a time later than the one passed in.", nameof(calendar));
            _calendar = calendar;
        }

        public override TimeSpan? Length => _length;

        public override DateTime StartOf(DateTime time)
        {
            var bar = _calendar(time);
            _length = bar.Period;
            return bar.Start;
        }
    }
}
