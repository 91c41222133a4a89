using System.CommandLine;

namespace LeanDeep.Cli.PlatformCheck;

/// <summary>A package that the platform stands in for.</summary>
internal enum PlatformPackage
{
    Lean,
    Torch,
    Onnx,
    Indicators,
}

/// <summary><c>leandeep platform check SOURCES --package NAME</c>: the embedded platform against a genuine package's sources.</summary>
internal static class PlatformVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("platform", "the packages that LeanDeep stands on") { Check(output, error) };

    private static Command Check(TextWriter output, TextWriter error)
    {
        var genuine = new Argument<string>("sources") { Description = "sources of the genuine package: its project file, with those that it refers to, or a folder" };
        var package = new Option<PlatformPackage>("--package") { Description = "lean, torch, onnx or indicators", Required = true };
        var repository = new Option<string>("--repository") { Description = "folder of the sources whose uses are checked: all projects outside Platform", DefaultValueFactory = _ => "." };
        var tests = new Option<bool>("--tests") { Description = "look at the projects in Tests too" };
        var hashes = new Option<string?>("--hashes") { Description = "file that receives the hashes of what the package shows of the platform's types, where everything fits" };
        var command = new Command("check", "compare the embedded platform with a genuine package, member by member, and compile this repository against that package") { genuine, package, repository, tests, hashes, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var path = parsed.GetRequiredValue(genuine);
            if (!File.Exists(path) && !Directory.Exists(path)) throw new UsageException($"platform check: expected a project file or a folder of C# sources, found none at {path}");
            var result = PlatformReport.Create(path, parsed.GetRequiredValue(package), parsed.GetRequiredValue(repository), parsed.GetValue(tests), parsed.GetValue(hashes), report.Progress);
            Show(report, result);
            return result.Fits ? 0 : 1;
        });
        return command;
    }

    private static void Show(Report report, PlatformReport result)
    {
        report.Result(result,
        [
            ("package", $"{result.Package}"),
            ("types and members", Report.Count(result.Compared)),
            ("as in the package", Report.Count(result.Same)),
            ("narrower", Report.Count(result.Narrower.Count)),
            ("different", Report.Count(result.Different.Count)),
            ("not in the package", Report.Count(result.Absent.Count)),
            ("lacked", $"{Report.Count(result.LackedTypes)} types, {Report.Count(result.LackedMembers)} members of shared types"),
            ("used", $"{Report.Count(result.Uses.Count)} types and members by {Report.Count(result.Projects)} projects"),
            ("used, otherwise there", Report.Count(result.UsedOtherwise.Count)),
            ("does not compile there", $"{Report.Count(result.Diagnostics.Count)} ({Report.Count(result.CommonDiagnostics.Count)} lines in either form, for want of generated sources)"),
            .. result.Different.Select(x => ("different", x)),
            .. result.Absent.Select(x => ("not in the package", x)),
            .. result.UsedOtherwise.Select(x => ("used, otherwise there", x)),
            .. result.Diagnostics.Select(x => ("does not compile there", x)),
        ]);
        if (!result.Fits) report.Fail($"platform check: the embedded platform is no part of the package: {Report.Count(result.Different.Count + result.Absent.Count)} members, {Report.Count(result.UsedOtherwise.Count)} of them used");
    }
}
