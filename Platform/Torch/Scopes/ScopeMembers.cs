namespace TorchSharp;

/// <summary>What a scope owns. Only the scope holds it, so that the collector finds it when a thread has abandoned the scope.</summary>
internal sealed class ScopeMembers : List<IScoped>
{
    /// <summary>The scope has ended in order.</summary>
    internal void Close() => GC.SuppressFinalize(this);

    // What it lists can no longer be reached either.
    ~ScopeMembers()
    {
        foreach (var member in this) (member as torch.Tensor)?.ReleaseUnguarded();
    }
}
