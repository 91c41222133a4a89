using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A network against values that independent programs found, or against finite differences in the same run.</summary>
internal sealed class NeuralReferenceCheck(string name, string description, HjbProblem problem, NeuralOptions options, Func<NetworkValues, IEnumerable<Measure>> compare)
    : NeuralCheck(name, description, problem, options)
{
    private protected override IEnumerable<Measure> Measures(NeuralSolution solution) => compare(new(solution));
}
