using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis;

/// <summary>Reads all rules once, as they are written: what each has in it, what is called, and which names are like those that the compiler makes.</summary>
internal sealed class RuleSurvey : SyntaxWalker
{
    private RuleTraits _found;

    internal RuleSurvey(ReadOnlySpan<Module> modules)
    {
        Traits = new RuleTraits[modules.Length][];
        for (var i = 0; i < modules.Length; i++)
        {
            Traits[i] = Survey(modules[i]);
        }
    }

    /// <summary>What each rule has in it, by the places of module and rule.</summary>
    internal RuleTraits[][] Traits { get; }

    /// <summary>The variables whose names begin as those that the compiler makes.</summary>
    internal HashSet<string> ReservedNames { get; } = [];

    /// <summary>The names, with dots, that are called; some of them may turn out to be no functions but rules.</summary>
    internal HashSet<string> CalledNames { get; } = [];

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case VarTerm variable:
                AddName(variable.Name);
                return false;
            case CallTerm call:
                AddCall(call);
                return true;
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm:
                _found |= RuleTraits.Comprehension;
                return true;
            case TemplateStringTerm:
                _found |= RuleTraits.Template;
                return true;
            case Expression expression:
                _found |= expression.IsNegated ? RuleTraits.Negation : RuleTraits.None;
                _found |= expression.WithModifiers.IsDefaultOrEmpty ? RuleTraits.None : RuleTraits.With;
                return true;
            default:
                return true;
        }
    }

    private static RuleTraits TraitOf(string name, CallTerm call) => name switch
    {
        SpecialCalls.Print => RuleTraits.Print,
        SpecialCalls.Equal => RuleTraits.Comparison,
        SpecialCalls.Assign when call.Arguments is [var target, ..] && RootDocuments.IsRoot(target) => RuleTraits.RootAssignment,
        _ => RuleTraits.None,
    };

    private void AddCall(CallTerm call)
    {
        if (BuiltinNames.Of(call.Operator) is { } name)
        {
            CalledNames.Add(name);
            _found |= TraitOf(name, call);
        }
    }

    private RuleTraits[] Survey(Module module)
    {
        var traits = new RuleTraits[module.Rules.Length];
        for (var i = 0; i < traits.Length; i++)
        {
            _found = RuleTraits.None;
            Walk(module.Rules[i]);
            traits[i] = _found;
        }

        return traits;
    }

    private void AddName(string name)
    {
        if (LocalNames.IsReserved(name))
        {
            ReservedNames.Add(name);
        }
    }
}
