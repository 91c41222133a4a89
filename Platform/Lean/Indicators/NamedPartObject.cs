using System.Dynamic;
using System.Linq.Expressions;

namespace QuantConnect.Indicators;

/// <summary>Lets <c>dynamic</c> code reach what an object's text indexer knows as if it were a property: <c>point.UpperBand</c>.</summary>
internal sealed class NamedPartObject(Expression expression, object value) : DynamicMetaObject(expression, BindingRestrictions.GetTypeRestriction(expression, value.GetType()), value)
{
    public override DynamicMetaObject BindGetMember(GetMemberBinder binder)
    {
        if (LimitType.GetProperty(binder.Name) != null) return base.BindGetMember(binder);
        var part = Expression.Property(Expression.Convert(Expression, LimitType), LimitType.GetProperty("Item", [typeof(string)]), Expression.Constant(binder.Name));
        return new DynamicMetaObject(Expression.Convert(part, binder.ReturnType), Restrictions);
    }
}
