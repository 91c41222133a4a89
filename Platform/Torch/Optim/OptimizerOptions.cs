namespace TorchSharp.Modules;

/// <summary>The settings of one group of parameters; what is null takes the optimizer's default.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
        Visit(new OptionWriter(writer));
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Visit(new OptionReader(reader));
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Visit(OptionAssignment.From(source, onlyMissing: false));
    }

    internal void FillFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
        Visit(OptionAssignment.From(defaults, onlyMissing: true));
    }

    /// <summary>Shows every option that the derived class adds, in the order in which files hold them.</summary>
    private protected virtual void Visit(OptionVisitor visitor) { }

    /// <summary>One pass over the options of a class: saving, loading or copying them.</summary>
    internal abstract class OptionVisitor
    {
        public abstract void Number(ref double? option);

        public abstract void Flag(ref bool? option);
    }

    private sealed class OptionWriter(BinaryWriter writer) : OptionVisitor
    {
        public override void Number(ref double? option) => writer.Write(option!.Value);

        public override void Flag(ref bool? option) => writer.Write(option!.Value);
    }

    private sealed class OptionReader(BinaryReader reader) : OptionVisitor
    {
        public override void Number(ref double? option) => option = reader.ReadDouble();

        public override void Flag(ref bool? option) => option = reader.ReadBoolean();
    }

    private sealed class OptionAssignment(Queue<double?> numbers, Queue<bool?> flags, bool onlyMissing) : OptionVisitor
    {
        public static OptionAssignment From(OptimizerOptions source, bool onlyMissing)
        {
            var collection = new OptionCollection();
            source.Visit(collection);
            return new OptionAssignment(collection.Numbers, collection.Flags, onlyMissing);
        }

        public override void Number(ref double? option)
        {
            var value = numbers.Dequeue();
            option = onlyMissing ? option ?? value : value;
        }

        public override void Flag(ref bool? option)
        {
            var value = flags.Dequeue();
            option = onlyMissing ? option ?? value : value;
        }
    }

    private sealed class OptionCollection : OptionVisitor
    {
        public Queue<double?> Numbers { get; } = new();

        public Queue<bool?> Flags { get; } = new();

        public override void Number(ref double? option) => Numbers.Enqueue(option);

        public override void Flag(ref bool? option) => Flags.Enqueue(option);
    }
}
