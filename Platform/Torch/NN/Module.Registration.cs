using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private const BindingFlags InstanceFields =
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

            /// <param name="name">Its name in the state dictionary.</param>
            /// <param name="tensor">A tensor that moves and is saved with the module, but is not trained.</param>
            /// <param name="persistent">Whether the state dictionary holds it.</param>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "expected a tensor for a buffer, found null");
                if (!_internal_buffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"expected a new buffer name, found {name} again");
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "expected a tensor for a parameter, found null");
                if (!_internal_params.TryAdd(name, param))
                    throw new InvalidOperationException($"expected a new parameter name, found {name} again");
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <param name="name">Its name, without dots.</param>
            /// <param name="submodule">The module; null removes the one of that name.</param>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"", nameof(name));
                if (name.Contains('.'))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}", nameof(name));
                if (_internal_submodules.ContainsKey(name))
                    throw new InvalidOperationException($"expected a new module name, found {name} again");
                submodule.EnsureRegistered();
                _internal_submodules.Add(name, submodule);
            }

            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers, replaces or (null) removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null)
                    _internal_params.Remove(name);
                else
                    _internal_params[name] = value;
            }

            /// <summary>Registers, replaces or (null) removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null)
                    _internal_buffers.Remove(name);
                else
                    _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Registers the modules, parameters and tensors in the fields of the derived class, once.</summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                    return;
                _areComponentsRegistered = true;
                foreach (var field in ComponentFields())
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
            }

            /// <summary>Registers the fields of a module that another one holds in a list.</summary>
            internal void EnsureRegistered() => RegisterComponents();

            protected void ClearModules() => _internal_submodules.Clear();

            /// <summary>The fields of the derived classes, the most derived first; a hidden field of the same name is left out.</summary>
            [SuppressMessage("Trimming", "IL2075", Justification = "Modules are registered by reflection.")]
            private IEnumerable<FieldInfo> ComponentFields()
            {
                var seen = new HashSet<string>();
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                    foreach (var field in type.GetFields(InstanceFields))
                        if (seen.Add(field.Name))
                            yield return field;
            }

            /// <summary>The setter of a parameter property: the old value is freed, the new one outlives the current scope.</summary>
            private protected void Assign([NotNullIfNotNull(nameof(value))] ref Parameter? field, string component, Parameter? value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = (Parameter?)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(component, field);
            }

            /// <summary>The setter of a buffer property: the old value is freed, the new one outlives the current scope.</summary>
            private protected void Assign([NotNullIfNotNull(nameof(value))] ref Tensor? field, string component, Tensor? value)
            {
                if (ReferenceEquals(field, value))
                    return;
                field?.Dispose();
                field = value?.DetachFromDisposeScope();
                ConditionallyRegisterBuffer(component, field);
            }

            /// <summary>A new parameter that outlives the current scope, not yet initialised.</summary>
            private protected static Parameter NewParameter(ReadOnlySpan<long> shape, Device? device, ScalarType? dtype)
            {
                var parameter = new Parameter(empty(shape.ToArray(), dtype: dtype, device: device));
                parameter.DetachFromDisposeScope();
                return parameter;
            }
        }
    }
}
