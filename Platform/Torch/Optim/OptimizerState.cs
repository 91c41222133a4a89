using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter: a step count and tensors of the parameter's shape.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    /// <summary>Fresh state, as before the first step.</summary>
    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    /// <summary>Copies another parameter's state; the tensors are not shared.</summary>
    public abstract void LoadStateDict(OptimizerState source);

    private protected void Save(BinaryWriter writer)
    {
        SaveNumbers(writer);
        for (var i = 0; i < Slots; i++)
        {
            if (i >= OptionalFrom)
                SaveConditionalStateTensor(writer, Slot(i));
            else
                TensorStream.Write(writer, Slot(i)!);
        }
    }

    private protected void Load(BinaryReader reader)
    {
        LoadNumbers(reader);
        for (var i = 0; i < Slots; i++)
        {
            if (i >= OptionalFrom)
                LoadConditionalStateTensor(reader, ref Slot(i), _parameter.device);
            else
                TensorStream.Read(reader, Slot(i)!);
        }
    }

    private protected void Load(OptimizerState source)
    {
        if (source.GetType() != GetType())
            throw new ArgumentException($"Expected a state of type {GetType()}, got {source.GetType()}", nameof(source));
        CopyNumbers(source);
        using var noGrad = no_grad();
        for (var i = 0; i < Slots; i++)
            Replace(ref Slot(i), source.Slot(i)?.to(_parameter.device, copy: true));
    }

    public virtual bool ApproximatelyEquals(OptimizerState other)
    {
        if (other.GetType() != GetType() || Steps != other.Steps)
            return false;
        for (var i = 0; i < Slots; i++)
        {
            var (mine, its) = (Slot(i), other.Slot(i));
            if (mine is null != its is null || (mine is not null && !mine.allclose(its!)))
                return false;
        }
        return true;
    }

    public virtual void to(Device device)
    {
        for (var i = 0; i < Slots; i++)
            if (Slot(i) is { } tensor)
                Replace(ref Slot(i), tensor.to(device, copy: true));
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor? result, Device device)
    {
        if (!reader.ReadBoolean())
        {
            Replace(ref result, null);
            return;
        }
        Replace(ref result, TensorStream.Read(reader).to(device, disposeAfter: true));
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is not null)
            TensorStream.Write(writer, tensor);
    }

    /// <summary>The count of updates, where the optimizer keeps one.</summary>
    internal virtual long Steps
    {
        get => 0;
        set { }
    }

    /// <summary>How many tensors there are.</summary>
    private protected virtual int Slots => 0;

    /// <summary>The first tensor that may be absent.</summary>
    private protected virtual int OptionalFrom => int.MaxValue;

    internal virtual ref Tensor? Slot(int i) => throw new ArgumentOutOfRangeException(nameof(i), i, "no such tensor");

    private protected virtual void SaveNumbers(BinaryWriter writer) => writer.Write(Steps);

    private protected virtual void LoadNumbers(BinaryReader reader) => Steps = reader.ReadInt64();

    private protected virtual void CopyNumbers(OptimizerState source) => Steps = source.Steps;

    /// <summary>Zeros in tensors 0 to before <paramref name="filled"/>, nothing in the rest; the step count at 0.</summary>
    private protected void Reset(int filled)
    {
        Steps = 0;
        for (var i = 0; i < Slots; i++)
            Replace(ref Slot(i), i < filled ? zeros_like(_parameter) : null);
    }

    private protected static void Replace(ref Tensor? slot, Tensor? value)
    {
        slot?.Dispose();
        slot = value?.detach_();
        slot?.DetachFromDisposeScope();
    }

    internal void DisposeTensors()
    {
        for (var i = 0; i < Slots; i++)
            Slot(i)?.Dispose();
    }
}
