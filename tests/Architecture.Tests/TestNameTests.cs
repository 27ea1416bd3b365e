using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Tests are found by the name of what they test; those of a theme say in their summary what the theme is.</summary>
public sealed class TestNameTests
{
    private const string Suffix = "Tests";

    // Their files are themes all: each follows a user through the whole product, or holds the whole house.
    private static readonly string[] Themed = ["EndToEnd.Tests", "Architecture.Tests"];

    [Test]
    public void TestFiles_ThatCarryNoSourceFilesName_SayWhatTheyHold()
    {
        var sources = Files(directory => directory != "tests").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);
        var silent = Files(directory => directory == "tests")
            .Where(file => file.EndsWith(Suffix + ".cs", StringComparison.Ordinal) && !Themed.Contains(Relative(file).Split('/')[1]))
            .Where(file => !sources.Contains(Path.GetFileNameWithoutExtension(file)[..^Suffix.Length]))
            .Where(file => !HasSummary(file))
            .Select(Relative);

        Assert.That(silent, Is.Empty);
    }

    private static IEnumerable<string> Files(Func<string, bool> isMeant) => Directory.EnumerateFiles(SourceTree.Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => isMeant(Relative(file).Split('/')[0]) && !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Relative(string file) => Path.GetRelativePath(SourceTree.Root, file);

    private static bool HasSummary(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        .First()
        .GetLeadingTrivia()
        .ToString()
        .Contains("<summary>", StringComparison.Ordinal);
}
