using System.Globalization;
using Rego;
using Rego.Tooling.Inspection;
using Rego.Values;

namespace Gatectl.Policies.Inspect;

/// <summary>Metadata blocks for people, one below the other.</summary>
internal static class AnnotationPages
{
    private const int PageWidth = 80;

    internal static void Print(TextWriter output, IReadOnlyList<RegoAnnotation> annotations)
    {
        output.WriteLine("ANNOTATIONS:");
        foreach (var annotation in annotations)
        {
            PrintTitle(output, annotation);
            PrintPlace(output, annotation);
            PrintLists(output, annotation.Value);
        }
    }

    private static void PrintTitle(TextWriter output, RegoAnnotation annotation)
    {
        var title = Text(annotation.Value, "title").Trim();
        if (title.Length == 0)
        {
            title = annotation.Path.Text["data.".Length..];
        }

        output.WriteLine(PolicyText.Escape(title));
        output.WriteLine(new string('=', Math.Min(System.Text.Encoding.UTF8.GetByteCount(title), PageWidth)));
        output.WriteLine();
        if (Text(annotation.Value, "description") is { Length: > 0 } description)
        {
            output.WriteLine(PolicyText.Escape(description));
            output.WriteLine();
        }
    }

    private static void PrintPlace(TextWriter output, RegoAnnotation annotation)
    {
        output.WriteLine(PolicyText.Escape($"Package:  {annotation.Package}"));
        if (annotation.Rule is { } rule)
        {
            output.WriteLine(PolicyText.Escape($"Rule:     {rule}"));
        }

        output.WriteLine(PolicyText.Escape(string.Create(CultureInfo.InvariantCulture, $"Location: {annotation.Location.File?.Path}:{annotation.Location.Row}")));
        if (Text(annotation.Value, "scope") is { Length: > 0 } scope)
        {
            output.WriteLine($"Scope: {scope}");
        }

        if (annotation.Value["entrypoint"] == RegoBoolean.True)
        {
            output.WriteLine("Entrypoint: true");
        }

        output.WriteLine();
    }

    private static void PrintLists(TextWriter output, RegoObject value)
    {
        PrintList(output, "Organizations:", string.Empty, Items(value, "organizations").Select(item => (OneLine(((RegoString)item).Value), string.Empty)));
        PrintList(output, "Authors:", string.Empty, Items(value, "authors").Select(item => (OneLine(AuthorOf((RegoObject)item)), string.Empty)));
        PrintList(output, "Schemas:", ": ", Items(value, "schemas").Select(item => SchemaOf((RegoObject)item)));
        PrintList(output, "Related Resources:", " ", Items(value, "related_resources").Select(item => (OneLine(Text((RegoObject)item, "ref")), Text((RegoObject)item, "description"))));
        PrintList(output, "Custom:", ": ", (value["custom"] as RegoObject ?? RegoObject.Empty).Select(member => (((RegoString)member.Key).Value, member.Value.ToJson())));
    }

    private static void PrintList(TextWriter output, string heading, string separator, IEnumerable<(string Key, string Value)> entries)
    {
        var list = entries.ToList();
        if (list.Count == 0)
        {
            return;
        }

        var width = list.Max(entry => entry.Key.Length);
        output.WriteLine(heading);
        foreach (var (key, value) in list)
        {
            var line = value.Length > 0 ? $" {key}{separator}{new string(' ', width - key.Length)}{value}" : $" {key}";
            output.WriteLine(PolicyText.Escape(line.Length < PageWidth ? line : line[..(PageWidth - 3)] + "..."));
        }

        output.WriteLine();
    }

    private static IEnumerable<RegoValue> Items(RegoObject value, string name) => value[name] as RegoArray ?? RegoArray.Empty;

    private static string AuthorOf(RegoObject author) => (Text(author, "name"), Text(author, "email")) switch
    {
        (var name, "") => name,
        ("", var email) => $"<{email}>",
        var (name, email) => $"{name} <{email}>",
    };

    private static (string Key, string Value) SchemaOf(RegoObject schema) => (
        RegoReference.TextOf((RegoArray)schema["path"]),
        schema["schema"] is RegoArray reference ? RegoReference.TextOf(reference) : schema["definition"].ToJson());

    private static string Text(RegoObject value, string name) => (value[name] as RegoString)?.Value ?? string.Empty;

    private static string OneLine(string text) => text.Replace('\n', ' ');
}
