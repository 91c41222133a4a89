namespace TorchSharp;

public static partial class torch
{
    /// <summary>A device and, for several of a kind, its index; -1 means the current one.</summary>
    public class Device
    {
        public DeviceType type { get; private set; }

        public int index { get; private set; } = -1;

        /// <param name="description">A type, or a type and an index: "cpu", "cuda", "cuda:1".</param>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = Parse(parts[0]);
            if (parts.Length == 1) return;
            if (parts.Length > 2 || !int.TryParse(parts[1], out var number)) throw new ArgumentException($"Invalid device: '{description}'.", nameof(description));
            index = number;
        }

        public Device(string deviceType, int index = -1) : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device.</summary>
        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public override string ToString() => type == DeviceType.CPU || index == -1 ? Name(type) : $"{Name(type)}:{index}";

        public static implicit operator Device(string description) => new(description);

        private static string Name(DeviceType type) => type.ToString().ToLowerInvariant();

        private static DeviceType Parse(string name) => Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type) && !char.IsDigit(name[0]) ? type
            : throw new ArgumentException($"Unknown device type: '{name}'.", nameof(name));
    }

    public static readonly Device CPU = new(DeviceType.CPU, -1);

    public static readonly Device META = new(DeviceType.META, -1);

    /// <exception cref="InvalidOperationException">There is no CUDA device.</exception>
    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA, -1));

    public static Device device(string description) => InitializeDevice(new Device(description));

    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));

    public static Device device(int index) => new(DeviceType.CUDA, index);

    public static Device get_default_device() => s_defaultDevice;

    public static void set_default_device(Device device) => s_defaultDevice = device ?? throw new ArgumentNullException(nameof(device));

    public static void set_default_device(string device) => set_default_device(new Device(device));

    /// <summary>The device, or the default one for null, once it is known to be usable.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= s_defaultDevice;
        if (device.type != DeviceType.CPU) InitializeDeviceType(device.type);
        return device;
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType is DeviceType.CPU or DeviceType.META || deviceType == DeviceType.CUDA && Native.ld_cuda_devices() > 0;

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} is not available: libtorch {__version__} sees no such device (LIBTORCH may name a libtorch built for it).");
    }

    public static partial class cuda
    {
        public static bool is_available() => Native.ld_cuda_devices() > 0;

        public static bool is_cudnn_available() => Native.Check(Native.ld_cudnn_available()) != 0;

        public static int device_count() => Math.Max(0, Native.ld_cuda_devices());

        public static void manual_seed(long seed)
        {
            if (is_available()) Native.Check(Native.ld_cuda_seed(seed, 0));
        }

        public static void manual_seed_all(long seed)
        {
            if (is_available()) Native.Check(Native.ld_cuda_seed(seed, 1));
        }

        /// <summary>Waits for all kernels on a device, by default the current one.</summary>
        public static void synchronize(Device? device = null) => Native.Check(Native.ld_cuda_synchronize(device?.index ?? -1));
    }

    public static bool cuda_is_available() => cuda.is_available();

    public static bool mps_is_available() => false;

    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.ld_get_flag(0) != 0;
                    set => Native.Check(Native.ld_set_flag(0, value ? 1 : 0));
                }

                public static bool allow_fp16_reduced_precision_reduction
                {
                    get => Native.ld_get_flag(2) != 0;
                    set => Native.Check(Native.ld_set_flag(2, value ? 1 : 0));
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.ld_get_flag(1) != 0;
                set => Native.Check(Native.ld_set_flag(1, value ? 1 : 0));
            }
        }
    }
}
