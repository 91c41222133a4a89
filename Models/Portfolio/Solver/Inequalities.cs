using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>The inequalities Gx + s = h of one sample as flat arrays: slack s, multiplier z, their steps, for x = (w, a ≥ |w|, b ≥ |w − held|).</summary>
/// <remarks>Segments of one padded length each: lower, upper (names), row lower, row upper (rows), then w ≤ a, −w ≤ a, and w − held ≤ b, held − w ≤ b
/// where such variables exist. Places without an inequality have mask 0 and s = z = 1 and take no part.
/// Soft: each inequality may be exceeded by v ≥ 0 at a price π a unit, Gx + s − v = h, whose own multiplier is π − z; pairs stay hard by π = ∞.</remarks>
internal sealed class Inequalities
{
    private const int Lanes = Cholesky.Lanes;
    private readonly ScaledProblem _p;
    private readonly int _n, _r;

    public Inequalities(ScaledProblem problem)
    {
        _p = problem;
        _n = problem.Padded;
        _r = Cholesky.Padded(problem.Rows);
        var most = 6 * _n + 2 * _r;
        (S, Z, StepS, StepZ) = (new double[most], new double[most], new double[most], new double[most]);
        (Residual, Shift, Weight, Mask, Bound, Image) = (new double[most], new double[most], new double[most], new double[most], new double[most], new double[most]);
        RowAt = new int[problem.Rows];
        (V, StepV, Price) = (new double[most], new double[most], new double[most]);
    }

    public double[] S { get; }
    public double[] Z { get; }
    public double[] StepS { get; }
    public double[] StepZ { get; }

    /// <summary>Gx + s − h.</summary>
    public double[] Residual { get; }

    /// <summary>t in dz = t + D·G dx.</summary>
    public double[] Shift { get; }

    /// <summary>D.</summary>
    public double[] Weight { get; }
    public double[] Mask { get; }
    public double[] Bound { get; }

    /// <summary>G dx, or Gx.</summary>
    public double[] Image { get; }
    public double[] V { get; }
    public double[] StepV { get; }
    public double[] Price { get; }
    public bool Soft { get; private set; }
    public int Length { get; private set; }
    public int Count { get; private set; }

    /// <summary>The rows that are present, equalities included.</summary>
    public int[] RowAt { get; }
    public int RowCount { get; private set; }

    public int LowerAt { get; }
    public int UpperAt => _n;
    public int RowLowerAt => 2 * _n;
    public int RowUpperAt => 2 * _n + _r;
    public int GrossAt { get; private set; }
    public int TurnoverAt { get; private set; }

    /// <summary>Lays out the inequalities of the problem.</summary>
    /// <param name="price">Where limits may be violated: the price of a unit by which a row is exceeded. A name's own limit costs ten times as much,
    /// and where violations cost the same the gross is kept before the net, the net before groups and turnover. Zero: limits are hard.</param>
    public void Arrange(double price)
    {
        var soft = Soft = price > 0;
        Length = 2 * _n + 2 * _r;
        GrossAt = Length;
        if (_p.HasGrossLifts) Length += 2 * _n;
        TurnoverAt = Length;
        if (_p.HasTurnoverLifts) Length += 2 * _n;
        Array.Clear(Mask);
        Array.Clear(Bound);
        Array.Fill(Price, double.PositiveInfinity);
        Count = 0;
        for (var i = 0; i < _p.N; i++)
        {
            if (!_p.Frozen[i])
            {
                Set(LowerAt + i, -_p.Lower[i], 10 * price);
                Set(UpperAt + i, _p.Upper[i], 10 * price);
            }
            if (_p.LiftGross[i] != 0)
            {
                Set(GrossAt + i, 0, double.PositiveInfinity);
                Set(GrossAt + _n + i, 0, double.PositiveInfinity);
            }
            if (_p.LiftTurnover[i] != 0)
            {
                Set(TurnoverAt + i, _p.Held[i], double.PositiveInfinity);
                Set(TurnoverAt + _n + i, -_p.Held[i], double.PositiveInfinity);
            }
        }
        RowCount = 0;
        for (var row = 0; row < _p.Rows; row++)
        {
            if (!_p.IsPresent(row)) continue;
            RowAt[RowCount++] = row;
            if (!soft && _p.IsEquality(row)) continue;
            var own = price * (row == 0 ? 1.01 : row == _p.GrossRow ? 1.02 : 1);
            Set(RowLowerAt + row, -_p.RowLower[row], own);
            Set(RowUpperAt + row, _p.RowUpper[row], own);
        }
        S.AsSpan().Fill(1);
        Z.AsSpan().Fill(1);
        // Nothing of the sample before may remain, NaN least of all.
        foreach (var values in (ReadOnlySpan<double[]>)[V, StepV, StepS, StepZ, Residual, Shift, Weight, Image]) Array.Clear(values);

        void Set(int at, double bound, double violation)
        {
            if (double.IsPositiveInfinity(bound)) return;
            (Mask[at], Bound[at]) = (1, bound);
            Count++;
            if (soft) Price[at] = violation;
        }
    }

