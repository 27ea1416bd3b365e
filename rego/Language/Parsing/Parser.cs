using System.Runtime.CompilerServices;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Work;

namespace Rego.Parsing;

/// <summary>
/// Reads Rego as OPA does: by recursive descent that tries a reading and goes back where it fails. What is wrong is
/// collected; an error of a reading that was given up is forgotten with it.
/// </summary>
internal sealed partial class Parser
{
    private readonly SourceFile _file;
    private readonly Lexer _lexer;
    private readonly ParserLimits _limits;
    private readonly LanguageFeatures _features;
    private readonly TermCache _cache = new();
    private readonly long _maxTokens;
    private ParserState _state;
    private int _depth;

    private Parser(SourceFile file, ParserLimits limits, LanguageFeatures features)
    {
        _file = file;
        _features = features;
        _limits = limits;
        _lexer = new Lexer(file.Text);
        _maxTokens = 1024 + ((long)file.Text.Length * limits.TokensPerCharacter);
        _state.Lexer = _lexer.Position;
    }

    private Token Current => _state.Token;

    private bool HasErrors => _state.Errors is not null;

    /// <summary>Reads a module; null, and at least one error added, where it is none.</summary>
    internal static Module? ParseModule(SourceFile file, DiagnosticBag errors, ParserLimits? limits = null, LanguageFeatures? features = null)
    {
        CompilerWork.At(file);
        limits ??= ParserLimits.Default;
        features ??= LanguageFeatures.All;
        if (IsTooLong(file, limits, errors) || IsUnsupported(features, errors))
        {
            return null;
        }

        var parser = new Parser(file, limits, features);
        var statements = parser.ParseStatements(withRules: true);
        var comments = Chain<Comment>.ToArray(parser._state.Comments);
        var annotations = AnnotationReader.Read(comments, parser.Report);
        return parser.ReportTo(errors) ? null : ModuleAssembler.Assemble(file, statements, comments, annotations, errors);
    }

    /// <summary>Reads a query: statements, one after another; null, and at least one error added, where it is none.</summary>
    internal static Body? ParseQuery(
        SourceFile file,
        DiagnosticBag errors,
        ParserLimits? limits = null,
        LanguageFeatures? features = null,
        IEnumerable<Import>? imports = null) =>
        ParseStatements(file, errors, limits, features, imports) is { } statements ? QueryAssembler.Assemble(file, statements, errors) : null;

    /// <summary>Reads statements of any kind but rules; null, and at least one error added, where they are none.</summary>
    /// <param name="file">The text.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="limits">The bounds; the defaults where null.</param>
    /// <param name="features">The language; all of it where null.</param>
    /// <param name="imports">Imports that hold from the beginning: their keywords do.</param>
    internal static List<ParsedStatement>? ParseStatements(
        SourceFile file,
        DiagnosticBag errors,
        ParserLimits? limits = null,
        LanguageFeatures? features = null,
        IEnumerable<Import>? imports = null)
    {
        CompilerWork.At(file);
        limits ??= ParserLimits.Default;
        features ??= LanguageFeatures.All;
        if (IsTooLong(file, limits, errors) || IsUnsupported(features, errors))
        {
            return null;
        }

        var parser = new Parser(file, limits, features);
        foreach (var import in imports ?? [])
        {
            parser.ActivateKeywords(import);
        }

        var statements = parser.ParseStatements(withRules: false);
        return parser.ReportTo(errors) ? null : statements;
    }

    /// <summary>Reads one term, for example the text of an input; null, and at least one error added, where it is none.</summary>
    internal static Term? ParseTerm(SourceFile file, DiagnosticBag errors, ParserLimits? limits = null)
    {
        var body = ParseQuery(file, errors, limits);
        if (body is null)
        {
            return null;
        }

        if (body.Expressions is [TermExpression { IsNegated: false, WithModifiers.IsDefaultOrEmpty: true } expression])
        {
            return expression.Term;
        }

        errors.Add(DiagnosticCodes.Parse, "expected exactly one term", body.Location);
        return null;
    }

    private static bool IsTooLong(SourceFile file, ParserLimits limits, DiagnosticBag errors)
    {
        if (file.Text.Length <= limits.MaxCharacters)
        {
            return false;
        }

        errors.Add(DiagnosticCodes.Parse, $"text of {file.Text.Length} characters is longer than {limits.MaxCharacters}", new SourceLocation(file, 0, 0, 0, 0));
        return true;
    }

    private static bool IsUnsupported(LanguageFeatures features, DiagnosticBag errors)
    {
        if (features.Problem is not { } problem)
        {
            return false;
        }

        errors.Add(DiagnosticCodes.Parse, problem, default);
        return true;
    }

    private bool ReportTo(DiagnosticBag errors)
    {
        foreach (var error in Chain<Diagnostic>.ToArray(_state.Errors))
        {
            errors.Add(error with { Details = ParseErrorDetails.Of(error.Location) });
        }

        return HasErrors;
    }

    private bool Enter()
    {
        if (_lexer.Scanned > _maxTokens)
        {
            Report("text has too many possible readings", Here());
            return false;
        }

        if (_depth >= _limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Report("max parsing recursion depth exceeded", Here());
            return false;
        }

        _depth++;
        return true;
    }

    private void Leave() => _depth--;
}
