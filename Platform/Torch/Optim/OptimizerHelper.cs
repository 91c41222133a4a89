using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Base of the optimizers that keep groups with options and a state for each parameter.</summary>
public abstract class OptimizerHelper : Optimizer
{
    protected OptimizerOptions _defaults = null!;
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() : base(IntPtr.Zero) { }

    protected enum TypeCode
    {
        Double = 0,
        Long = 1,
        Tensor = 2,
        Options = 3,
        State = 4,
    }

    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <exception cref="InvalidDataException">The file is not the state of such an optimizer, or ends early.</exception>
    public void load_state_dict(string location)
    {
        try
        {
            using var stream = File.OpenRead(location);
            using var reader = new BinaryReader(stream);
            load_state_dict(reader);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"{location}: expected the state of {GetType().Name}, found a truncated file");
        }
    }

    public void save_state_dict(BinaryWriter writer)
    {
        writer.Write(GetType().Name);
        var state = state_dict();
        TensorStream.WriteNumber(writer, state.Options.Count);
        TensorStream.WriteNumber(writer, state.State.Count);
        foreach (var options in state.Options)
            options.SaveStateDict(writer);
        foreach (var item in state.State)
            item.SaveStateDict(writer);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var found = reader.ReadString();
        if (found != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{found}' in the loaded stream.");
        var state = state_dict();
        RequireCounts(state, TensorStream.ReadNumber(reader), TensorStream.ReadNumber(reader));
        foreach (var options in state.Options)
            options.LoadStateDict(reader);
        foreach (var item in state.State)
            item.LoadStateDict(reader);
    }

    /// <summary>Copies the options and states of another optimizer of this kind.</summary>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var mine = this.state_dict();
        RequireCounts(mine, state_dict.Options.Count, state_dict.State.Count);
        for (var i = 0; i < mine.Options.Count; i++)
            if (!ReferenceEquals(mine.Options[i], state_dict.Options[i]))
                mine.Options[i].LoadStateDict(state_dict.Options[i]);
        for (var i = 0; i < mine.State.Count; i++)
            if (!ReferenceEquals(mine.State[i], state_dict.State[i]))
                mine.State[i].LoadStateDict(state_dict.State[i]);
    }

    public virtual StateDictionary state_dict()
    {
        var result = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                indices.Add(result.State.Count);
                result.State.Add(_state[parameter.Handle]);
            }
            result.StateIndexRef.Add(indices);
        }
        return result;
    }

    /// <summary>Moves the states; the parameters must be there already.</summary>
    public void to(Device device)
    {
        foreach (var (_, state) in _state)
            state.to(device);
    }

    /// <param name="param_group">Options that it lacks are filled in from the optimizer's.</param>
    /// <exception cref="ArgumentException">One of its parameters is in a group already.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        if (NewOptions() is { } options)
        {
            param_group.Options ??= options;
            param_group.Options.FillFrom(_defaults);
            param_group.Parameters = param_group.Parameters.ToArray();
            foreach (var parameter in param_group.Parameters)
            {
                if (_state.ContainsKey(parameter.Handle))
                    throw new ArgumentException("some parameters appear in more than one parameter group", nameof(param_group));
                var state = NewState(parameter)!;
                _state.Add(parameter.Handle, state);
                state.Initialize(param_group.Options);
            }
        }
        _parameter_groups.Add(param_group);
    }

    /// <summary>Runs the closure with gradients recorded, then <paramref name="body"/> for each group with none.</summary>
    protected Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        Tensor? loss = null;
        if (loss_closure is not null)
        {
            using var recorded = enable_grad();
            loss = loss_closure();
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss;
    }

    private protected override void FreeState()
    {
        foreach (var (_, state) in _state)
            state.DisposeTensors();
    }

    /// <summary>Empty options of the optimizer's own kind.</summary>
    private protected virtual OptimizerOptions? NewOptions() => null;

    private protected virtual OptimizerState? NewState(Parameter parameter) => null;

    /// <summary>The end of every constructor.</summary>
    private protected void Start(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        defaults.InitialLearningRate = defaults.LearningRate!.Value;
        _defaults = defaults;
        foreach (var group in groups)
            add_param_group(group);
    }

    /// <summary>The parameters that have a gradient, with it and their state; the caller's scope frees the gradient.</summary>
    private protected IEnumerable<(Parameter, Tensor, TState)> WithGradients<TState>(ParamGroup group) where TState : OptimizerState
    {
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
                continue;
            if (gradient.is_sparse)
                throw new ArgumentException($"{GetType().Name} does not support sparse gradients");
            yield return (parameter, gradient, (TState)_state[parameter.Handle]);
        }
    }

    private protected static void RequireNonNegative(double value, string what)
    {
        if (!(value >= 0))
            throw new ArgumentException($"Invalid {what}: {value}");
    }

    private protected static void RequireDecay(double value, string what)
    {
        if (value is not (>= 0 and < 1))
            throw new ArgumentException($"Invalid {what}: {value}");
    }

    private void RequireCounts(StateDictionary mine, long options, long states)
    {
        if (options != mine.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: expected {mine.Options.Count}, found {options}.");
        if (states != mine.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: expected {mine.State.Count}, found {states}.");
    }
}
