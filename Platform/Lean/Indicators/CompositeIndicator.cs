namespace QuantConnect.Indicators;

/// <summary>A function of two indicators; a new value comes when both have one.</summary>
public class CompositeIndicator : IndicatorBase<IndicatorDataPoint>
{
    public delegate IndicatorResult IndicatorComposer(IndicatorBase left, IndicatorBase right);

    private readonly IndicatorComposer _composer;
    private bool _leftIsNew;
    private bool _rightIsNew;

    public CompositeIndicator(string name, IndicatorBase left, IndicatorBase right, IndicatorComposer composer)
        : base(name ?? $"COMPOSE({left.Name},{right.Name})")
    {
        _composer = composer;
        Left = left;
        Right = right;
        // A constant never has news.
        var leftIsConstant = IsConstant(left);
        var rightIsConstant = IsConstant(right);
        left.Updated += (_, updated) =>
        {
            _leftIsNew = true;
            if (_rightIsNew || rightIsConstant)
                Compose(updated);
        };
        right.Updated += (_, updated) =>
        {
            _rightIsNew = true;
            if (_leftIsNew || leftIsConstant)
                Compose(updated);
        };
    }

    public CompositeIndicator(IndicatorBase left, IndicatorBase right, IndicatorComposer composer)
        : this(null, left, right, composer)
    {
    }

    public IndicatorBase Left { get; }

    public IndicatorBase Right { get; }

    public override bool IsReady => Left.IsReady && Right.IsReady;

    public override void Reset()
    {
        Left.Reset();
        Right.Reset();
        _leftIsNew = false;
        _rightIsNew = false;
        base.Reset();
    }

    protected override IndicatorResult ValidateAndComputeNextValue(IndicatorDataPoint input) => _composer(Left, Right);

    protected override decimal ComputeNextValue(IndicatorDataPoint _) => _composer(Left, Right).Value;

    private void Compose(IndicatorDataPoint updated)
    {
        var time = Math.Max(updated.Time.Ticks, Math.Max(Right.Current.Time.Ticks, Left.Current.Time.Ticks));
        Update(new IndicatorDataPoint { Time = new DateTime(time) });
        _leftIsNew = false;
        _rightIsNew = false;
    }

    private static bool IsConstant(IndicatorBase indicator) =>
        indicator.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ConstantIndicator<>);
}

/// <summary>A composite that resets more than its two parts.</summary>
public class ResetCompositeIndicator : CompositeIndicator
{
    private readonly Action _extraResetAction;

    public ResetCompositeIndicator(IndicatorBase left, IndicatorBase right, IndicatorComposer composer, Action extraResetAction)
        : this($"RESET_COMPOSE({left.Name},{right.Name})", left, right, composer, extraResetAction)
    {
    }

    public ResetCompositeIndicator(string name, IndicatorBase left, IndicatorBase right, IndicatorComposer composer, Action extraResetAction)
        : base(name, left, right, composer) => _extraResetAction = extraResetAction;

    public override void Reset()
    {
        base.Reset();
        _extraResetAction();
    }
}
