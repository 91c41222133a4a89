using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Base of every network and layer: a tree of modules with their parameters and buffers.</summary>
        /// <remarks>Derived classes keep components in fields and call <see cref="RegisterComponents"/> at the end of
        /// their constructor; a field's name (or its <see cref="ComponentNameAttribute"/>) becomes the component's name.</remarks>
        public partial class Module : IDisposable
        {
            protected OrderedDict<string, Module> _internal_submodules = new();
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected OrderedDict<string, Parameter> _internal_params = new();
            protected string? name;
            private bool _training = true;
            private bool _areComponentsRegistered;

            protected Module(string name) => this.name = name;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees parameters and buffers, also those of the modules below.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var (_, (buffer, _)) in _internal_buffers)
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var parameter in named_parameters(false).ToList())
                    parameter.parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, child) in named_children())
                    child.Dispose();
            }

            /// <summary>True in training mode (dropout drops, batch normalisation uses and updates batch statistics).</summary>
            public virtual bool training => _training;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                    child.train(train);
            }

            public virtual void eval() => train(false);

            /// <param name="set_to_none">Drop the gradients; otherwise they are filled with zeros.</param>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var grad = parameter.grad;
                        grad?.zero_();
                    }
                }
            }

            /// <summary>Calls <paramref name="fn"/> for every module below, children first, and then for this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual IEnumerable<(string name, Module module)> named_children() => Components();

            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>The modules below, without this one: the children first, then what is below each.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                    yield return child;
                foreach (var (childName, child) in named_children())
                    foreach (var (below, module) in child.named_modules())
                        yield return ($"{childName}.{below}", module);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(item => item.module);

            /// <summary>Every parameter once, although several modules may share it.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (parameterName, parameter) in _internal_params)
                    if (!parameter.IsInvalid && seen.Add(parameter.Handle))
                        yield return (parameterName, parameter);
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in named_children())
                    foreach (var (below, parameter) in child.named_parameters(true))
                        if (!parameter.IsInvalid && seen.Add(parameter.Handle))
                            yield return ($"{childName}.{below}", parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(item => item.parameter);

            /// <param name="recurse">Also those of the modules below.</param>
            /// <param name="include_nonpersistent">Also those that are not part of the state dictionary.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (bufferName, (buffer, persistent)) in _internal_buffers)
                    if ((persistent || include_nonpersistent) && !buffer.IsInvalid && seen.Add(buffer.Handle))
                        yield return (bufferName, buffer);
                if (!recurse)
                    yield break;
                foreach (var (childName, child) in named_children())
                    foreach (var (below, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (!buffer.IsInvalid && seen.Add(buffer.Handle))
                            yield return ($"{childName}.{below}", buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(item => item.buffer);

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <param name="target">A name with the path of modules before it, such as <c>"layer1.running_mean"</c>.</param>
            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var buffer))
                    return buffer.Item1;
                var (child, below) = Descend(target);
                return child?.get_buffer(below);
            }

            /// <param name="target">A name with the path of modules before it, such as <c>"layer1.weight"</c>.</param>
            public virtual Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var parameter))
                    return parameter;
                var (child, below) = Descend(target);
                return child?.get_parameter(below);
            }

            /// <summary>What the containers that keep their own list name as children.</summary>
            private protected virtual IEnumerable<(string name, Module module)> Components() => _internal_submodules;

            private (Module? child, string below) Descend(string target)
            {
                var dot = target.IndexOf('.');
                if (dot < 0)
                    return (null, target);
                var child = named_children().FirstOrDefault(item => item.name.AsSpan().SequenceEqual(target.AsSpan(0, dot)));
                return (child.module, target[(dot + 1)..]);
            }
        }
    }
}
