using System.Collections.Immutable;
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

    private readonly string[] _path;
    private readonly SourceLocation _place;
    private readonly string _package;
    private readonly Rule _rule;

    /// <param name="package">The package, from <c>data</c>.</param>
    /// <param name="path">The parts of the rule's name up to the one that makes it a test.</param>
    /// <param name="place">Where that one stands.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="occurrence">How many definitions of the same name stand before it.</param>
    private RegoTestRule(string package, string[] path, SourceLocation place, Rule rule, int occurrence)
    {
        _package = package;
        _path = path;
        _place = place;
        _rule = rule;
        Occurrence = occurrence;
    }

    internal SourceLocation Location => _rule.Location;

    internal string Package => _package;

    /// <summary>Whether it has a case for each value of a variable in its name: <c>test_x[note]</c>.</summary>
    internal bool IsTable => _rule.Head.Key is null && _rule.Head.Reference.Skip(_path.Length).Any(part => !Groundness.IsGround(part));

    /// <summary>Asks for the cases of a table that were reached; null where it is none.</summary>
    internal string? CasesQuery => IsTable && _rule.Body is not null ? $"{_package}.{CasesName}" : null;

    private string CasesName => string.Concat(RuleName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')) + "_cases_reached";

    /// <summary>How many definitions of the same name stand before it in the package.</summary>
    internal int Occurrence { get; }

    internal string Name => Occurrence == 0 ? PlainName : string.Create(CultureInfo.InvariantCulture, $"{PlainName}#{Occurrence:00}");

    internal string FullName => $"{_package}.{Name}";

    internal bool IsTodo => _path[^1].StartsWith(TodoPrefix, StringComparison.Ordinal);

    internal string Query => $"{_package}.{RuleName}";

    /// <summary>Asks for it where the compiler numbers repeated tests.</summary>
    internal string NumberedQuery => Occurrence == 0 ? Query : string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Concat(_path[..^1].Prepend(_package).Select((part, i) => i == 0 ? part : "." + part))}[\"{_path[^1]}#{Occurrence:00}\"]");

    /// <summary>The name under which it is compiled: a definition of its own, although others have its name.</summary>
    private string RuleName => Occurrence == 0 ? PlainName : string.Create(CultureInfo.InvariantCulture, $"{PlainName}__{Occurrence:00}__");

    private string PlainName => TermPrinter.PrintReference([.. _rule.Head.Reference.Take(_path.Length)]);

    internal static List<RegoTestRule> Find(IReadOnlyList<RegoSource> sources, DiagnosticBag errors)
    {
        var found = new List<RegoTestRule>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            if ((source.Parsed ?? Parser.ParseModule(new SourceFile(source.Path, source.Text), errors)) is { } module)
            {
                Collect(module, found, seen);
            }
        }

        return found;
    }

    /// <summary>
    /// The sources, in which each later definition of a test's name has a name of its own, and, where asked for, each table has a
    /// rule behind it that collects its cases.
    /// </summary>
    internal static IEnumerable<RegoSource> Prepare(IReadOnlyList<RegoSource> sources, List<RegoTestRule> rules, bool withCases)
    {
        var tables = rules.Where(rule => withCases && rule.CasesQuery is not null).ToLookup(rule => rule.Location.File!.Path);
        var repeated = rules.Where(rule => rule.Occurrence > 0).ToLookup(rule => rule.Location.File!.Path);
        foreach (var source in sources)
        {
            var text = source.Text;
            foreach (var rule in repeated[source.Path].OrderByDescending(rule => rule._place.Offset))
            {
                var at = rule._place;
                var name = string.Create(CultureInfo.InvariantCulture, $"{rule._path[^1]}__{rule.Occurrence:00}__");
                text = string.Concat(text.AsSpan(0, at.Offset), name, text.AsSpan(at.Offset + at.Length));
            }

            text += string.Concat(tables[source.Path].Select(rule => rule.CasesRule()));
            yield return text == source.Text ? source : new RegoSource(source.Path, text);
        }
    }

    private static void Collect(Module module, List<RegoTestRule> found, Dictionary<string, int> seen)
    {
        var package = TermPrinter.PrintReference(module.Package.Path);
        foreach (var rule in module.Rules)
        {
            var (path, place) = NameOf(rule.Head.Reference);
            if (path.Length == 0)
            {
                continue;
            }

            var key = $"{package}.{string.Join('.', path)}";
            seen.TryGetValue(key, out var occurrence);
            seen[key] = occurrence + 1;
            found.Add(new RegoTestRule(package, path, place, rule, occurrence));
        }
    }

    /// <summary>The parts of a rule's name up to the first that makes it a test, and where that stands; none where there is none.</summary>
    private static (string[] Path, SourceLocation Place) NameOf(ImmutableArray<Term> reference)
    {
        var path = new List<string>();
        foreach (var part in reference)
        {
            var name = part is VarTerm variable && path.Count == 0 ? variable.Name : part is StringTerm text ? text.Value : null;
            if (name is null)
            {
                break;
            }

            path.Add(name);
            if (IsTestName(name))
            {
                return ([.. path], part.Location);
            }
        }

        return ([], default);
    }

    /// <summary>The statements up to the one behind which the name's variables have values, with the name's parts.</summary>
    private string CasesRule()
    {
        var parts = _rule.Head.Reference.Skip(_path.Length).ToList();
        var open = parts.OfType<VarTerm>().Select(part => part.Name).ToHashSet();
        var statements = new List<string>();
        foreach (var statement in _rule.Body!.Expressions)
        {
            statements.Add(statement.Location.Text.ToString());
            if (statement is not SomeExpression { Domain: null })
            {
                open.ExceptWith(Analysis.VariableCollector.Of(statement));
            }

            if (open.Count == 0)
            {
                break;
            }
        }

        return $"\n{CasesName} contains [{string.Join(", ", parts.Select(TermPrinter.Print))}] if {{\n{string.Join('\n', statements)}\n}}\n";
    }

    private static bool IsTestName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(TodoPrefix, StringComparison.Ordinal);
}
