using System.Globalization;
using System.Text;
using System.Xml;
using Rego.Testing;

namespace Gatectl.Policies.Test;

/// <summary>Writes test results as JUnit's XML: a suite for each package, a case for each test or, for tables, for each of theirs.</summary>
internal static class PolicyTestJunit
{
    internal static void Write(TextWriter output, IReadOnlyList<PolicyTestResult> results)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            foreach (var suite in results.GroupBy(result => result.Result.Package, StringComparer.Ordinal))
            {
                WriteSuite(xml, suite.Key, [.. suite.SelectMany(CasesOf)]);
            }

            xml.WriteEndElement();
        }

        output.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        output.WriteLine(text.ToString());
    }

    private static IEnumerable<Case> CasesOf(PolicyTestResult test) => test.Result.Cases.Count == 0
        ? [new Case(test.Result, test.Result.Name, test.Result.Outcome)]
        : test.Result.Cases.SelectMany(@case => CasesOf(test.Result, @case, test.Result.Name));

    private static IEnumerable<Case> CasesOf(RegoTestResult test, RegoTestCase @case, string name)
    {
        var full = $"{name}[{@case.Name}]";
        return @case.Cases.Count == 0
            ? [new Case(test, full, @case.Passed ? RegoTestOutcome.Passed : RegoTestOutcome.Failed)]
            : @case.Cases.SelectMany(inner => CasesOf(test, inner, full));
    }

    private static void WriteSuite(XmlWriter xml, string package, IReadOnlyList<Case> cases)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", package);
        Count(xml, "tests", cases.Count);
        Count(xml, "failures", cases.Count(@case => @case.Outcome == RegoTestOutcome.Failed));
        Count(xml, "errors", cases.Count(@case => @case.Outcome == RegoTestOutcome.Error));
        Count(xml, "skipped", cases.Count(@case => @case.Outcome == RegoTestOutcome.Skipped));
        Attribute(xml, "time", Seconds(cases.Select(@case => @case.Test).Distinct().Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Duration)));
        foreach (var @case in cases)
        {
            WriteCase(xml, @case);
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Case @case)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", @case.Test.Package);
        Attribute(xml, "name", @case.Name);
        Attribute(xml, "file", @case.Test.Location.File?.Path ?? string.Empty);
        Count(xml, "line", @case.Test.Location.Row);
        Attribute(xml, "time", Seconds(@case.Test.Duration));
        switch (@case.Outcome)
        {
            case RegoTestOutcome.Skipped:
                xml.WriteStartElement("skipped");
                xml.WriteEndElement();
                break;
            case RegoTestOutcome.Failed:
                WriteProblem(xml, "failure", "test_failed", "the test does not hold");
                break;
            case RegoTestOutcome.Error:
                WriteProblem(xml, "error", @case.Test.Failure!.Code, @case.Test.Failure.Message);
                break;
            default:
                break;
        }

        if (@case.Test.Output.Length > 0)
        {
            xml.WriteElementString("system-out", Valid(@case.Test.Output));
        }

        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, string kind, string type, string message)
    {
        xml.WriteStartElement(kind);
        Attribute(xml, "type", type);
        Attribute(xml, "message", message);
        xml.WriteEndElement();
    }

    private static void Count(XmlWriter xml, string name, int count) => Attribute(xml, name, count.ToString(CultureInfo.InvariantCulture));

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Valid(value));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>XML has no form for some characters, escaped or not.</summary>
    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune.Value < 0x10000 && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune);
        }

        return valid.ToString();
    }

    private sealed record Case(RegoTestResult Test, string Name, RegoTestOutcome Outcome);
}
