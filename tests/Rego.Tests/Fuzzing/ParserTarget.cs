using System.Text.RegularExpressions;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Tooling.Formatting;
using Rego.Values;
using Rego.Work;

namespace Rego.Tests.Fuzzing;

/// <summary>
/// What the lexer and the parser are held to for any bytes: they end, within a time; what is refused has errors that lie in the
/// text; what is taken prints as text that reads back as the same tree, and can be listed and formatted.
/// </summary>
internal static partial class ParserTarget
{
    internal const int MaxBytes = 64 * 1024;

    /// <summary>Of the processor: the machine may be busy with other things.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <exception cref="FuzzingFind">The bytes are a find.</exception>
    internal static void Run(ReadOnlySpan<byte> bytes)
    {
        var text = SourceText.Decode(bytes.Length > MaxBytes ? bytes[..MaxBytes] : bytes);
        DeepStack.Run(() =>
        {
            var start = Environment.CpuUsage.TotalTime;
            Hold(text);
            var used = Environment.CpuUsage.TotalTime - start;
            return used < MaxTime ? 0 : throw new FuzzingFind($"{used} for {text.Length} characters");
        });
    }

    private static void Hold(string text)
    {
        var errors = new DiagnosticBag();
        var module = Parser.ParseModule(new SourceFile("p.rego", text), errors);
        if (module is null)
        {
            HoldErrors(text, errors);
            return;
        }

        HoldRoundTrip(module);
        _ = SyntaxJson.Of(module, withLocations: true);
        _ = SyntaxOutline.Of(module);
        _ = RegoFormatter.Format(new RegoSource("p.rego", text));
    }

    private static void HoldErrors(string text, DiagnosticBag errors)
    {
        if (!errors.HasErrors)
        {
            throw new FuzzingFind("neither a module nor an error");
        }

        if (errors.FirstOrDefault(error => error.Location.Offset < 0 || error.Location.Offset + error.Location.Length > text.Length) is { } outside)
        {
            throw new FuzzingFind($"outside of the text: {outside}");
        }

        _ = DiagnosticText.Describe([.. errors]);
    }

    private static void HoldRoundTrip(Module module)
    {
        var printed = ModulePrinter.Print(module);
        var errors = new DiagnosticBag();
        var again = Parser.ParseModule(new SourceFile("p.rego", printed), errors)
            ?? throw new FuzzingFind($"does not read back: {string.Join('\n', errors)}\n{printed}");
        var (before, after) = (Plain(module), Plain(again));
        if (before != after)
        {
            throw new FuzzingFind($"reads back as another tree:\n{printed}\n{before}\n{after}");
        }
    }

    /// <summary>The tree without comments, which are not printed; <c>_</c> has numbers that begin anew in each rule, since bodies that share a head share those in it.</summary>
    private static string Plain(Module module)
    {
        var tree = SyntaxJson.Of(new Module(module.Location, module.Package, module.Imports, [], [], []));
        var rules = SyntaxJson.Of(new Module(module.Location, module.Package, [], module.Rules, [], []))["rules"];
        return string.Join('\n', (rules as RegoArray ?? RegoArray.Empty).Prepend(tree).Select(part => Renumber(part.ToString()!)));
    }

    private static string Renumber(string tree)
    {
        var numbers = new Dictionary<string, int>();
        return Wildcard().Replace(tree, match =>
        {
            if (!numbers.TryGetValue(match.Value, out var number))
            {
                numbers.Add(match.Value, number = numbers.Count);
            }

            return $"\"_{number}\"";
        });
    }

    [GeneratedRegex("\"\\$[0-9]+\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Wildcard();
}
