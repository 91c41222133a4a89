using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LeanDeep.Tests.Cli.WalkForward;

/// <summary>A Slurm cluster of this machine alone: munged, slurmctld and slurmd with everything they write in one folder, ended with the test.</summary>
internal sealed class SlurmMachine : IDisposable
{
    private readonly string _folder;
    private readonly List<Process> _daemons = [];

    private SlurmMachine(string folder) => _folder = folder;

    /// <summary>What is missing to start one, in words; null for nothing.</summary>
    public static string? Missing =>
        Environment.UserName != "root" ? "a Slurm cluster of this machine: expected root, found " + Environment.UserName
        : ((string[])["munged", "slurmctld", "slurmd", "sbatch", "scancel"]).FirstOrDefault(tool => Where(tool) == null) is { } tool ? $"a Slurm cluster of this machine: expected {tool} (Debian: slurm-wlm, munge), found none" : null;

    /// <summary>The configuration file, for <c>SLURM_CONF</c>.</summary>
    public string Configuration => Path.Combine(_folder, "slurm.conf");

    /// <exception cref="InvalidOperationException">The node does not come up; says what the daemons wrote.</exception>
    public static SlurmMachine Start(string folder)
    {
        var machine = new SlurmMachine(folder);
        try
        {
            machine.StartDaemons();
            return machine;
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }

    /// <summary>What a client of Slurm says.</summary>
    public string Call(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["SLURM_CONF"] = Configuration } })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }

    public void Dispose()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            if (!daemon.HasExited) daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
    }

    private void StartDaemons()
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        foreach (var part in (string[])["munge", "state", "spool"])
            Directory.CreateDirectory(Path.Combine(_folder, part), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = Path.Combine(_folder, "munge", "key");
        File.WriteAllBytes(key, System.Security.Cryptography.RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        var host = Environment.MachineName.Split('.')[0];
        var (controller, node) = (FreePort(), FreePort());
        File.WriteAllText(Configuration, $"""
            ClusterName=one
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={controller}
            SlurmdPort={node}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={_folder}/munge/socket
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/spool
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/slurmd.pid
            ProctrackType=proctrack/pgid
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SwitchType=switch/none
            MpiDefault=none
            KillWait=1
            SchedulerType=sched/builtin
            SchedulerParameters=batch_sched_delay=0,sched_interval=1
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4

            """);
        Start("munged", "--foreground", "--force", $"--socket={_folder}/munge/socket", $"--key-file={key}", $"--pid-file={_folder}/munge/pid", $"--log-file={_folder}/munge/log", $"--seed-file={_folder}/munge/seed");
        Until(() => File.Exists(Path.Combine(_folder, "munge", "socket")), "munged's socket");
        Start("slurmctld", "-D", "-i", "-f", Configuration, "-L", Path.Combine(_folder, "slurmctld.log"));
        Start("slurmd", "-D", "-f", Configuration, "-L", Path.Combine(_folder, "slurmd.log"));
        Until(() => Call("sinfo", "--noheader", "--format=%T").Trim() == "idle", "an idle node");
    }

    private void Start(string tool, params string[] arguments)
    {
        var daemon = Process.Start(new ProcessStartInfo(Where(tool)!, arguments) { Environment = { ["SLURM_CONF"] = Configuration }, RedirectStandardError = true, RedirectStandardOutput = true })!;
        daemon.BeginErrorReadLine();
        daemon.BeginOutputReadLine();
        _daemons.Add(daemon);
    }

    private void Until(Func<bool> condition, string what)
    {
        for (var start = Stopwatch.GetTimestamp(); !condition(); Thread.Sleep(50))
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > 30)
                throw new InvalidOperationException($"Slurm: expected {what} within 30 s, found {string.Join(" | ", Directory.GetFiles(_folder, "*.log").Select(file => string.Join(" ", File.ReadLines(file).TakeLast(3))))}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Where(string tool) =>
        ((Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/sbin").Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}

/// <summary>A fact that needs a Slurm cluster of this machine; skipped with a message where one cannot be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() => Skip = SlurmMachine.Missing;
}
