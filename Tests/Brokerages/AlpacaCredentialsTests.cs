using System.Text.Json;
using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Tests.Brokerages;

[Trait("Category", "Paper")]
public sealed class AlpacaCredentialsTests : IDisposable
{
    private const string Key = "PKABCDEFGH", Secret = "s3cr3t-s3cr3t";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void File_ReadableByOthers_IsRefusedWithoutShowingIt()
    {
        Write(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var error = Assert.Throws<InvalidDataException>(() => AlpacaCredentials.FromFile(_file));
        Assert.Contains("found mode 640", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void File_OfItsOwner_IsRead()
    {
        Write(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var credentials = AlpacaCredentials.FromFile(_file);
        Assert.Equal("a (hidden) b (hidden)", credentials.Redact($"a {Key} b {Secret}"));
    }

    [Fact]
    public void Credentials_InNoText()
    {
        var credentials = new AlpacaCredentials(Key, Secret);
        var texts = new[] { credentials.ToString(), JsonSerializer.Serialize(credentials), $"{credentials}", Newtonsoft.Json.JsonConvert.SerializeObject(credentials) };
        Assert.All(texts, text => Assert.False(text.Contains(Key, StringComparison.Ordinal) || text.Contains(Secret, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, Secret, "APCA_API_KEY_ID, found none")]
    [InlineData(Key, "", "APCA_API_SECRET_KEY, found none")]
    public void Environment_Incomplete_IsOneLine(string? key, string? secret, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => AlpacaCredentials.FromEnvironment(name => name == AlpacaCredentials.KeyVariable ? key : secret));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private void Write(UnixFileMode mode)
    {
        File.WriteAllText(_file, $"# paper\n{AlpacaCredentials.KeyVariable}={Key}\n{AlpacaCredentials.SecretVariable} = {Secret}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_file, mode);
    }
}
