using LeanDeep.Training.Search;

namespace LeanDeep.Tests.Training.Search;

public sealed class SearchTests
{
    private static readonly SearchSpace Space = new([
        new Uniform("x", -1, 1), new LogUniform("rate", 1e-5, 1e-1), new WholeNumber("layers", 1, 4), new Choice("activation", ["relu", "tanh", 7]),
    ]);

    [Fact]
    public void Draw_ManyConfigurations_FillTheirRanges()
    {
        var drawn = Enumerable.Range(0, 4000).Select(i => Space.Draw(1, i)).ToArray();

        Assert.All(drawn, c => Assert.InRange(c.Get<double>("x"), -1, 1));
        Assert.InRange(drawn.Average(c => c.Get<double>("x")), -0.04, 0.04);
        Assert.All(drawn, c => Assert.InRange(c.Get<double>("rate"), 1e-5, 1e-1));
        Assert.InRange(drawn.Average(c => Math.Log10(c.Get<double>("rate"))), -3.08, -2.92);
        Assert.Equal([1, 2, 3, 4], drawn.Select(c => c.Get<int>("layers")).Distinct().Order());
        Assert.All(drawn.GroupBy(c => c.Get<int>("layers")), group => Assert.InRange(group.Count(), 880, 1120));
        Assert.All(drawn.GroupBy(c => c.Values["activation"]), group => Assert.InRange(group.Count(), 1200, 1470));
        Assert.Contains("layers=", drawn[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_Number_IsTheSameWhicheverOthersAreDrawn()
    {
        Assert.Equal(Space.Draw(3, 17).Values, Space.Draw(3, 17).Values);
        Assert.NotEqual(Space.Draw(3, 17).Values["x"], Space.Draw(3, 18).Values["x"]);
        Assert.NotEqual(Space.Draw(3, 17).Values["x"], Space.Draw(4, 17).Values["x"]);
    }

    [Fact]
    public void RandomSearch_Parabola_FindsItsTop()
    {
        var result = RandomSearch.Run(Space, 2000, budget: 3, seed: 5, (c, _) => -Math.Pow(c.Get<double>("x") - 0.25, 2));

        Assert.Equal(0.25, result.Best!.Configuration.Get<double>("x"), 1e-2);
        Assert.Equal(6000, result.Spent);
        Assert.Equal(result.Trials.Max(trial => trial.Score), result.Best.Score);
    }

    [Fact]
    public void Halving_Rungs_SpendExactlyTheirBudget()
    {
        var halving = new SuccessiveHalving(27, 1, 27, 3);
        Assert.Equal([(27, 1), (9, 3), (3, 9), (1, 27)], halving.Rungs());
        Assert.Equal(27 * 1 + 9 * 2 + 3 * 6 + 1 * 18, halving.TotalBudget());
        Assert.Equal([(10, 2), (5, 4), (2, 8), (1, 10)], new SuccessiveHalving(10, 2, 10, 2).Rungs());
        Assert.Equal([(5, 4)], new SuccessiveHalving(5, 4, 4, 2).Rungs());

        var given = new Dictionary<int, int>();
        var calls = 0;
        var result = halving.Run(Space, 1, (configuration, budget) =>
        {
            calls++;
            Assert.True(budget > given.GetValueOrDefault(configuration.Index));
            given[configuration.Index] = budget;
            return configuration.Get<double>("x");
        });
        Assert.Equal(27 + 9 + 3 + 1, calls);
        Assert.Equal(halving.TotalBudget(), result.Spent);
        Assert.Equal(halving.TotalBudget(), given.Values.Sum());
    }

    [Fact]
    public void Halving_OrderKnownFromTheStart_KeepsTheBest()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var halving = new SuccessiveHalving(30, 1, 16, 2);
            var result = halving.Run(Space, seed, (c, budget) => c.Get<double>("x") - 1.0 / budget);
            Assert.Equal(Enumerable.Range(0, 30).Max(i => Space.Draw(seed, i).Get<double>("x")), result.Best!.Configuration.Get<double>("x"));
            Assert.Equal(16, result.Best.Budget);
        }
    }

    [Fact]
    public void Halving_LateBloomer_IsLostOnlyBelowItsBudget()
    {
        // Configuration 3 is worst below budget 4 and best from there on: a first rung of 4 keeps it, one of 1 does not.
        double Score(SearchConfiguration c, int budget) => c.Index == 3 ? (budget >= 4 ? 10 : -10) : c.Index * 0.1;
        Assert.Equal(3, new SuccessiveHalving(8, 4, 16, 2).Run(Space, 1, Score).Best!.Configuration.Index);
        Assert.Equal(7, new SuccessiveHalving(8, 1, 16, 2).Run(Space, 1, Score).Best!.Configuration.Index);
    }

    [Fact]
    public void Halving_Failures_RankLast()
    {
        var result = new SuccessiveHalving(4, 1, 4, 2).Run(Space, 1, (c, _) => c.Index == 2 ? double.NegativeInfinity : double.NaN);
        Assert.Equal(2, result.Best!.Configuration.Index);
        Assert.Null(RandomSearch.Run(Space, 3, 1, 1, (_, _) => double.NaN).Best);
    }

    [Fact]
    public void Space_WrongInput_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new SearchSpace([]));
        Assert.Throws<ArgumentException>(() => new SearchSpace([new Uniform("x", 0, 1), new Uniform("x", 0, 1)]));
        Assert.Contains("rate: expected 0 < low < high", Assert.Throws<ArgumentException>(() => new SearchSpace([new LogUniform("rate", 0, 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SearchSpace([new WholeNumber("n", 2, 1)]));
        Assert.Throws<ArgumentException>(() => new SearchSpace([new Choice("c", [])]));
        Assert.Throws<ArgumentException>(() => Space.Draw(1, 1).Get<int>("x"));
        Assert.Throws<ArgumentException>(() => new SuccessiveHalving(4, 1, 4, 1).Rungs());
    }
}
