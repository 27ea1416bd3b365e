using System.Globalization;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Parsing;
using Gatekeeper.Rego.Printing;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Testing;

/// <summary>A test rule as it stands in its module.</summary>
internal sealed class RegoTestRule
{
    private const string Prefix = "test_";
    private const string TodoPrefix = "todo_test_";

    private readonly VarTerm _head;
    private readonly string _package;

    private RegoTestRule(string package, VarTerm head, SourceLocation location, int occurrence, bool isTable)
    {
        IsTable = isTable;
        _package = package;
        _head = head;
        Location = location;
        Occurrence = occurrence;
    }

    internal SourceLocation Location { get; }

    internal string Package => _package;

    /// <summary>Whether it has a case for each value of a variable in its name: <c>test_x[note]</c>.</summary>
    internal bool IsTable { get; }

    /// <summary>How many definitions of the same name stand before it in the package.</summary>
    internal int Occurrence { get; }

    internal string Name => Occurrence == 0 ? _head.Name : string.Create(CultureInfo.InvariantCulture, $"{_head.Name}#{Occurrence:00}");

    internal string FullName => $"{_package}.{Name}";

    internal bool IsTodo => _head.Name.StartsWith(TodoPrefix, StringComparison.Ordinal);

    internal string Query => $"{_package}.{RuleName}";

    /// <summary>The name under which it is compiled: a definition of its own, although others have its name.</summary>
    private string RuleName => Occurrence == 0 ? _head.Name : string.Create(CultureInfo.InvariantCulture, $"{_head.Name}__{Occurrence:00}__");

    internal static List<RegoTestRule> Find(IReadOnlyList<RegoSource> sources, DiagnosticBag errors)
    {
        var found = new List<RegoTestRule>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if (Parser.ParseModule(new SourceFile(source.Path, source.Text), errors) is { } module)
            {
                Collect(module, found, seen);
            }
        }

        return found;
    }

    /// <summary>The sources, in which each later definition of a test's name has a name of its own.</summary>
    internal static IEnumerable<RegoSource> Rename(IReadOnlyList<RegoSource> sources, List<RegoTestRule> rules)
    {
        var repeated = rules.Where(rule => rule.Occurrence > 0).ToLookup(rule => rule.Location.File!.Path);
        foreach (var source in sources)
        {
            var text = source.Text;
            foreach (var rule in repeated[source.Path].OrderByDescending(rule => rule._head.Location.Offset))
            {
                var at = rule._head.Location;
                text = string.Concat(text.AsSpan(0, at.Offset), rule.RuleName, text.AsSpan(at.Offset + at.Length));
            }

            yield return source with { Text = text };
        }
    }

    private static void Collect(Module module, List<RegoTestRule> found, Dictionary<string, int> seen)
    {
        var package = TermPrinter.PrintReference(module.Package.Path);
        foreach (var rule in module.Rules)
        {
            if (rule.Head.Reference[0] is not VarTerm head || !IsTestName(head.Name))
            {
                continue;
            }

            var key = $"{package}.{head.Name}";
            seen.TryGetValue(key, out var occurrence);
            seen[key] = occurrence + 1;
            found.Add(new RegoTestRule(package, head, rule.Location, occurrence, IsTableOf(rule.Head)));
        }
    }

    private static bool IsTableOf(RuleHead head) => head.Key is null && head.Reference.Skip(1).Any(part => !Groundness.IsGround(part));

    private static bool IsTestName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(TodoPrefix, StringComparison.Ordinal);
}
