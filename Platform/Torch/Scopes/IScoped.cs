namespace TorchSharp;

/// <summary>What a dispose scope can own: it knows its scope and its place in the scope's list.</summary>
internal interface IScoped : IDisposable
{
    DisposeScope? OwningDisposeScope { get; set; }

    int ScopeSlot { get; set; }

    /// <summary>Called when no scope owns the object any more and it was not disposed.</summary>
    void LeftScope();
}
