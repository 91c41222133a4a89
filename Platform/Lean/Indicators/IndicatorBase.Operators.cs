namespace QuantConnect.Indicators;

// Comparisons of an indicator's current value with numbers. A null indicator equals no number and is neither above nor below any.
public abstract partial class IndicatorBase
{
    public static implicit operator decimal(IndicatorBase instance) => instance.Current.Value;

    public static bool operator >(IndicatorBase left, double right) => left is not null && left.Current.Value > (decimal)right;
    public static bool operator >(double left, IndicatorBase right) => right is not null && (decimal)left > right.Current.Value;
    public static bool operator <(IndicatorBase left, double right) => left is not null && left.Current.Value < (decimal)right;
    public static bool operator <(double left, IndicatorBase right) => right is not null && (decimal)left < right.Current.Value;
    public static bool operator >=(IndicatorBase left, double right) => left is not null && left.Current.Value >= (decimal)right;
    public static bool operator >=(double left, IndicatorBase right) => right is not null && (decimal)left >= right.Current.Value;
    public static bool operator <=(IndicatorBase left, double right) => left is not null && left.Current.Value <= (decimal)right;
    public static bool operator <=(double left, IndicatorBase right) => right is not null && (decimal)left <= right.Current.Value;
    public static bool operator ==(IndicatorBase left, double right) => left is not null && left.Current.Value == (decimal)right;
    public static bool operator ==(double left, IndicatorBase right) => right is not null && (decimal)left == right.Current.Value;
    public static bool operator !=(IndicatorBase left, double right) => left is null || left.Current.Value != (decimal)right;
    public static bool operator !=(double left, IndicatorBase right) => right is null || (decimal)left != right.Current.Value;

    public static bool operator >(IndicatorBase left, float right) => left is not null && left.Current.Value > (decimal)right;
    public static bool operator >(float left, IndicatorBase right) => right is not null && (decimal)left > right.Current.Value;
    public static bool operator <(IndicatorBase left, float right) => left is not null && left.Current.Value < (decimal)right;
    public static bool operator <(float left, IndicatorBase right) => right is not null && (decimal)left < right.Current.Value;
    public static bool operator >=(IndicatorBase left, float right) => left is not null && left.Current.Value >= (decimal)right;
    public static bool operator >=(float left, IndicatorBase right) => right is not null && (decimal)left >= right.Current.Value;
    public static bool operator <=(IndicatorBase left, float right) => left is not null && left.Current.Value <= (decimal)right;
    public static bool operator <=(float left, IndicatorBase right) => right is not null && (decimal)left <= right.Current.Value;
    public static bool operator ==(IndicatorBase left, float right) => left is not null && left.Current.Value == (decimal)right;
    public static bool operator ==(float left, IndicatorBase right) => right is not null && (decimal)left == right.Current.Value;
    public static bool operator !=(IndicatorBase left, float right) => left is null || left.Current.Value != (decimal)right;
    public static bool operator !=(float left, IndicatorBase right) => right is null || (decimal)left != right.Current.Value;

    public static bool operator >(IndicatorBase left, int right) => left is not null && left.Current.Value > right;
    public static bool operator >(int left, IndicatorBase right) => right is not null && left > right.Current.Value;
    public static bool operator <(IndicatorBase left, int right) => left is not null && left.Current.Value < right;
    public static bool operator <(int left, IndicatorBase right) => right is not null && left < right.Current.Value;
    public static bool operator >=(IndicatorBase left, int right) => left is not null && left.Current.Value >= right;
    public static bool operator >=(int left, IndicatorBase right) => right is not null && left >= right.Current.Value;
    public static bool operator <=(IndicatorBase left, int right) => left is not null && left.Current.Value <= right;
    public static bool operator <=(int left, IndicatorBase right) => right is not null && left <= right.Current.Value;
    public static bool operator ==(IndicatorBase left, int right) => left is not null && left.Current.Value == right;
    public static bool operator ==(int left, IndicatorBase right) => right is not null && left == right.Current.Value;
    public static bool operator !=(IndicatorBase left, int right) => left is null || left.Current.Value != right;
    public static bool operator !=(int left, IndicatorBase right) => right is null || left != right.Current.Value;

    public static bool operator >(IndicatorBase left, long right) => left is not null && left.Current.Value > right;
    public static bool operator >(long left, IndicatorBase right) => right is not null && left > right.Current.Value;
    public static bool operator <(IndicatorBase left, long right) => left is not null && left.Current.Value < right;
    public static bool operator <(long left, IndicatorBase right) => right is not null && left < right.Current.Value;
    public static bool operator >=(IndicatorBase left, long right) => left is not null && left.Current.Value >= right;
    public static bool operator >=(long left, IndicatorBase right) => right is not null && left >= right.Current.Value;
    public static bool operator <=(IndicatorBase left, long right) => left is not null && left.Current.Value <= right;
    public static bool operator <=(long left, IndicatorBase right) => right is not null && left <= right.Current.Value;
    public static bool operator ==(IndicatorBase left, long right) => left is not null && left.Current.Value == right;
    public static bool operator ==(long left, IndicatorBase right) => right is not null && left == right.Current.Value;
    public static bool operator !=(IndicatorBase left, long right) => left is null || left.Current.Value != right;
    public static bool operator !=(long left, IndicatorBase right) => right is null || left != right.Current.Value;
}
