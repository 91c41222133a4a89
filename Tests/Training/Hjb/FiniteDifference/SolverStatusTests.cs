using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.FiniteDifference;
using LeanDeep.Training.Hjb.Numbers;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb.FiniteDifference;

public class SolverStatusTests
{
    /// <summary>∂v/∂τ = v² from 1, infinite at τ = 1; or with an equation that is nowhere a number.</summary>
    private sealed class Exploding(double? horizon, bool undefined) : HjbProblem
    {
        public override string Name => "exploding";
        public override IReadOnlyList<StateVariable> States { get; } = [new("x", 0, 1, BoundaryKind.Reflecting, BoundaryKind.Reflecting)];
        public override IReadOnlyList<Unknown> Unknowns { get; } = [new("v")];
        public override IReadOnlyList<string> Policies => [];
        public override double? Horizon => horizon;
        public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 1;

        public override void Equations<T>(Point<T> at)
        {
            at.Drift(0, T.Of(0));
            at.Equation(0, undefined ? T.Log(-T.Square(at.Value(0))) : 1 + T.Square(at.Value(0)));
        }

        public override void Policy(Point<Real> at, Span<double> policy) { }
    }

    [Fact]
    public void Solve_ExplosionBeforeTheHorizon_SaysNotConverged()
    {
        var problem = new Exploding(2, undefined: false);
        var solution = FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 5));
        Assert.False(solution.Converged);
        Assert.InRange(solution.Steps, 1, 199);
    }

    [Fact]
    public void Solve_NoStationarySolution_SaysNotConverged() =>
        Assert.False(FiniteDifferenceSolver.Solve(new Exploding(null, undefined: false), new Grid([0, 0.5, 1]), new() { Iterations = 50 }).Converged);

    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public void Solve_NotANumber_SaysNotConverged(double? horizon)
    {
        var solution = FiniteDifferenceSolver.Solve(new Exploding(horizon, undefined: true), new Grid([0, 0.5, 1]));
        Assert.False(solution.Converged);
        Assert.True(double.IsNaN(solution.Residual));
    }

    [Fact]
    public void Solve_ThreeStates_Refuses()
    {
        var problem = new LinearQuadratic(3, 1, 1);
        var failure = Assert.Throws<ArgumentException>(() => FiniteDifferenceSolver.Solve(problem, Grid.Uniform(problem, 5, 5, 5)));
        Assert.StartsWith("finite differences: expected at most 2 states, found 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_GridOfAnotherProblem_Refuses() =>
        Assert.Throws<ArgumentException>(() => FiniteDifferenceSolver.Solve(Cases.LogTrees, new Grid()));

    [Fact]
    public void Grid_NodesThatDoNotIncrease_Refuses() => Assert.Throws<ArgumentException>(() => new Grid([0, 1, 1]));

    [Fact]
    public void ValueAt_OutsideTheDomain_Refuses() =>
        Assert.Throws<ArgumentException>(() => FiniteDifferenceSolver.Solve(Cases.LogTrees, Grid.Uniform(Cases.LogTrees, 5)).ValueAt(0, 1.5));

    [Fact]
    public void Solve_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FiniteDifferenceSolver.Solve(Cases.LogTrees, Grid.Uniform(Cases.LogTrees, 5), cancellation: source.Token));
    }

    [Fact]
    public void Solve_Twice_SameBits()
    {
        static double[] Run()
        {
            var solution = FiniteDifferenceSolver.Solve(Cases.PowerTrees, Grid.Uniform(Cases.PowerTrees, 51));
            return [.. Enumerable.Range(0, 51).Select(i => solution.Value(i, 0))];
        }
        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Iteration_AllocatesNothing()
    {
        var problem = new BrunnermeierSannikov2016();
        var grid = Grid.Uniform(problem, 50);
        var system = new Discretisation(problem, grid, Differencing.Central);
        var (values, equations) = (new double[4 * 50], new double[4 * 50]);
        for (var node = 0; node < 50; node++)
            problem.Start([0.5], values.AsSpan(4 * node, 4));
        var jacobian = new BandedMatrix(values.Length, system.Band, system.Band);
        void Once()
        {
            system.Evaluate(values, equations, jacobian);
            for (var i = 0; i < values.Length; i++)
                jacobian[i, i] -= 1;
            Assert.True(jacobian.Factor());
            jacobian.Solve(equations);
        }
        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
