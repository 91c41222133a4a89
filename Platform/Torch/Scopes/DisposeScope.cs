using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>Disposes, when it ends, the tensors that its thread created since it began, except those moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    private readonly ScopeMembers _members = [];
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager disposeScopeManager)
    {
        _manager = disposeScopeManager;
        OuterScope = disposeScopeManager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    private DisposeScopeManager Manager => _manager ?? throw new ObjectDisposedException(typeof(DisposeScope).FullName);

    /// <summary>A copy of the list of what the scope owns.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            return _members.ToArray();
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            return _members.Count;
        }
    }

    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(OuterScope, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(OuterScope, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(OuterScope, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope? scope, T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope? scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        Move(scope, first);
        Move(scope, second);
        Move(scope, third);
        return (first, second, third);
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) => MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Moves what this scope owns to another scope, or out of all scopes where that is null.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Move(scope, disposable);
    }

    public T Detach<T>(T disposable) where T : IDisposable
    {
        DetachOne(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DetachOne(first);
        DetachOne(second);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DetachOne(first);
        DetachOne(second);
        DetachOne(third);
        return (first, second, third);
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes what this scope owns out of all scopes.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) DetachOne(disposable);
    }

    public void Attach(IDisposable disposable)
    {
        var manager = Manager;
        if (Adopt(disposable)) manager.StatisticsOf(disposable).AttachedToScopeCount++;
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Makes this scope the owner, whichever scope was before.</summary>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        foreach (var disposable in list) Attach(disposable);
        return list;
    }

    public void DisposeEverything()
    {
        _ = Manager;
        while (_members.Count > 0) _members[^1].Dispose();
    }

    /// <summary>Disposes what the scope owns now, except <paramref name="inKeep"/>; the scope goes on.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var kept = new HashSet<object>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var member in _members.ToArray())
            if (!kept.Contains(member)) member.Dispose();
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { keep });
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { first, second });
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut(new IDisposable[] { first, second, third });
        return (first, second, third);
    }

    public void Dispose()
    {
        if (_manager is null) return;
        DisposeEverything();
        _manager.RemoveDisposeScope(this);
        _manager = null;
        _members.Close();
    }

    /// <summary>Tells the scope that something it owned has been disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        if (disposable is IScoped scoped) Remove(scoped);
    }

    public bool Contains(IDisposable disposable) => disposable is IScoped scoped && Owns(scoped);

    /// <summary>Adds an object that no scope owns.</summary>
    internal void Add(IScoped item)
    {
        item.ScopeSlot = _members.Count;
        _members.Add(item);
        item.OwningDisposeScope = this;
    }

    internal static void ReplaceWith(torch.Tensor original, torch.Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope || !scope.Remove(original)) return;
        original.Guard();
        scope.Adopt(replacement);
    }

    internal HashSet<IDisposable> DetachAllAndDispose()
    {
        var all = new HashSet<IDisposable>(_members, ReferenceEqualityComparer.Instance);
        Detach(all);
        Dispose();
        return all;
    }

    private bool Owns(IScoped item) =>
        ReferenceEquals(item.OwningDisposeScope, this) && item.ScopeSlot < _members.Count && ReferenceEquals(_members[item.ScopeSlot], item);

    private bool Remove(IScoped item)
    {
        if (!Owns(item)) return false;
        var last = _members[^1];
        last.ScopeSlot = item.ScopeSlot;
        CollectionsMarshal.AsSpan(_members)[item.ScopeSlot] = last;
        _members.RemoveAt(_members.Count - 1);
        item.OwningDisposeScope = null;
        return true;
    }

    private void DetachOne(IDisposable disposable)
    {
        var manager = Manager;
        if (disposable is not IScoped scoped || !Remove(scoped)) return;
        scoped.LeftScope();
        manager.StatisticsOf(disposable).DetachedFromScopeCount++;
    }

    private void Move(DisposeScope? scope, IDisposable disposable)
    {
        _ = Manager;
        if (scope is null) DetachOne(disposable);
        else if (disposable is IScoped scoped && Remove(scoped)) scope.Add(scoped);
    }

    private bool Adopt(IDisposable disposable)
    {
        if (disposable is not IScoped scoped) throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
        if (ReferenceEquals(scoped.OwningDisposeScope, this)) return false;
        scoped.OwningDisposeScope?.Remove(scoped);
        Add(scoped);
        return true;
    }
}