    /// <summary>Image ← G(w, a, b).</summary>
    public void Apply(ReadOnlySpan<double> w, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (var i = 0; i < _n; i += Lanes)
        {
            var value = Vector512.Create(w[i..]);
            (-value).CopyTo(Image, LowerAt + i);
            value.CopyTo(Image, UpperAt + i);
        }
        for (var k = 0; k < RowCount; k++)
        {
            var row = RowAt[k];
            var value = Dense.Dot(_p.Row(row), w);
            if (row == _p.GrossRow && _p.HasGrossLifts) value += Dense.Dot(_p.LiftGross, a);
            if (row == _p.TurnoverRow && _p.HasTurnoverLifts) value += Dense.Dot(_p.LiftTurnover, b);
            (Image[RowLowerAt + row], Image[RowUpperAt + row]) = (-value, value);
        }
        if (_p.HasGrossLifts) Pair(GrossAt, w, a);
        if (_p.HasTurnoverLifts) Pair(TurnoverAt, w, b);

        void Pair(int at, ReadOnlySpan<double> w, ReadOnlySpan<double> lifted)
        {
            for (var i = 0; i < _n; i += Lanes)
            {
                var (value, magnitude) = (Vector512.Create(w[i..]), Vector512.Create(lifted[i..]));
                (value - magnitude).CopyTo(Image, at + i);
                (-value - magnitude).CopyTo(Image, at + _n + i);
            }
        }
    }

    /// <summary>w ← w + (Gᵀt)w, a ← a + (Gᵀt)a, b ← b + (Gᵀt)b; the rows apart.</summary>
    public void AddTransposed(ReadOnlySpan<double> t, Span<double> w, Span<double> a, Span<double> b)
    {
        for (var i = 0; i < _n; i += Lanes)
            (Vector512.Create<double>(w[i..]) + Vector512.Create(t[(UpperAt + i)..]) - Vector512.Create(t[(LowerAt + i)..])).CopyTo(w[i..]);
        if (_p.HasGrossLifts) Pair(t[GrossAt..], w, a);
        if (_p.HasTurnoverLifts) Pair(t[TurnoverAt..], w, b);

        void Pair(ReadOnlySpan<double> t, Span<double> w, Span<double> lifted)
        {
            for (var i = 0; i < _n; i += Lanes)
            {
                var (positive, negative) = (Vector512.Create(t[i..]), Vector512.Create(t[(_n + i)..]));
                (Vector512.Create<double>(w[i..]) + positive - negative).CopyTo(w[i..]);
                (Vector512.Create<double>(lifted[i..]) - positive - negative).CopyTo(lifted[i..]);
            }
        }
    }

    /// <summary>Residual ← (Image + s − v − h) where there is an inequality.</summary>
    public void SetResidual()
    {
        for (var i = 0; i < Length; i += Lanes)
            ((At(Image, i) + At(S, i) - At(V, i) - At(Bound, i)) * At(Mask, i)).CopyTo(Residual, i);
    }

    /// <summary>Σ s z, with Σ v(π − z) where soft.</summary>
    public double Complementarity()
    {
        var sum = Vector512<double>.Zero;
        for (var i = 0; i < Length; i += Lanes) sum += At(S, i) * At(Z, i) * At(Mask, i);
        var total = Vector512.Sum(sum);
        for (var i = 0; Soft && i < Length; i++) if (IsSoft(i)) total += V[i] * (Price[i] - Z[i]);
        return total;
    }

    /// <summary>Complementary pairs, the violations' included.</summary>
    public int Pairs()
    {
        var pairs = Count;
        for (var i = 0; Soft && i < Length; i++) if (IsSoft(i)) pairs++;
        return pairs;
    }

