namespace TorchSharp;

/// <summary>The dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? t_singleton;

    internal static DisposeScopeManager ThreadSingleton => t_singleton ??= new DisposeScopeManager();

    /// <summary>Counts of what this thread created and disposed.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal LifetimeStatistics StatisticsOf(object item) =>
        item is torch.Tensor ? StatisticsInstance.TensorStatistics : StatisticsInstance.PackedSequenceStatistics;

    internal DisposeScope? RegisterOnCurrentDisposeScope(IScoped item)
    {
        var statistics = StatisticsOf(item);
        if (CurrentDisposeScope is not { } scope)
        {
            statistics.CreatedOutsideScopeCount++;
            return null;
        }
        statistics.CreatedInScopeCount++;
        scope.Add(item);
        return scope;
    }

    internal void DisposingOnCurrentScope(IScoped item)
    {
        if (item.OwningDisposeScope is null) StatisticsOf(item).DisposedOutsideScopeCount++;
        else StatisticsOf(item).DisposedInScopeCount++;
    }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal void RemoveDisposeScope(DisposeScope disposeScope)
    {
        if (ReferenceEquals(CurrentDisposeScope, disposeScope))
        {
            CurrentDisposeScope = disposeScope.OuterScope;
            return;
        }
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
        {
            if (!ReferenceEquals(scope.OuterScope, disposeScope)) continue;
            scope.OuterScope = disposeScope.OuterScope;
            return;
        }
    }
}
