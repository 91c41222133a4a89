namespace LeanDeep.Tests.Platform.Torch;

/// <summary>Tests of what all threads share (default generator, default type, counts): they run alone.</summary>
[CollectionDefinition(nameof(GlobalState), DisableParallelization = true)]
public sealed class GlobalState
{
}
