using System.Collections.Immutable;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>Renames the variables of one rule: arguments first, which its <c>else</c> branches share, then each branch.</summary>
internal sealed class RuleLocals
{
    private readonly Compilation _compilation;
    private readonly Rule _rule;
    private readonly LocalScope _arguments = new();
    private readonly HashSet<string> _unused;

    internal RuleLocals(Compilation compilation, Rule rule)
    {
        _compilation = compilation;
        _rule = rule;
        _unused = compilation.Options.Strict ? VariableCollector.Of(rule.Head.Arguments) : [];
    }

    internal Rule Rewrite()
    {
        var arguments = _rule.Head.Arguments.IsDefault ? _rule.Head.Arguments : [.. _rule.Head.Arguments.Select(RewriteArgument)];
        var rewritten = RewriteBranch(_rule, arguments);
        foreach (var name in _unused.Where(name => !name.StartsWith('$')).Order(StringComparer.Ordinal))
        {
            _compilation.Errors.Add(DiagnosticCodes.Compile, $"unused argument {name}. (hint: use _ (wildcard variable) instead)", _rule.Head.Location);
        }

        return rewritten;
    }

    private Rule RewriteBranch(Rule branch, ImmutableArray<Term> arguments)
    {
        var head = branch.Head;
        var used = VariableCollector.Of(head.Value);
        _unused.ExceptWith(used);
        VariableCollector.AddTo(used, head.Key);
        VariableCollector.AddTo(used, head.Reference.IsDefaultOrEmpty ? [] : head.Reference.AsSpan()[1..]);
        var nested = new HeadClosures(_compilation);
        var key = head.Key is null ? null : nested.Rewrite(head.Key);
        var value = head.Value is null ? null : nested.Rewrite(head.Value);

        var scope = _arguments.Copy();
        var body = branch.Body is null ? null : LocalVariables.RewriteBody(_compilation, scope, used, branch.Body);
        _unused.RemoveWhere(name => scope.TryGet(name, out var known) && known.Count > 1);
        var renaming = new Renaming(scope);
        head = Make.Head(
            head,
            head.Reference.IsDefaultOrEmpty || head.Reference.Length == 1 ? head.Reference : [head.Reference[0], .. renaming.RewriteAll(head.Reference[1..])],
            branch == _rule ? arguments : head.Arguments,
            key is null ? null : renaming.Rewrite(key),
            value is null ? null : renaming.Rewrite(value));
        return Make.Rule(branch, head, body, branch.Else is null ? null : RewriteBranch(branch.Else, arguments));
    }

    private Term RewriteArgument(Term term)
    {
        switch (term)
        {
            case VarTerm variable:
                return RewriteVariable(variable);
            case ArrayTerm array:
                return Make.Array(array, [.. array.Items.Select(RewriteArgument)]);
            case ObjectTerm obj:
                return Make.Object(obj, [.. obj.Members.Select(member => member with { Value = RewriteArgument(member.Value) })]);
            case RefTerm reference:
                return Make.Ref(reference, reference.Head, [.. reference.Path.Select(RewriteArgument)]);
            case CallTerm:
                _compilation.Errors.Add(DiagnosticCodes.Compile, "rule arguments cannot contain calls", term.Location);
                return term;
            default:
                return new HeadClosures(_compilation).Rewrite(term);
        }
    }

    private VarTerm RewriteVariable(VarTerm variable)
    {
        if (_arguments.TryGet(variable.Name, out var known))
        {
            _arguments.Count(variable.Name);
            return new VarTerm(variable.Location, known.Renamed);
        }

        var renamed = _compilation.Locals.Rename(variable.Name, Occurrence.Argument);
        _arguments.Insert(variable.Name, renamed, Occurrence.Argument);
        return new VarTerm(variable.Location, renamed);
    }
}
