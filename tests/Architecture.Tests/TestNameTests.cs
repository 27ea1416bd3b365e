using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Tests are found by the name of what they test; those of a theme say in their summary what the theme is.</summary>
public sealed class TestNameTests
{
    private const string Suffix = "Tests";
    private const string Attribute = "Attribute";

    // Their files are themes all: each follows a user through the whole product, or holds the whole house.
    private static readonly string[] Themed = ["EndToEnd.Tests", "Architecture.Tests"];

    private static readonly ConcurrentDictionary<string, SyntaxNode> Known = new();

    [Test]
    public void TestFiles_OfEveryProject_AreCalledTests() =>
        Assert.That(TestFiles().Where(file => !file.EndsWith(Suffix + ".cs", StringComparison.Ordinal)).Select(Relative), Is.Empty);

    [Test]
    public void TestFiles_ThatCarryNoSourceFilesName_SayWhatTheyHold()
    {
        var sources = Files(directory => directory != "tests").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);
        var silent = TestFiles()
            .Where(file => !Themed.Contains(Relative(file).Split('/')[1]) && !sources.Contains(SubjectOf(file)))
            .Where(file => !SaysItsTheme(Parse(file)))
            .Select(Relative);

        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void Tests_OfEveryFile_AreNamedMethodConditionOutcome()
    {
        var tests = TestFiles().SelectMany(file => TestsIn(Parse(file)).Select(test => (File: Relative(file), Name: test.Identifier.Text))).ToList();

        Assert.That(tests, Has.Count.GreaterThan(1800));
        Assert.That(tests.Where(test => !IsOfThreeParts(test.Name)), Is.Empty);
    }

    [TestCase("Test")]
    [TestCase("TestAttribute")]
    [TestCase("TestCase<int>(1)")]
    [TestCase("NUnit.Framework.TestCase(1)")]
    [TestCase("global::NUnit.Framework.TestCaseSourceAttribute(\"Cases\")")]
    [TestCase("Combinatorial")]
    public void TestsIn_AFile_AreThoseOfEveryFormOfTheAttribute(string attribute) =>
        Assert.That(TestsIn(CSharpSyntaxTree.ParseText($"class C {{ [{attribute}] public void Lie(int a) {{ }} [SetUp] public void SetUp() {{ }} }}").GetRoot()).Select(test => test.Identifier.Text), Is.EqualTo(new[] { "Lie" }));

    [TestCase("Read_Twice_GivesTwo", true)]
    [TestCase("Lie_ExecutesNothing", false)]
    [TestCase("Restart_WhileItIsDecided_AsksAgain_AndNeverAfter", false)]
    [TestCase("Read__GivesTwo", false)]
    [TestCase("Read_twice_GivesTwo", false)]
    public void IsOfThreeParts_AName_IsThatOfItsForm(string name, bool expected) => Assert.That(IsOfThreeParts(name), Is.EqualTo(expected));

    [TestCase("/// <summary>A theme.</summary>\nclass ATests { [Test] public void A() { } }", true)]
    [TestCase("/// <summary></summary>\nclass ATests { [Test] public void A() { } }", false)]
    [TestCase("/// <summary>\n/// </summary>\nclass ATests { [Test] public void A() { } }", false)]
    [TestCase("/// <summary>A helper.</summary>\nclass Helper;\nclass ATests { [TestCase(1)] public void A(int a) { } }", false)]
    [TestCase("/// <summary>A theme.</summary>\n[TestFixture]\nclass ATests { class Inner { [Test] public void A() { } } }", true)]
    public void SaysItsTheme_AFile_IsThatOfTheClassWithTests(string text, bool expected) =>
        Assert.That(SaysItsTheme(CSharpSyntaxTree.ParseText(text).GetRoot()), Is.EqualTo(expected));

    private static bool IsOfThreeParts(string name) => name.Split('_') is { Length: 3 } parts && parts.All(part => part.Length > 0 && (char.IsAsciiLetterUpper(part[0]) || char.IsAsciiDigit(part[0])));

    private static IEnumerable<string> TestFiles() => Files(directory => directory == "tests").Where(file => TestsIn(Parse(file)).Any());

    private static IEnumerable<MethodDeclarationSyntax> TestsIn(SyntaxNode file) => file.DescendantNodes().OfType<MethodDeclarationSyntax>()
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => IsOfATest(NameOf(attribute.Name))));

    // As NUnit has them, those that make tests without one of the others included.
    private static bool IsOfATest(string name) => (name.EndsWith(Attribute, StringComparison.Ordinal) ? name[..^Attribute.Length] : name)
        is "Test" or "TestCase" or "TestCaseSource" or "Theory" or "Combinatorial" or "Pairwise" or "Sequential";

    // The last part, without what it is generic in.
    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => name.ToString(),
    };

    private static bool SaysItsTheme(SyntaxNode file) => TestsIn(file).First().Ancestors().OfType<TypeDeclarationSyntax>().Last() is var tests
        && Regex.Match(tests.GetLeadingTrivia().ToFullString(), "<summary>(.*?)</summary>", RegexOptions.Singleline).Groups[1].Value.Any(char.IsLetter);

    private static string SubjectOf(string file) => Path.GetFileNameWithoutExtension(file) is var name && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;

    private static SyntaxNode Parse(string file) => Known.GetOrAdd(file, path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot());

    private static IEnumerable<string> Files(Func<string, bool> isMeant) => Directory.EnumerateFiles(SourceTree.Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => isMeant(Relative(file).Split('/')[0]) && !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Relative(string file) => Path.GetRelativePath(SourceTree.Root, file);
}
