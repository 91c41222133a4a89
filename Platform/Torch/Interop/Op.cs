using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp;

/// <summary>
/// An ATen operator, named as in its schema: <c>new Op("add", "Tensor")</c> is aten::add.Tensor. It is looked up
/// at the first call. Arguments stand in the schema's order, keyword-only ones included; those left out at the
/// end take the schema's defaults. Failures throw <see cref="ExternalException"/> with torch's message.
/// </summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private const int WordsOnStack = 256;
    private nint _handle;

    internal torch.Tensor Call(params ReadOnlySpan<Arg> arguments)
    {
        Native.Value result;
        Run(arguments, &result, 1);
        return Wrap(result);
    }

    /// <summary>Calls an in-place operator, whose result is its first argument.</summary>
    internal torch.Tensor InPlace(torch.Tensor self, params ReadOnlySpan<Arg> arguments)
    {
        Run(self, arguments);
        return self;
    }

    /// <summary>Calls an operator and ignores what it returns.</summary>
    internal void Do(params ReadOnlySpan<Arg> arguments) => Run(arguments, null, 0);

    internal (torch.Tensor, torch.Tensor) Pair(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Native.Value[2];
        Run(arguments, results, 2);
        return (Wrap(results[0]), Wrap(results[1]));
    }

    internal (torch.Tensor, torch.Tensor, torch.Tensor) Triple(params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Native.Value[3];
        Run(arguments, results, 3);
        return (Wrap(results[0]), Wrap(results[1]), Wrap(results[2]));
    }

    /// <summary>Calls an operator with several results and wraps the first <paramref name="count"/>; undefined ones are null.</summary>
    internal torch.Tensor[] Many(int count, params ReadOnlySpan<Arg> arguments)
    {
        var results = stackalloc Native.Value[count];
        Run(arguments, results, count);
        var tensors = new torch.Tensor[count];
        for (var i = 0; i < count; i++) tensors[i] = Wrap(results[i]);
        return tensors;
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal torch.Tensor[] List(params ReadOnlySpan<Arg> arguments)
    {
        Native.Value result;
        Run(arguments, &result, 1);
        var handles = (nint*)result.Bits;
        var tensors = new torch.Tensor[result.Count];
        for (var i = 0; i < tensors.Length; i++) tensors[i] = new torch.Tensor(handles[i]);
        Native.ld_free_list(&result);
        return tensors;
    }

    internal long Int(params ReadOnlySpan<Arg> arguments)
    {
        Native.Value result;
        Run(arguments, &result, 1);
        return result.Bits;
    }

    internal bool Bool(params ReadOnlySpan<Arg> arguments) => Int(arguments) != 0;

    internal double Double(params ReadOnlySpan<Arg> arguments) => BitConverter.Int64BitsToDouble(Int(arguments));

    /// <summary>Calls an operator that returns a number of any kind.</summary>
    internal Scalar Number(params ReadOnlySpan<Arg> arguments)
    {
        Native.Value result;
        Run(arguments, &result, 1);
        var scalar = (Tag)result.Tag switch
        {
            Tag.Int => new Scalar(result.Bits),
            Tag.Bool => new Scalar(result.Bits != 0),
            Tag.Complex => new Scalar(new System.Numerics.Complex(((double*)result.Bits)[0], ((double*)result.Bits)[1])),
            _ => new Scalar(BitConverter.Int64BitsToDouble(result.Bits)),
        };
        Native.ld_free_list(&result);
        return scalar;
    }

    private static torch.Tensor Wrap(in Native.Value value) => value.Bits == 0 ? null! : new torch.Tensor((nint)value.Bits);

    [SkipLocalsInit]
    private void Run(torch.Tensor self, ReadOnlySpan<Arg> arguments)
    {
        var words = WordsOf(arguments);
        if (words > WordsOnStack)
        {
            Run([self, .. arguments], null, 0);
            return;
        }
        var values = stackalloc Native.Value[arguments.Length + 1];
        var room = stackalloc long[words];
        ((Arg)self).Write(values, room);
        for (var i = 0; i < arguments.Length; i++) room = arguments[i].Write(values + 1 + i, room);
        Native.Check(Native.ld_call(Find(), values, arguments.Length + 1, null, 0));
        GC.KeepAlive(self);
    }

    [SkipLocalsInit]
    private void Run(ReadOnlySpan<Arg> arguments, Native.Value* results, int capacity)
    {
        var words = WordsOf(arguments);
        var values = stackalloc Native.Value[arguments.Length];
        if (words <= WordsOnStack)
        {
            var room = stackalloc long[words];
            Run(arguments, values, room, results, capacity);
            return;
        }
        var rented = (long*)NativeMemory.Alloc((nuint)words, sizeof(long));
        try
        {
            Run(arguments, values, rented, results, capacity);
        }
        finally
        {
            NativeMemory.Free(rented);
        }
    }

    private void Run(ReadOnlySpan<Arg> arguments, Native.Value* values, long* room, Native.Value* results, int capacity)
    {
        for (var i = 0; i < arguments.Length; i++) room = arguments[i].Write(values + i, room);
        Native.Check(Native.ld_call(Find(), values, arguments.Length, results, capacity));
    }

    private static int WordsOf(ReadOnlySpan<Arg> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments) words += argument.Words;
        return words;
    }

    private nint Find() => _handle != 0 ? _handle : _handle = Look();

    private nint Look()
    {
        fixed (byte* full = Encoding.UTF8.GetBytes((name.Contains("::", StringComparison.Ordinal) ? name : "aten::" + name) + "\0"),
            variant = Encoding.UTF8.GetBytes(overload + "\0"))
        {
            return Native.Check(Native.ld_find(full, variant));
        }
    }
}
