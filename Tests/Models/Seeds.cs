using FsCheck;
using FsCheck.Fluent;

namespace LeanDeep.Tests.Models;

/// <summary>Properties over seeds of random cases, the same ones on every run.</summary>
internal static class Seeds
{
    /// <summary>Asserts a property on <paramref name="tests"/> seeds drawn from <paramref name="seed"/>; a failure names the seed that failed.</summary>
    public static void ForAll(int tests, ulong seed, Action<int> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(new Replay(new Rnd(seed, 2 * seed + 1), null)),
            Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property));
}
