using QuantConnect.Data;
using QuantConnect.Securities.Interfaces;

namespace QuantConnect.Securities
{
    /// <summary>Accepts everything; the base of own filters.</summary>
    public class SecurityDataFilter : ISecurityDataFilter
    {
        public virtual bool Filter(Security vehicle, BaseData data) => true;
    }
}

namespace QuantConnect.Securities.Equity
{
    /// <summary>The filter of stocks: accepts everything.</summary>
    public class EquityDataFilter : SecurityDataFilter
    {
        public override bool Filter(Security vehicle, BaseData data) => true;
    }
}
