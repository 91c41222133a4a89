namespace LeanDeep.Tests.Training;

/// <summary>Tests that use libtorch run one after the other: some count live tensors, and all are quick on one thread.</summary>
[CollectionDefinition(Name)]
public sealed class TorchCollection
{
    public const string Name = "torch";
}
