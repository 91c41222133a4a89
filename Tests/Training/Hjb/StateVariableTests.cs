using LeanDeep.Training.Hjb;

namespace LeanDeep.Tests.Training.Hjb;

public class StateVariableTests
{
    public static TheoryData<double?, double?> Scales => new() { { null, null }, { 0.01, null }, { null, 0.02 }, { 0.001, 0.1 } };

    [Theory]
    [MemberData(nameof(Scales))]
    public void FromCoordinate_OfCoordinate_IsTheState(double? lower, double? upper)
    {
        var state = new StateVariable("z", 0.2, 1.7, BoundaryKind.Open, BoundaryKind.Open) { LowerScale = lower, UpperScale = upper };
        foreach (var x in new[] { 0.2, 0.21, 0.9, 1.7 })
            Assert.Equal(x, state.FromCoordinate(state.Coordinate(x)), 12);
        Assert.Equal(state.Coordinate(0.2), state.AsCoordinate().Lower);
        Assert.Equal(state.Coordinate(1.7), state.AsCoordinate().Upper);
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void CoordinateSlopes_AgreeWithDifferences(double? lower, double? upper)
    {
        var state = new StateVariable("z", 0.2, 1.7, BoundaryKind.Open, BoundaryKind.Open) { LowerScale = lower, UpperScale = upper };
        const double X = 0.8, H = 1e-4;
        var (first, second) = state.CoordinateSlopes(X);
        Assert.Equal((state.Coordinate(X + H) - state.Coordinate(X - H)) / (2 * H), first, 1e-6);
        Assert.Equal((state.Coordinate(X + H) - 2 * state.Coordinate(X) + state.Coordinate(X - H)) / (H * H), second, 1e-5);
    }
}
