using LeanDeep.Cli.PlatformCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeanDeep.Tests.Cli.PlatformCheck;

/// <summary>What the comparison says of an embedded source and a genuine one, each a few lines.</summary>
public class SurfaceComparisonTests
{
    [Theory]
    [InlineData("void M(int a)", "void M(int b)", "expected parameter b, found a")]
    [InlineData("void M(int a = 1)", "void M(int a = 2)", "expected a = 2, found 1")]
    [InlineData("void M(int a = 1)", "void M(int a)", "expected no default of a")]
    [InlineData("int M()", "long M()", "expected long, found int")]
    [InlineData("(int A, int B) M()", "(int A, int C) M()", "expected (int A, int C), found (int A, int B)")]
    [InlineData("static void M()", "void M()", "expected not static")]
    [InlineData("virtual void M()", "void M()", "expected not virtual")]
    public void Method_DifferentInOnePlace_IsDifferent(string embedded, string genuine, string detail)
    {
        var finding = Assert.Single(Compare(Class(embedded), Class(genuine)).Findings, x => x.Verdict != SurfaceVerdict.Same);
        Assert.Equal((SurfaceVerdict.Different, detail), (finding.Verdict, finding.Detail));

        static string Class(string method) => $"namespace N {{ public class C {{ public {method} => throw null; }} }}";
    }

    [Theory]
    [InlineData("class C { public int P { get; } }", "class C { public int P { get; set; } }", "expected set")]
    [InlineData("class C { public void M(int a) { } }", "class C { public void M(int a = 3) { } }", "expected a = 3")]
    [InlineData("sealed class C { }", "class C { }", "expected not sealed")]
    [InlineData("class C { public void M(int a) { } }", "class C { public void M(int a, int b = 0) { } }", "expected also b")]
    [InlineData("class C { public void M() { } }", "class C { public virtual void M() { } }", "expected virtual")]
    public void WhatAllowsLess_IsNarrower(string embedded, string genuine, string detail)
    {
        var finding = Assert.Single(Compare("public " + embedded, "public " + genuine).Findings, x => x.Verdict != SurfaceVerdict.Same);
        Assert.Equal((SurfaceVerdict.Narrower, detail), (finding.Verdict, finding.Detail));
    }

    [Theory]
    [InlineData("enum E { A, B }", "enum E { A, B = 2 }", "expected 2, found 1")]
    [InlineData("class C { public int P { get; set; } }", "class C { public int P { get; } }", "expected no set")]
    [InlineData("class C { public int F; }", "class C { public int F { get; set; } }", "expected a property, found a field")]
    [InlineData("class C : System.ICloneable { public object Clone() => this; }", "class C { public object Clone() => this; }", "expected no ICloneable")]
    [InlineData("class C : System.Exception { }", "class C : System.ArgumentException { }", null)]
    [InlineData("class C : System.ArgumentException { }", "class C : System.Exception { }", "as base expected Exception, found ArgumentException")]
    [InlineData("delegate void D(int a);", "delegate void D(long a);", "expected void D.Invoke(long a)")]
    [InlineData("class C<T> where T : class { }", "class C<T> where T : new() { }", "expected T: new(), found class")]
    public void Type_DifferentInOnePlace_IsDifferent(string embedded, string genuine, string? detail)
    {
        var different = Compare("public " + embedded, "public " + genuine).Findings.Where(x => x.Verdict == SurfaceVerdict.Different).Select(x => x.Detail);
        Assert.Equal(detail is null ? [] : [detail], different);
    }

    [Fact]
    public void InheritedMember_OfTheGenuineType_CountsAsItsOwn()
    {
        var report = Compare(
            "public class A<T> { } public class B : A<int> { public void M(int x) { } }",
            "public partial class A<T> { public void M(T x) { } } public class B : A<int> { } partial class A<T> { }");
        Assert.All(report.Findings, x => Assert.Equal(SurfaceVerdict.Same, x.Verdict));
        Assert.Equal((0, 1), (report.LackedTypes, report.LackedMembers));
    }

    [Fact]
    public void MemberAndTypeOfTheirOwn_AreAbsentAndTheGenuineOnesCounted()
    {
        var report = Compare("public class A { public void M(int x) { } internal void I() { } } public class Own { }", "public class A { public void M(Unknown x) { } } public class Z { }");
        Assert.Equal(["M:A.M(System.Int32)", "T:Own", "M:Own.#ctor"], report.Findings.Where(x => x.Verdict == SurfaceVerdict.Absent).Select(x => x.Id));
        Assert.Contains("expected void A.M(Unknown x)", report.Findings[1].Detail ?? report.Findings[2].Detail, StringComparison.Ordinal);
        Assert.Equal((1, 1), (report.LackedTypes, report.LackedMembers));
    }

    private static SurfaceReport Compare(string embedded, string genuine) => SurfaceComparison.Of(Compile(embedded).Assembly, Compile(genuine).Assembly);

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create("Small", [CSharpSyntaxTree.ParseText(source)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
