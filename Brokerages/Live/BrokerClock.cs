using LeanDeep.Brokerages.Alpaca;
using QuantConnect;

namespace LeanDeep.Brokerages.Live;

/// <summary>The broker's time: the machine's corrected by what the broker says, at the speed at which the broker's goes. It never goes back.</summary>
/// <remarks>A real broker's clock goes at speed 1. A simulated one's speed is measured between two answers, and holds until the next open or close, where a simulation changes it.</remarks>
public sealed class BrokerClock(TimeProvider time) : ITimeProvider
{
    private const double SameSpeed = 0.02;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1.5);

    private readonly Lock _lock = new();
    private DateTime _broker, _limit = DateTime.MaxValue, _last, _first;
    private long _wall, _firstWall;
    private double _speed = 1;
    private bool _isSet, _isKnown, _isStepped;

    /// <summary>Broker's seconds in a second; 0 while that is being found out after a change.</summary>
    public double Speed { get { lock (_lock) return _speed; } }

    /// <summary>Whether the speed has been found out.</summary>
    public bool IsKnown { get { lock (_lock) return _isKnown; } }

    /// <summary>Whether the broker's clock has been found to go as the machine's does.</summary>
    public bool IsReal { get { lock (_lock) return _isKnown && _speed == 1; } }

    public DateTime GetUtcNow()
    {
        lock (_lock)
        {
            if (_isStepped) return _last;
            if (!_isSet) return time.GetUtcNow().UtcDateTime;
            var now = _broker + time.GetElapsedTime(_wall) * _speed;
            if (now > _limit) now = _limit;
            if (now > _last) _last = now;
            return _last;
        }
    }

    /// <summary>Now, to be given to <see cref="Observe"/>.</summary>
    public long Ask() => time.GetTimestamp();

    /// <summary>Takes the broker's answer to the question for its time.</summary>
    /// <param name="answer">What it said.</param>
    /// <param name="asked">When it was asked, from <see cref="Ask"/>; null: an answer that took no time.</param>
    public void Observe(AlpacaClock answer, long? asked = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            if (_isStepped) return;
            // Time counts from when the answer came, speed from when the first was asked for: so the clock is behind by the time of an answer, and never ahead.
            var wall = time.GetTimestamp();
            if (!_isSet || answer.Now >= _limit) (_first, _firstWall, _speed, _isKnown) = (answer.Now, asked ?? wall, _isSet ? 0 : 1, false);
            else if (time.GetElapsedTime(_firstWall, wall) is var elapsed && elapsed > Trusted)
            {
                _isKnown = true;
                _speed = (answer.Now - _first) / elapsed is var speed && Math.Abs(speed - 1) < SameSpeed ? 1 : Math.Max(0, speed);
            }
            (_broker, _wall, _isSet) = (answer.Now, wall, true);
            _limit = _isKnown && _speed == 1 ? DateTime.MaxValue : answer.IsOpen ? answer.NextClose : answer.NextOpen;
        }
    }

    /// <summary>Takes what the broker's data say: it is not earlier than this.</summary>
    public void Hear(DateTime utc)
    {
        lock (_lock)
            if (!_isStepped && utc > _last && _isSet && !(_isKnown && _speed == 1)) _last = utc;
    }

    /// <summary>Sets the time: from now on it stands still until it is set again.</summary>
    public void Step(DateTime utc)
    {
        lock (_lock)
        {
            _isStepped = true;
            if (utc > _last) _last = utc;
        }
    }
}
