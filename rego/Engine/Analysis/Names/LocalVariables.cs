using System.Collections.Immutable;
using Rego.Analysis.Checks;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>
/// Gives every variable that is declared (<c>:=</c>, <c>some</c>, <c>every</c>, an argument) a name of its own, and turns
/// the declarations into unifications.
/// </summary>
internal sealed partial class LocalVariables : SyntaxRewriter
{
    private readonly LocalNames _names;
    private readonly bool _isStrict;
    private readonly List<Diagnostic> _errors = [];
    private readonly List<Diagnostic> _minor = [];
    private readonly LocalScopes _scopes;

    private LocalVariables(LocalNames names, LocalScope outermost, bool isStrict)
    {
        _names = names;
        _isStrict = isStrict;
        _scopes = new LocalScopes(names, outermost);
    }

    internal static void Run(Compilation compilation)
    {
        foreach (var module in compilation.HasAny(RuleTraits.RootAssignment) ? compilation.Modules : [])
        {
            RootDocumentCheck.CheckAssignments(module, compilation.Errors);
        }

        compilation.UpdateRules(rule => new RuleLocals(compilation, rule).Rewrite());
    }

    /// <summary>Renames the variables of one rule's or query's body, whose enclosing scope is given.</summary>
    /// <param name="compilation">Receives errors.</param>
    /// <param name="scope">The scope; holds what the body declares afterwards.</param>
    /// <param name="used">Names that are used outside of the body.</param>
    /// <param name="body">The body.</param>
    internal static Body RewriteBody(Compilation compilation, LocalScope scope, HashSet<string> used, Body body)
    {
        var rewriter = new LocalVariables(compilation.Locals, scope, compilation.Options.Strict);
        var result = rewriter.RewriteBody(body, used);
        rewriter.Report(compilation);
        return result;
    }

    /// <summary>Renames the variables of a closure that stands by itself in a rule's head.</summary>
    internal static Term RewriteClosure(Compilation compilation, Term closure)
    {
        var rewriter = new LocalVariables(compilation.Locals, new LocalScope(), compilation.Options.Strict);
        var result = rewriter.Rewrite(closure);
        rewriter.Report(compilation);
        return result;
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case VarTerm variable:
                return RootDocuments.IsName(variable.Name) ? RewriteRoot(variable) : RewriteVariable(variable);
            case RefTerm reference:
                var head = reference.Head is VarTerm name ? RewriteVariable(name) : Rewrite(reference.Head);
                return Make.Ref(reference, head, Rewrite(reference.Path));
            case CallTerm call:
                CheckShadowed(call);
                return RewriteCall(call);
            case TemplateStringTerm template:
                return RewriteTemplate(template);
            case ArrayComprehensionTerm comprehension:
                return InScope(comprehension.Body, VariableCollector.Of(comprehension.Item), body => Make.Comprehension(comprehension, Rewrite(comprehension.Item), body));
            case SetComprehensionTerm comprehension:
                return InScope(comprehension.Body, VariableCollector.Of(comprehension.Item), body => Make.Comprehension(comprehension, Rewrite(comprehension.Item), body));
            case ObjectComprehensionTerm comprehension:
                var used = VariableCollector.Of([comprehension.Key, comprehension.Value]);
                return InScope(comprehension.Body, used, body => Make.Comprehension(comprehension, Rewrite(comprehension.Key), Rewrite(comprehension.Value), body));
            default:
                return RewriteChildren(term);
        }
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body) => RewriteBody(body, []);

    /// <inheritdoc/>
    internal override WithModifier Rewrite(WithModifier with)
    {
        // A target names the document even where a variable hides it.
        var target = with.Target switch
        {
            VarTerm variable when RootDocuments.IsName(variable.Name) => variable,
            RefTerm { Head: VarTerm root } reference when RootDocuments.IsName(root.Name) => Make.Ref(reference, root, Rewrite(reference.Path)),
            _ => Rewrite(with.Target),
        };
        return Make.With(with, target, Rewrite(with.Value));
    }

    private Term RewriteVariable(VarTerm variable)
    {
        if (_scopes.TryGetName(variable.Name, out var renamed))
        {
            _scopes.Count(variable.Name);
            return renamed == variable.Name ? variable : new VarTerm(variable.Location, renamed);
        }

        _scopes.Current.Insert(variable.Name, variable.Name, Occurrence.Seen);
        return variable;
    }

    private Term RewriteRoot(VarTerm variable)
    {
        var isDeclared = _scopes.OccurrenceAnywhere(variable.Name) is not (Occurrence.New or Occurrence.Seen);
        return isDeclared && _scopes.TryGetName(variable.Name, out var renamed) ? new VarTerm(variable.Location, renamed) : variable;
    }

    private Term RewriteCall(CallTerm call)
    {
        var name = call.Operator is VarTerm variable ? RewriteVariable(variable) : Rewrite(call.Operator);
        return Make.Call(call, name, Rewrite(call.Arguments));
    }

    private void CheckShadowed(CallTerm call)
    {
        foreach (var name in VariableCollector.Of(call.Operator))
        {
            if (_scopes.TryGetName(name, out var renamed) && renamed != name)
            {
                Report($"called function {TermPrinter.ToText(call.Operator)} shadowed", call.Location);
            }
        }
    }

    private Term RewriteTemplate(TemplateStringTerm template)
    {
        var parts = template.Parts.ToBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Expression is { } expression)
            {
                _scopes.Push();
                parts[i] = parts[i] with { Expression = RewriteStatement(expression) };
                _scopes.Pop();
            }
        }

        return Make.Template(template, parts.DrainToImmutable());
    }

    private Term InScope(Body body, HashSet<string> used, Func<Body, Term> rewrite)
    {
        _scopes.Push();
        var result = rewrite(RewriteBody(body, used));
        _scopes.Pop();
        return result;
    }

    private void Report(Compilation compilation)
    {
        _errors.ForEach(error => compilation.Errors.Add(error));
        _minor.ForEach(compilation.Errors.AddMinor);
    }

    private void Report(string message, SourceLocation location) => _errors.Add(new Diagnostic(DiagnosticCodes.Compile, message, location));

    private string? Declare(string name, Occurrence occurrence, SourceLocation location)
    {
        var renamed = _scopes.Declare(name, occurrence, out var problem);
        if (problem is not null)
        {
            Report(problem, location);
        }

        return renamed;
    }
}
