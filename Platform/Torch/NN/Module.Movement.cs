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
            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            /// <summary>Moves and converts the parameters and buffers; integer ones keep their type.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                RequireDevice(device.type);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                RequireDevice(deviceType);
                _toEpilog(deviceType, deviceType == DeviceType.CUDA ? deviceIndex : -1, non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                RequireFloating(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog(dtype, device, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>Replaces each parameter and buffer that has to change, in the registers and in the property or field that holds it.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                foreach (var (_, child) in named_children())
                {
                    if (device is null)
                        child._to(dtype!.Value, non_blocking);
                    else if (dtype is null)
                        child._to(device.type, device.index, non_blocking);
                    else
                        child._to(device, dtype.Value, non_blocking);
                }
                foreach (var (component, parameter) in _internal_params.Snapshot())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var moved))
                        continue;
                    ConditionallyRegisterParameter(component, moved);
                    SetComponent(component, moved);
                    parameter.Dispose();
                }
                foreach (var (component, (buffer, persistent)) in _internal_buffers.Snapshot())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var moved))
                        continue;
                    ConditionallyRegisterBuffer(component, moved, persistent);
                    SetComponent(component, moved);
                }
                if (device is not null)
                    (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                var (type, place) = Destination(dtype, device, buffer);
                result = null;
                if (!Moves(buffer, type, place))
                    return false;
                result = buffer.to(type, place, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                var (type, place) = Destination(dtype, device, param);
                p = null;
                using var grad = param.grad;
                if (!Moves(param, type, place) && (grad is null || !Moves(grad, type, place)))
                    return false;
                // The move must not be recorded: the result is a new leaf.
                using var noGrad = no_grad();
                p = new Parameter(param.to(type, place), param.requires_grad);
                p.DetachFromDisposeScope();
                if (grad is not null)
                {
                    using var moved = grad.to(type, place).with_requires_grad(grad.requires_grad);
                    p.grad = moved;
                }
                return true;
            }

            private static (ScalarType, Device) Destination(ScalarType? dtype, Device? device, Tensor tensor)
            {
                var converts = dtype.HasValue && (tensor.is_floating_point() || tensor.is_complex());
                return (converts ? dtype!.Value : tensor.dtype, device ?? tensor.device);
            }

            private static bool Moves(Tensor tensor, ScalarType type, Device place) =>
                tensor.dtype != type || tensor.device_type != place.type ||
                (place.type != DeviceType.CPU && place.index >= 0 && tensor.device_index != place.index);

            [SuppressMessage("Trimming", "IL2075", Justification = "Modules are registered by reflection.")]
            private void SetComponent(string component, Tensor? value)
            {
                foreach (var field in ComponentFields())
                {
                    if (field.ComponentName() != component || !field.FieldType.IsInstanceOfType(value))
                        continue;
                    field.SetValue(this, value);
                    return;
                }
                var property = GetType().GetProperty(component, BindingFlags.Public | BindingFlags.Instance);
                if (property is { CanWrite: true } && property.PropertyType.IsInstanceOfType(value))
                    property.SetValue(this, value);
            }

            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static void RequireFloating(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                    or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={dtype}", nameof(dtype));
            }

            private static void RequireDevice(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                    throw new InvalidOperationException("CUDA is not available.");
            }
        }
    }
}
