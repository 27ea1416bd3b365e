using Rego.Diagnostics;
using Rego.Formatting;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Tooling.Formatting;

namespace Rego.Tests.Formatting;

/// <summary>What must hold of every module: formatting keeps its meaning and its comments, and settles.</summary>
public sealed class KnownModulesTests
{
    private const int MaxShownFailures = 20;
    private const int CommentedShare = 7;

    [Test]
    public void Format_EveryKnownModule_KeepsItsTreeAndCommentsAndSettles()
    {
        var modules = KnownModules.Load();
        var failures = modules.AsParallel().Select(FailureOf).OfType<string>().ToList();
        Assert.That(failures.Take(MaxShownFailures), Is.Empty, $"{failures.Count} of {modules.Count} modules");
    }

    /// <summary>A comment behind every line, above every line, both, and at every third; each in other modules, as that is a lot of work.</summary>
    [TestCase(1, 0)]
    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(3, 0)]
    [TestCase(0, 3)]
    public void Format_KnownModulesWithComments_KeepsTheirTreesAndCommentsAndSettles(int behindEvery, int aboveEvery)
    {
        var share = (5 * behindEvery) + aboveEvery;
        var modules = KnownModules.Load().Where((_, index) => index % CommentedShare == share % CommentedShare).Select(source => source with { Text = WithComments(source.Text, behindEvery, aboveEvery) }).ToList();
        var failures = modules.AsParallel().Select(FailureOf).OfType<string>().ToList();
        Assert.That(failures.Take(MaxShownFailures), Is.Empty, $"{failures.Count} of {modules.Count} modules");
    }

    private static string WithComments(string text, int behindEvery, int aboveEvery)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return string.Concat(lines.Select((line, i) =>
            (aboveEvery > 0 && i % aboveEvery == 0 ? $"# above {i}\n" : string.Empty)
                + (behindEvery > 0 && i % behindEvery == 0 && line.Length > 0 ? $"{line} # behind {i}\n" : $"{line}\n")));
    }

    private static string? FailureOf(RegoSource source)
    {
        if (Parse(source.Text) is not { } module || !RegoV1Requirements.Check(module, []))
        {
            return null;
        }

        var result = RegoFormatter.Format(source);
        if (result.Text is not { } text)
        {
            return result.Errors.All(error => error.Message.EndsWith("arity mismatch", StringComparison.Ordinal)) ? null : Describe(source, $"refused: {string.Join('\n', result.Errors)}");
        }

        var formatted = Parse(text)!;
        if (PlainTree.Of(formatted) != PlainTree.Of(module))
        {
            return Describe(source, $"another tree:\n{text}");
        }

        if (!HaveSameComments(module, formatted))
        {
            return Describe(source, $"other comments:\n{text}");
        }

        return RegoFormatter.Format(new RegoSource(source.Path, text)).Text == text ? null : Describe(source, $"changes again:\n{text}");
    }

    private static Module? Parse(string text) => Parser.ParseModule(new SourceFile("policy.rego", text), new DiagnosticBag());

    /// <summary>The same comments in the same order; but those behind imports move with them.</summary>
    private static bool HaveSameComments(Module before, Module after)
    {
        var importRows = before.Imports.Select(import => import.Location.Row).ToHashSet();
        var moving = before.Comments.Where(comment => importRows.Contains(comment.Location.Row)).Select(TextOf).ToHashSet();
        return TextsOf(before).Where(text => !moving.Contains(text)).SequenceEqual(TextsOf(after).Where(text => !moving.Contains(text)))
            && TextsOf(before).Order().SequenceEqual(TextsOf(after).Order());
    }

    private static IEnumerable<string> TextsOf(Module module) => module.Comments.Select(TextOf);

    private static string TextOf(Comment comment) => comment.Text.TrimEnd();

    private static string Describe(RegoSource source, string failure) => $"{source.Path}\n{source.Text}\n----- {failure}\n=====";
}
