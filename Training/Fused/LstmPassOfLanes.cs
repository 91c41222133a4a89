using System.Runtime.CompilerServices;

namespace LeanDeep.Training.Fused;

/// <summary>The kernels at one width.</summary>
internal sealed unsafe class LstmPass<TLanes, TVector>(LstmLayout layout) : LstmPass(layout) where TLanes : struct, ILanes<TVector> where TVector : struct
{
    private const int Rows = LstmLayout.BlockRows;
    private readonly int _units = layout.PaddedUnits, _gates = layout.Gates, _depth = layout.DepthStride;

    public override void Forward(LstmParameters parameters, float* input, bool reversed, float* kept, float* states, bool newest)
    {
        var weights = Room(_depth * _gates + (kept == null ? Layout.Block : 0));
        LstmPacking.Pack(Layout, parameters, weights);
        for (var block = 0; block < Layout.Blocks; block++)
        {
            var reads = kept == null ? weights + _depth * _gates : kept + (nint)block * Layout.Block;
            var gates = reads + Layout.BlockReads;
            var cells = gates + Layout.BlockGates;
            var (first, count) = (block * Rows, Math.Min(Rows, Layout.Rows - block * Rows));
            new Span<float>(reads, Rows * _depth).Clear();
            for (var step = 0; step < Layout.Steps; step++)
            {
                var time = Time(step, reversed);
                Read(input + ((nint)time * Layout.Rows + first) * Layout.Inputs, count, reads);
                Products<TLanes, TVector>.Compute(reads, _depth, 1, weights, _gates, null, 0, null, gates, _gates, Rows, _gates, Layout.Depth);
                var next = reads + Rows * _depth;
                Activate(gates, step == 0 ? null : cells - Rows * _units, cells, next);
                if (!newest) Give(next, _depth, count, states + ((nint)time * Layout.Rows + first) * Layout.Units, Layout.Units);
                else if (step == Layout.Steps - 1) Give(next, _depth, count, states + (nint)first * Layout.Units, Layout.Units);
                reads = next;
                gates += Rows * _gates;
                cells += Rows * _units;
            }
        }
    }

    public override void Backward(LstmParameters parameters, float* kept, bool reversed, float* stateGradients, bool newest, float* inputGradients, LstmParameters gradients)
    {
        var (states, inputs) = (Rows * _units, inputGradients == null ? 0 : Layout.PaddedInputs);
        var sums = Room(_depth * _gates + _gates * (_units + inputs) + 3 * states + Layout.BlockGates + Layout.Steps * Rows * inputs);
        var byState = sums + _depth * _gates;
        var byInput = byState + _gates * _units;
        var given = byInput + _gates * inputs;
        var ofStates = given + states;
        var ofCells = ofStates + states;
        var deltas = ofCells + states;
        var ofInputs = deltas + Layout.BlockGates;
        new Span<float>(sums, _depth * _gates).Clear();
        new Span<float>(given, states).Clear();
        LstmPacking.Rows(Layout, parameters.State, Layout.Units, byState, _units);
        if (inputGradients != null) LstmPacking.Rows(Layout, parameters.Input, Layout.Inputs, byInput, inputs);
        for (var block = 0; block < Layout.Blocks; block++)
        {
            var reads = kept + (nint)block * Layout.Block;
            var (first, count) = (block * Rows, Math.Min(Rows, Layout.Rows - block * Rows));
            if (count < Rows) new Span<float>(given, states).Clear();
            new Span<float>(ofCells, states).Clear();
            for (var step = Layout.Steps - 1; step >= 0; step--)
            {
                var last = step == Layout.Steps - 1;
                var delta = deltas + (nint)step * Rows * _gates;
                if (!newest) Take(stateGradients + ((nint)Time(step, reversed) * Layout.Rows + first) * Layout.Units, count, given);
                else if (last) Take(stateGradients + (nint)first * Layout.Units, count, given);
                if (last) new Span<float>(given, states).CopyTo(new Span<float>(ofStates, states));
                else Products<TLanes, TVector>.Compute(delta + Rows * _gates, _gates, 1, byState, _units, newest ? null : given, _units, null, ofStates, _units, Rows, _units, _gates);
                var cells = reads + Layout.BlockReads + Layout.BlockGates + (nint)step * states;
                Differentiate(reads + Layout.BlockReads + (nint)step * Rows * _gates, step == 0 ? null : cells - states, cells, ofStates, ofCells, delta);
            }
            Products<TLanes, TVector>.Compute(reads, 1, _depth, deltas, _gates, sums, _gates, null, sums, _gates, _depth, _gates, Layout.Steps * Rows);
            if (inputGradients == null) continue;
            Products<TLanes, TVector>.Compute(deltas, _gates, 1, byInput, inputs, null, 0, null, ofInputs, inputs, Layout.Steps * Rows, inputs, _gates);
            for (var step = 0; step < Layout.Steps; step++)
                Give(ofInputs + (nint)step * Rows * inputs, inputs, count, inputGradients + ((nint)Time(step, reversed) * Layout.Rows + first) * Layout.Inputs, Layout.Inputs);
        }
        LstmPacking.Unpack(Layout, sums, gradients);
    }