    /// <summary>D ← (s/z + v/(π − z))⁻¹.</summary>
    public void SetWeights()
    {
        for (var i = 0; i < Length; i += Lanes) (At(Z, i) / At(S, i) * At(Mask, i)).CopyTo(Weight, i);
        for (var i = 0; Soft && i < Length; i++) if (IsSoft(i)) Weight[i] = 1 / (S[i] / Z[i] + V[i] / (Price[i] - Z[i]));
    }

    /// <summary>t for the complementarity target s z → <paramref name="target"/>, less the product of the affine steps where <paramref name="corrected"/>.</summary>
    public void SetShift(double target, bool corrected)
    {
        var goal = Vector512.Create(target);
        for (var i = 0; i < Length; i += Lanes)
        {
            var aim = corrected ? goal - At(StepS, i) * At(StepZ, i) : goal;
            // t = (z r − (s z − aim)) / s
            ((At(Z, i) * (At(Residual, i) - At(S, i)) + aim) / At(S, i) * At(Mask, i)).CopyTo(Shift, i);
        }
        for (var i = 0; Soft && i < Length; i++)
        {
            if (!IsSoft(i)) continue;
            var other = Price[i] - Z[i];
            var rc = S[i] * Z[i] - target + (corrected ? StepS[i] * StepZ[i] : 0);
            var rv = V[i] * other - target - (corrected ? StepV[i] * StepZ[i] : 0);
            Shift[i] = Weight[i] * (Residual[i] - rc / Z[i] + rv / other);
        }
        (_target, _corrected) = (target, corrected);
    }

    /// <summary>ds, dz, dv from Image = G dx.</summary>
    public void SetSteps()
    {
        if (Soft) SetSoftSteps();
        for (var i = 0; i < Length; i += Lanes)
        {
            var image = At(Image, i);
            ((At(StepV, i) - At(Residual, i) - image) * At(Mask, i)).CopyTo(StepS, i);
            Vector512.FusedMultiplyAdd(At(Weight, i), image, At(Shift, i)).CopyTo(StepZ, i);
        }
    }

    /// <summary>The longest step, at most 1, that keeps s, z, v and π − z nonnegative.</summary>
    public double LongestStep()
    {
        var steepest = Vector512.Create(1.0);
        for (var i = 0; i < Length; i += Lanes)
            steepest = Vector512.Max(steepest, Vector512.Max(-At(StepS, i) / At(S, i), -At(StepZ, i) / At(Z, i)));
        var result = 1.0;
        for (var lane = 0; lane < Lanes; lane++) result = Math.Max(result, steepest[lane]);
        for (var i = 0; Soft && i < Length; i++)
            if (IsSoft(i)) result = Math.Max(result, Math.Max(-StepV[i] / V[i], StepZ[i] / (Price[i] - Z[i])));
        return 1 / result;
    }

    /// <summary>Σ (s + α ds)(z + α dz), with the violations'.</summary>
    public double ComplementarityAfter(double step)
    {
        var (sum, length) = (Vector512<double>.Zero, Vector512.Create(step));
        for (var i = 0; i < Length; i += Lanes)
            sum += Vector512.FusedMultiplyAdd(At(StepS, i), length, At(S, i)) * Vector512.FusedMultiplyAdd(At(StepZ, i), length, At(Z, i)) * At(Mask, i);
        var total = Vector512.Sum(sum);
        for (var i = 0; Soft && i < Length; i++)
            if (IsSoft(i)) total += (V[i] + step * StepV[i]) * (Price[i] - Z[i] - step * StepZ[i]);
        return total;
    }

    public void Move(double step)
    {
        Dense.Add(step, StepS.AsSpan(0, Length), S);
        Dense.Add(step, StepZ.AsSpan(0, Length), Z);
        if (Soft) Dense.Add(step, StepV.AsSpan(0, Length), V);
    }

    public bool IsInequality(int row) => Mask[RowLowerAt + row] != 0 || Mask[RowUpperAt + row] != 0;

    public bool IsSoft(int i) => Mask[i] != 0 && Price[i] < double.PositiveInfinity;

    private double _target;
    private bool _corrected;

    // Before the affine steps that the correction refers to are overwritten.
    private void SetSoftSteps()
    {
        for (var i = 0; i < Length; i++)
        {
            if (!IsSoft(i)) continue;
            var other = Price[i] - Z[i];
            var rv = V[i] * other - _target - (_corrected ? StepV[i] * StepZ[i] : 0);
            var stepZ = Shift[i] + Weight[i] * Image[i];
            StepV[i] = (-rv + V[i] * stepZ) / other;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> At(double[] values, int i) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), i));
}
