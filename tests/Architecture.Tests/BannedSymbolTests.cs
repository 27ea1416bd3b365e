using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>What the build refuses by <c>BannedSymbols.txt</c> it refuses in every form that .NET has.</summary>
public sealed class BannedSymbolTests
{
    private const string Method = "ConfigureAwait";

    // That an await does not throw says no other form, and it has nothing to do with a context.
    private const string Suppressed = "ConfigureAwaitOptions.SuppressThrowing";

    private static IEnumerable<string> Programs => RoomTable.Read().Keys.Where(project => !project.StartsWith("rego/", StringComparison.Ordinal));

    [Test]
    public void ConfigureAwait_InEveryForm_IsBanned()
    {
        var library = typeof(Task).Assembly;
        var symbols = CSharpCompilation.Create("forms", references: [MetadataReference.CreateFromFile(library.Location)]);
        var forms = library.GetExportedTypes()
            .Where(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Any(method => method.Name == Method))
            .SelectMany(type => symbols.GetTypeByMetadataName(type.FullName!)!.GetMembers(Method))
            .Select(method => method.GetDocumentationCommentId())
            .ToList();

        Assert.That(forms, Has.Count.GreaterThan(8));
        Assert.That(
            forms.Where(form => !form!.Contains(nameof(ConfigureAwaitOptions), StringComparison.Ordinal)),
            Is.EquivalentTo(File.ReadAllLines(SourceTree.PathTo("BannedSymbols.txt")).Select(line => line.Split(';')[0])));
    }

    /// <summary>The build cannot tell apart which options are meant.</summary>
    [Test]
    public void ConfigureAwait_WithOptions_SuppressesThrowingAndNothingElse()
    {
        var forms = Programs.SelectMany(project => SourceProject.In(project).Trees).SelectMany(tree => FormsIn(tree.GetRoot())).ToList();

        Assert.That(forms, Is.Not.Empty.And.All.EqualTo(Suppressed));
    }

    [TestCase("await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);", Suppressed)]
    [TestCase("await task.ConfigureAwait(ConfigureAwaitOptions.None);", "ConfigureAwaitOptions.None")]
    [TestCase("await task.ConfigureAwait(options: ConfigureAwaitOptions.None);", "ConfigureAwaitOptions.None")]
    [TestCase("await task.Inner?.ConfigureAwait(false);", "false")]
    [TestCase("Func<bool, object> how = task.ConfigureAwait;", "")]
    public void FormsIn_Code_AreItsArguments(string statement, string expected) =>
        Assert.That(FormsIn(CSharpSyntaxTree.ParseText($"class C {{ async Task M() {{ {statement} }} }}").GetRoot()), Is.EqualTo(new[] { expected }));

    private static IEnumerable<string> FormsIn(SyntaxNode root) => root.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.Text == Method)
        .Select(name => name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression.Span.End == name.Span.End)?.ArgumentList.Arguments.FirstOrDefault()?.Expression.ToString() ?? "");
}