    private int Time(int step, bool reversed) => reversed ? Layout.Steps - 1 - step : step;

    // Beside the states that are there: inputs, 1, zeros.
    private void Read(float* input, int count, float* reads)
    {
        for (var row = 0; row < Rows; row++)
        {
            var target = reads + row * _depth + _units;
            for (var k = 0; k < Layout.Inputs; k++) target[k] = row < count ? input[row * Layout.Inputs + k] : 0;
            target[Layout.Inputs] = row < count ? 1 : 0;
            for (var k = Layout.Inputs + 1; k < _depth - _units; k++) target[k] = 0;
        }
    }

    private static void Give(float* source, int stride, int count, float* target, int columns)
    {
        for (var row = 0; row < count; row++) new Span<float>(source + row * stride, columns).CopyTo(new Span<float>(target + row * columns, columns));
    }

    private void Take(float* source, int count, float* given)
    {
        for (var row = 0; row < count; row++) new Span<float>(source + row * Layout.Units, Layout.Units).CopyTo(new Span<float>(given + row * _units, Layout.Units));
    }

    // From sums to gates, cells and states.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Activate(float* gates, float* before, float* cells, float* states)
    {
        nint units = _units;
        for (var row = 0; row < Rows; row++, gates += _gates, cells += units, states += _depth)
        {
            for (nint u = 0; u < units; u += TLanes.Width)
            {
                var i = Elementary<TLanes, TVector>.Sigmoid(TLanes.Load(gates + u));
                var f = Elementary<TLanes, TVector>.Sigmoid(TLanes.Load(gates + units + u));
                var g = Elementary<TLanes, TVector>.Tanh(TLanes.Load(gates + 2 * units + u));
                var o = Elementary<TLanes, TVector>.Sigmoid(TLanes.Load(gates + 3 * units + u));
                var c = TLanes.Multiply(i, g);
                if (before != null) c = TLanes.FusedMultiplyAdd(f, TLanes.Load(before + u), c);
                TLanes.Store(i, gates + u);
                TLanes.Store(f, gates + units + u);
                TLanes.Store(g, gates + 2 * units + u);
                TLanes.Store(o, gates + 3 * units + u);
                TLanes.Store(c, cells + u);
                TLanes.Store(TLanes.Multiply(o, Elementary<TLanes, TVector>.Tanh(c)), states + u);
            }
            if (before != null) before += units;
        }
    }

    // From the gradients of states and cells to those of the sums and of the cells before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(float* gates, float* before, float* cells, float* stateGradients, float* cellGradients, float* deltas)
    {
        nint units = _units;
        var one = TLanes.Create(1);
        for (var row = 0; row < Rows; row++, gates += _gates, cells += units, stateGradients += units, cellGradients += units, deltas += _gates)
        {
            for (nint u = 0; u < units; u += TLanes.Width)
            {
                var (i, f) = (TLanes.Load(gates + u), TLanes.Load(gates + units + u));
                var (g, o) = (TLanes.Load(gates + 2 * units + u), TLanes.Load(gates + 3 * units + u));
                var (tanh, dh) = (Elementary<TLanes, TVector>.Tanh(TLanes.Load(cells + u)), TLanes.Load(stateGradients + u));
                var dc = TLanes.FusedMultiplyAdd(TLanes.Multiply(dh, o), TLanes.Subtract(one, TLanes.Multiply(tanh, tanh)), TLanes.Load(cellGradients + u));
                TLanes.Store(TLanes.Multiply(TLanes.Multiply(dc, g), TLanes.Multiply(i, TLanes.Subtract(one, i))), deltas + u);
                TLanes.Store(
                    before == null ? default : TLanes.Multiply(TLanes.Multiply(dc, TLanes.Load(before + u)), TLanes.Multiply(f, TLanes.Subtract(one, f))), deltas + units + u);
                TLanes.Store(TLanes.Multiply(TLanes.Multiply(dc, i), TLanes.Subtract(one, TLanes.Multiply(g, g))), deltas + 2 * units + u);
                TLanes.Store(TLanes.Multiply(TLanes.Multiply(dh, tanh), TLanes.Multiply(o, TLanes.Subtract(one, o))), deltas + 3 * units + u);
                TLanes.Store(TLanes.Multiply(dc, f), cellGradients + u);
            }
            if (before != null) before += units;
        }
    }
}
