using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Writes <c>docs/configuration.md</c> from the options' classes: what is said of a key stands at its property, and nowhere else.</summary>
internal static partial class ConfigurationReference
{
    private const string Head = """
        # Configuration

        Every key of the two programs. They read `appsettings.json` beside the program, then the JSON file that `ConfigurationFile` names, then
        the environment (`Gatekeeper__Listen`), then the command line (`--Gatekeeper:Listen=…`); what comes later counts. A list in a file replaces
        the earlier one, and so does a list of texts elsewhere; of a list of sections, environment and command line replace the members that they
        name. A key that is not here, or a value that is not valid, stops the start with the key, the value and what would be valid.
        Besides its own section each reads `Logging:LogLevel:CATEGORY`, the level from which on a category is told; what stands in the other's
        section is the other's. Times are `d.hh:mm:ss`; `N` is a number from 0 on, `NAME` a name of yours. A default of nothing is shown as `-`.

        This page is written from the doc comments of the options' classes; a test fails when it is stale, and says how to write it anew.

        """;

    /// <summary>The page.</summary>
    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var (directory, options) in new[] { ("gatekeeper", "GatekeeperOptions"), ("deployer", "DeployerOptions") })
        {
            var classes = Classes(directory);
            var section = char.ToUpperInvariant(directory[0]) + directory[1..];
            page.Append($"\n## {section}\n\n| key below `{section}` | type | default | meaning |\n| --- | --- | --- | --- |\n");
            WriteSection(page, classes, options, prefix: "", given: "");
        }

        return page.ToString();
    }

    /// <summary>The lines of one class of options, for a test.</summary>
    public static string Write(string text, string options)
    {
        var page = new StringBuilder();
        WriteSection(page, CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().ToLookup(declaration => declaration.Identifier.Text), options, prefix: "", given: "");
        return page.ToString();
    }

    private static void WriteSection(StringBuilder page, ILookup<string, ClassDeclarationSyntax> classes, string name, string prefix, string given)
    {
        // A base class has its defaults from who makes it: a constructor, or the property that holds it.
        given += string.Concat(PartsOf(classes, name).SelectMany(part => part.Members).OfType<ConstructorDeclarationSyntax>());
        foreach (var property in PropertiesOf(classes, name))
        {
            // The binder makes a section or list that is missing, and adds to entries by name only where there are some.
            var written = property.Type.ToString();
            var type = NestedOf(written.TrimEnd('?')) is null || written.StartsWith("Dictionary", StringComparison.Ordinal) ? written : written.TrimEnd('?');
            var nested = NestedOf(type);
            if (nested is not null && classes.Contains(nested))
            {
                var step = type.StartsWith("Dictionary", StringComparison.Ordinal) ? ":NAME" : type.EndsWith("[]", StringComparison.Ordinal) || type.StartsWith("List<", StringComparison.Ordinal) ? ":N" : "";
                WriteSection(page, classes, nested, $"{prefix}{property.Identifier}{step}:", property.Initializer?.ToString() ?? "");
                continue;
            }

            page.Append($"| `{prefix}{KeyOf(property)}` | {TypeOf(type)} | {DefaultOf(property, given)} | {MeaningOf(property)} |\n");
        }
    }

    private static IEnumerable<PropertyDeclarationSyntax> PropertiesOf(ILookup<string, ClassDeclarationSyntax> classes, string name)
    {
        var parts = PartsOf(classes, name);
        var inherited = parts.SelectMany(part => part.BaseList?.Types.Select(type => type.Type.ToString()) ?? []).Where(type => !IsInterface(type)).SelectMany(type => PropertiesOf(classes, type));
        return inherited.Concat(parts.SelectMany(part => part.Members).OfType<PropertyDeclarationSyntax>().Where(IsBound));
    }

    // Any other base is a class, whose keys are this one's, too.
    private static bool IsInterface(string type) => type[(type.LastIndexOf('.') + 1)..] is ['I', >= 'A' and <= 'Z', ..];

    private static bool IsBound(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(accessor => accessor.Keyword.Kind() is SyntaxKind.SetKeyword or SyntaxKind.InitKeyword) == true;

    // A class may stand in parts; two classes of one name nobody could tell apart here.
    private static ClassDeclarationSyntax[] PartsOf(ILookup<string, ClassDeclarationSyntax> classes, string name) =>
        classes[name].ToArray() is { Length: > 0 } parts && (parts.Length == 1 || parts.All(part => part.Modifiers.Any(SyntaxKind.PartialKeyword)))
            ? parts
            : throw new InvalidOperationException($"{name} is no class, or more than one.");

    private static ILookup<string, ClassDeclarationSyntax> Classes(string directory) => new[] { "hosting", directory }
        .SelectMany(project => SourceProject.In(project).Trees)
        .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
        .ToLookup(declaration => declaration.Identifier.Text);

    private static string? NestedOf(string type) => NestedOptions().Match(type) is { Success: true } match ? match.Groups[1].Value : null;

    // `internal` to the binder, which takes a text and keys below it apart by hand.
    private static string KeyOf(PropertyDeclarationSyntax property) => property.Identifier.Text == "SocketGroup" ? "Socket:Group" : property.Identifier.Text;

    // What the binder has a form for (ScalarForm), and no more. A section that is not recognised as one would stand here as a single line, and
    // none of its keys would.
    private static string TypeOf(string type) => type switch
    {
        "bool" => "true or false",
        "int" or "long" => "number",
        "TimeSpan" => "time",
        "string" or "string?" => "text",
        "string[]" or "List<string>" => "list of texts",
        _ => throw new InvalidOperationException($"{type} is nothing that this page could tell the keys or the form of: add it here, and where it is no section, in hosting/Settings/ScalarForm.cs."),
    };

    private static string DefaultOf(PropertyDeclarationSyntax property, string given) => Resolved(property.Initializer?.Value.ToString()) switch
    {
        _ when Regex.Match(given, $"\\b{property.Identifier} = \"([^\"]*)\"") is { Success: true } match => $"`{match.Groups[1].Value}`",
        null when property.Type.ToString() == "bool" => "`false`",
        null or "\"\"" or "[]" => "-",
        var text when Duration().Match(text) is { Success: true } match => $"`{Time(match.Groups[1].Value, double.Parse(match.Groups[2].Value))}`",
        var text when Product().IsMatch(text) => $"`{NumberOf(text)}`",
        var text => $"`{text.Trim('"').Replace("_", "", StringComparison.Ordinal)}`",
    };

    // A default that other code uses, too, has a name there.
    private static string? Resolved(string? text)
    {
        if (text is null || Member().Match(text) is not { Success: true } match)
        {
            return text;
        }

        var (type, name) = (match.Groups[1].Value, match.Groups[2].Value);
        var members = new[] { "hosting", "gatekeeper", "deployer" }.SelectMany(project => SourceProject.In(project).Trees)
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(declaration => type.Length == 0 || declaration.Identifier.Text == type)
            .SelectMany(declaration => declaration.Members);
        var value = members.Select(member => member switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: var expression } property when property.Identifier.Text == name => expression,
            FieldDeclarationSyntax field => field.Declaration.Variables.FirstOrDefault(variable => variable.Identifier.Text == name)?.Initializer?.Value,
            _ => null,
        }).FirstOrDefault(expression => expression is not null);
        return value?.ToString() ?? throw new InvalidOperationException($"{text} is nothing that a page of defaults could show.");
    }

    // `2L << 30`, `256 * 1024`
    private static long NumberOf(string text)
    {
        var parts = text.Replace("_", "", StringComparison.Ordinal).Replace("L", "", StringComparison.Ordinal).Split(["*", "<<"], StringSplitOptions.TrimEntries).Select(long.Parse).ToArray();
        return text.Contains("<<", StringComparison.Ordinal) ? parts[0] << (int)parts[1] : parts.Aggregate((a, b) => a * b);
    }

    private static TimeSpan Time(string unit, double count) => unit switch
    {
        "Milliseconds" => TimeSpan.FromMilliseconds(count),
        "Seconds" => TimeSpan.FromSeconds(count),
        "Minutes" => TimeSpan.FromMinutes(count),
        "Hours" => TimeSpan.FromHours(count),
        _ => TimeSpan.FromDays(count),
    };

    private static string MeaningOf(PropertyDeclarationSyntax property)
    {
        var comment = string.Concat(property.GetLeadingTrivia().Select(trivia => trivia.ToFullString()));
        var text = Value().Match(comment) is { Success: true } value
            ? value.Groups[1].Value
            : throw new InvalidOperationException($"{property.Identifier} has no <value> that says what it means.");
        text = LineStart().Replace(text, " ");
        text = Code().Replace(text, "`$1`");
        text = See().Replace(text, "`$1`");
        return Spaces().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?:Dictionary<string, |List<)?(\w+(?:Options|Limits))(?:>|\[\])?$")]
    private static partial Regex NestedOptions();

    [GeneratedRegex(@"^TimeSpan\.From(\w+)\(([\d.]+)\)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?:(\w+)\.)?(?!true$|false$|null$)([A-Z]\w*)$")]
    private static partial Regex Member();

    [GeneratedRegex(@"^[\d_L]+(?:\s*(?:\*|<<)\s*[\d_L]+)*$")]
    private static partial Regex Product();

    [GeneratedRegex(@"<value>(.*?)</value>", RegexOptions.Singleline)]
    private static partial Regex Value();

    [GeneratedRegex(@"\n\s*///")]
    private static partial Regex LineStart();

    [GeneratedRegex(@"<c>(.*?)</c>")]
    private static partial Regex Code();

    [GeneratedRegex("""<see cref="(?:\w+\.)*(\w+)"\s*/>""")]
    private static partial Regex See();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
