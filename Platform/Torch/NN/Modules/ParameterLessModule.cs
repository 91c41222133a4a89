using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks a module without parameters, buffers or trainable modules below it: moving it does nothing.</summary>
public interface IParameterLessModule
{
}

public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

public abstract class ParameterLessModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name) : base(name) { }

    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.Refuse("buffer");

    public override void register_parameter(string name, Parameter param) => throw ParameterLess.Refuse("parameter");

    public override void register_module(string name, nn.Module submodule)
    {
        ParameterLess.Require(submodule);
        base.register_module(name, submodule);
    }
}

internal static class ParameterLess
{
    public static InvalidOperationException Refuse(string what) =>
        new($"Cannot register a {what} on a module that is declared 'parameter-less.'");

    public static void Require(nn.Module? submodule)
    {
        if (submodule is not (null or IParameterLessModule))
            throw new InvalidOperationException("expected modules without parameters inside one without parameters");
    }
}
