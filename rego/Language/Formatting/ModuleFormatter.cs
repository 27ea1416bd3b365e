using Rego.Capabilities;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Types;

namespace Rego.Formatting;

/// <summary>
/// Writes a module in OPA's layout. The rows of the source say where lines break and where blank lines and comments go. A part
/// answers false where one of its comments has no place in that layout: the term, statement or rule around it is then kept
/// as it stands in the source.
/// </summary>
internal sealed partial class ModuleFormatter
{
    private readonly LineWriter _out = new();
    private readonly CommentQueue _comments;
    private readonly Module _module;
    private readonly RegoFormatterOptions _options;
    private readonly KeywordSet _keywords;
    private readonly bool _hasLongNames;
    private readonly bool _hasDottedKeywords;

    /// <summary>A statement or term that needs parentheses where it is written next.</summary>
    private SyntaxNode? _grouped;

    private ModuleFormatter(Module module, RegoFormatterOptions options)
    {
        _module = module;
        _options = options;
        _comments = new CommentQueue(module.Comments);
        _hasDottedKeywords = LanguageFeatures.Of(options.Capabilities).HasKeywordsInReferences;
        _keywords = KeptImports.KeywordsOf(module);
        _hasLongNames = module.Rules.Any(rule => rule.Head.Reference.Length > 2 || (rule.Head.Reference.Length == 2 && rule.Head.Key is not null));
    }

    /// <summary>What cannot be written, by the code and words of OPA.</summary>
    private List<Diagnostic> Errors { get; } = [];

    /// <summary>The module's text; null where something in it cannot be written, which is then in <paramref name="errors"/>.</summary>
    internal static string? Format(Module module, RegoFormatterOptions options, out IReadOnlyList<Diagnostic> errors)
    {
        var formatter = new ModuleFormatter(module, options);
        formatter.WriteModule();
        errors = formatter.Errors;
        return errors.Count == 0 ? formatter._out.Text : null;
    }

    private void WriteModule()
    {
        var imports = KeptImports.Of(_module, _options);
        WritePackage();
        var rest = StatementsOf(imports);
        for (var i = 0; i < rest.Count;)
        {
            var isImport = rest[i] is Import;
            var end = rest.FindIndex(i, statement => statement is Import != isImport);
            var group = rest[i..(end < 0 ? rest.Count : end)];
            if (isImport)
            {
                WriteImports([.. group.Cast<Import>()]);
            }
            else
            {
                WriteRules([.. group.Cast<Rule>()]);
            }

            i += group.Count;
        }

        while (_comments.TakeAbove(int.MaxValue) is { } comment)
        {
            _out.WriteLine(CommentQueue.TextOf(comment));
        }
    }

    /// <summary>Imports and rules in the order of the source.</summary>
    private List<SyntaxNode> StatementsOf(IReadOnlyList<Import> imports) =>
        [.. imports.Concat<SyntaxNode>(_module.Rules).OrderBy(statement => statement.Location.Row).ThenBy(statement => statement.Location.Column)];

    private void WritePackage()
    {
        PlaceComments(_module.Package.Location.Row);
        _out.StartLine();
        _out.Write("package ");
        _out.Write(NameOf(((StringTerm)_module.Package.Path[1]).Value));
        foreach (var part in _module.Package.Path.Skip(2))
        {
            WriteName((StringTerm)part);
        }

        _out.BlankLine();
    }

    /// <summary>A variable's name as it is written.</summary>
    private static string NameOf(string name) => name.StartsWith('$') ? "_" : name;

    private void Refuse(CallTerm call, SourceLocation location)
    {
        var name = TermPrinter.Print(call.Operator);
        var wanted = RegoCapabilities.Current.Find(name)?.Arguments ?? [];
        Errors.Add(new Diagnostic(DiagnosticCodes.Type, $"{name}: arity mismatch", location)
        {
            DetailLines =
            [
                $"have: ({string.Join(',', call.Arguments.Select(TermKinds.NameOf))})",
                $"want: ({string.Join(',', wanted.Select(operand => operand.Name is null ? TypeText.Of(operand.Type) : $"{operand.Name}: {TypeText.Of(operand.Type)}"))})",
            ],
        });
    }

    /// <summary>The function behind an operator, or null where the call is of another function.</summary>
    private static BuiltinDeclaration? OperatorOf(CallTerm call) =>
        KnownBuiltins.TryGet(TermPrinter.Print(call.Operator), out var builtin) && builtin.Infix is not null ? builtin : null;
}
