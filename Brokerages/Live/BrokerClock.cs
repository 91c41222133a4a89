using LeanDeep.Brokerages.Alpaca;
using QuantConnect;

namespace LeanDeep.Brokerages.Live;

/// <summary>The broker's time: the machine's corrected by what the broker says, at the speed at which the broker's goes. It never goes back.</summary>
/// <remarks>A real broker's clock goes at speed 1. A simulated one's speed is measured between two answers, and holds until the next open or close, where a simulation changes it.</remarks>
public sealed class BrokerClock(TimeProvider time) : ITimeProvider
{
    private const double SameSpeed = 0.02;

    private readonly Lock _lock = new();
    private DateTime _broker, _limit, _last;
    private long _wall;
    private double _speed = 1;
    private bool _isSet, _isStepped;

    /// <summary>Broker's seconds in a second.</summary>
    public double Speed { get { lock (_lock) return _speed; } }

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

    /// <summary>Takes the broker's answer to the question for its time.</summary>
    public void Observe(AlpacaClock answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            if (_isStepped) return;
            var wall = time.GetTimestamp();
            if (_isSet && time.GetElapsedTime(_wall, wall) is { TotalSeconds: > 0.2 } elapsed)
            {
                var speed = (answer.Now - _broker) / elapsed;
                // An answer that crossed an open or a close says nothing about the speed after it: until the next one time stands still.
                _speed = answer.Now > _limit ? 0 : Math.Abs(speed - 1) < SameSpeed ? 1 : Math.Max(0, speed);
            }
            (_broker, _wall, _isSet) = (answer.Now, wall, true);
            var change = answer.IsOpen ? answer.NextClose : answer.NextOpen;
            _limit = _speed == 1 ? DateTime.MaxValue : change;
        }
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
