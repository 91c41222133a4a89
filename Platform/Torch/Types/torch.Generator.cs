namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public unsafe class Generator : IDisposable
    {
        internal Generator(nint nativeHandle)
        {
            Handle = nativeHandle;
            device = CPU;
        }

        public Generator(ulong seed = 0, torch.Device? device = null) : this(Native.Check(Native.ld_generator_new((int)(device?.type ?? DeviceType.CPU), device?.index ?? -1)))
        {
            this.device = device ?? CPU;
            manual_seed((long)seed);
        }

        ~Generator() => Dispose(false);

        public IntPtr Handle { get; private set; }

        public torch.Device device { get; private set; }

        /// <summary>The generator that is used where none is named.</summary>
        public static Generator Default => new(Native.Check(Native.ld_generator_default((int)DeviceType.CPU, -1)));

        /// <summary>The state as a tensor of bytes.</summary>
        public Tensor get_state()
        {
            nint state;
            Native.Check(Native.ld_generator_get_state(Handle, &state));
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.ld_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.ld_generator_set_seed(Handle, seed));
            return this;
        }

        /// <summary>Seeds with a number that is not reproducible, and returns it.</summary>
        public long seed() => Seed(1);

        /// <summary>The seed in use.</summary>
        public long initial_seed() => Seed(0);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0) return;
            Native.ld_generator_release(Handle);
            Handle = 0;
        }

        private long Seed(int fresh)
        {
            long seed;
            Native.Check(Native.ld_generator_seed(Handle, fresh, &seed));
            return seed;
        }
    }

    public static partial class random
    {
        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>Seeds the default generators of all devices; returns the CPU's.</summary>
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.ld_manual_seed(seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Graded(Ops.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null)
    {
        using var permutation = Ops.randperm_generator.Call(n, generator, @out.dtype, Arg.None, @out.device);
        return Ops.resize_.InPlace(@out, new[] { n }).copy_(permutation);
    }

    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) == 1;

    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(high, generator);

    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);

    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var value = randint(low, high, Array.Empty<long>(), ScalarType.Int64, CPU, false, generator);
        return value.item<long>();
    }

    public static double rand_float(Generator? generator = null)
    {
        using var value = rand(Array.Empty<long>(), ScalarType.Float32, CPU, false, generator);
        return value.item<float>();
    }

    public static double randn_float(Generator? generator = null)
    {
        using var value = randn(Array.Empty<long>(), ScalarType.Float32, CPU, false, generator);
        return value.item<float>();
    }
}
