using System.Security.Cryptography;
using System.Text;

namespace LeanDeep.Brokerages.Live;

/// <summary>One trader to an account on this machine: a file that is held open, which the system lets go of when the process ends, however it ends.</summary>
public sealed class AccountLock : IDisposable
{
    private readonly FileStream _file;

    /// <param name="folder">Where all instances look.</param>
    /// <param name="broker">The trading server.</param>
    /// <param name="account">The account's number.</param>
    /// <exception cref="IOException">Another instance trades the account.</exception>
    public AccountLock(string folder, Uri broker, string account)
    {
        ArgumentNullException.ThrowIfNull(broker);
        Directory.CreateDirectory(folder);
        // The number itself is nobody's business.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{broker.Authority} {account}")).AsSpan(0, 8));
        var path = Path.Combine(folder, name + ".lock");
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"account at {broker.Authority}: expected no other instance trading it, found one (it holds {path})", e);
        }
    }

    /// <summary>Where locks are kept unless told otherwise.</summary>
    public static string DefaultFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) is { Length: > 0 } home ? home : Path.GetTempPath(), "leandeep", "accounts");

    public void Dispose() => _file.Dispose();
}
