using QuantConnect.Configuration;

namespace QuantConnect;

/// <summary>Settings that LEAN keeps process-wide. A backtest of the embedded engine takes its own from the job.</summary>
public static class Globals
{
    private static string _dataFolder;

    static Globals() => Reset();

    public static int UserId { get; set; }
    public static int ProjectId { get; set; }
    public static string UserToken { get; set; }
    public static string OrganizationID { get; set; }
    public static string ResultsDestinationFolder { get; set; }

    /// <summary>Data folder of the run on this thread, otherwise the configured one.</summary>
    public static string DataFolder => Data.Auxiliary.MapFileProvider.RunFolder ?? _dataFolder;

    public static string CacheDataFolder => DataFolder;
    public static bool LiveMode { get; private set; }
    public static string Version { get; private set; }

    /// <summary>Takes the values from <see cref="Config"/>.</summary>
    public static void Reset()
    {
        _dataFolder = Config.Get("data-folder", "../../../Data/");
        Version = Config.Get("version-id", typeof(Globals).Assembly.GetName().Version?.ToString() ?? "");
        LiveMode = Config.GetBool("live-mode");
        UserId = Config.GetInt("job-user-id");
        ProjectId = Config.GetInt("project-id");
        UserToken = Config.Get("api-access-token");
        OrganizationID = Config.Get("job-organization-id");
        ResultsDestinationFolder = Config.Get("results-destination-folder", Directory.GetCurrentDirectory());
    }

    public static string GetDataFolderPath(string relativePath) => Path.Combine(DataFolder, relativePath);
}
