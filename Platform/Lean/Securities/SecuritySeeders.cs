using QuantConnect.Data;

namespace QuantConnect.Securities;

/// <summary>Gives a security that is added the prices known last.</summary>
public interface ISecuritySeeder
{
    /// <returns>Whether there were any.</returns>
    bool SeedSecurity(Security security);
}

public static class SecuritySeeder
{
    /// <summary>Seeds nothing.</summary>
    public static readonly ISecuritySeeder Null = new NullSecuritySeeder();

    private sealed class NullSecuritySeeder : ISecuritySeeder
    {
        public bool SeedSecurity(Security security) => true;
    }
}

/// <summary>Seeds by a function, such as <c>GetLastKnownPrices</c>.</summary>
public class FuncSecuritySeeder : ISecuritySeeder
{
    private readonly Func<Security, IEnumerable<BaseData>> _seedFunction;

    /// <param name="seedFunction">A point, or null for none.</param>
    public FuncSecuritySeeder(Func<Security, BaseData> seedFunction) : this(security => seedFunction(security) is { } data ? [data] : [])
    {
    }

    /// <param name="seedFunction">Points by time.</param>
    public FuncSecuritySeeder(Func<Security, IEnumerable<BaseData>> seedFunction) => _seedFunction = seedFunction;

    public bool SeedSecurity(Security security)
    {
        var found = false;
        foreach (var data in _seedFunction(security))
        {
            found = true;
            security.SetMarketPrice(data);
        }
        return found;
    }
}
