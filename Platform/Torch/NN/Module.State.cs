namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters and persistent buffers by name; the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (parameterName, parameter) in named_parameters())
                    destination.TryAdd(start + parameterName, parameter);
                foreach (var (bufferName, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + bufferName, buffer);
                foreach (var (childName, child) in named_children())
                    child.state_dict(destination, start + childName);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers.</summary>
            /// <param name="source">Values by name.</param>
            /// <param name="strict">Require the same set of names.</param>
            /// <param name="skip">Names to leave as they are.</param>
            /// <returns>The names that only the module has, and those that only the source has.</returns>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var destination = state_dict();
                var unexpected = source.Keys.Where(key => !skip.Contains(key) && !destination.ContainsKey(key)).ToList();
                var missing = destination.Keys.Where(key => !skip.Contains(key) && !source.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException(
                        "expected a state with the names of this module, found others" +
                        $" Missing: [{string.Join(", ", missing)}]; unexpected: [{string.Join(", ", unexpected)}].");
                using var noGrad = no_grad();
                foreach (var (key, value) in source)
                    if (!skip.Contains(key) && destination.TryGetValue(key, out var target))
                        target.copy_(value);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return save(writer, skip);
            }

            /// <summary>Writes the number of entries, then each name and tensor.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var kept = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                TensorStream.WriteNumber(writer, kept.Count);
                foreach (var (key, value) in kept)
                {
                    writer.Write(key);
                    TensorStream.Write(writer, value);
                }
            }

            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            /// <exception cref="InvalidDataException">The file ends early.</exception>
            /// <exception cref="ArgumentException">The file holds other names, and <paramref name="strict"/> is set.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException($"{location}: expected a saved module, found no file", location);
                try
                {
                    using var stream = File.OpenRead(location);
                    return load(stream, strict, skip, loadedParameters);
                }
                catch (EndOfStreamException)
                {
                    throw new InvalidDataException($"{location}: expected a saved module, found a truncated file");
                }
            }

            /// <param name="reader">What <see cref="save(BinaryWriter, IList{string})"/> wrote.</param>
            /// <param name="strict">Require the same set of names.</param>
            /// <param name="skip">Names to leave as they are.</param>
            /// <param name="loadedParameters">Receives each name in the file and whether the module has it.</param>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                skip ??= [];
                var (type, index) = (_deviceType, _deviceIndex);
                if (type != DeviceType.CPU)
                    _to(DeviceType.CPU, -1, false);
                try
                {
                    var state = state_dict();
                    var entries = TensorStream.ReadNumber(reader);
                    if (strict && entries != state.Count)
                        throw new ArgumentException($"Mismatched state_dict sizes: expected {state.Count}, but found {entries} entries.");
                    for (var i = 0L; i < entries; i++)
                    {
                        var key = reader.ReadString();
                        var found = state.TryGetValue(key, out var target);
                        if (!found && strict)
                            throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                        if (found && !skip.Contains(key))
                            TensorStream.Read(reader, target!);
                        else
                            TensorStream.Skip(reader);
                        loadedParameters?.Add(key, found);
                    }
                }
                finally
                {
                    if (type != DeviceType.CPU)
                        _to(type, index, false);
                }
                return this;
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>A new module with the values of a file.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
