using System.Collections.Immutable;
using Rego.Analysis.Checks;
using Rego.Analysis.Names;
using Rego.Analysis.Rewriting;
using Rego.Analysis.Typing;
using Rego.Builtins;
using Rego.Options;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;
using Rego.Values;
using Rego.Work;

namespace Rego.Analysis;

/// <summary>The state of one compilation: what the passes hand on to each other.</summary>
internal sealed class Compilation
{
    private readonly RuleTraits[][] _traits;
    private ImmutableArray<Module> _modules;
    private ImmutableArray<Module> _withConstants;
    private RuleTree? _rules;
    private RuleReads? _reads;

    internal Compilation(IEnumerable<Module> modules, RegoObject data, RegoCompilerOptions options)
    {
        _modules = [.. modules.OrderBy(module => module.Location.File?.Path, StringComparer.Ordinal)];
        Data = data;
        Options = options;
        Builtins = options.Builtins ?? throw new ArgumentException("Which functions there are was not resolved.", nameof(options));
        Errors = new CompileErrors(options.MaxErrors);
        var survey = new RuleSurvey(Modules.AsSpan());
        _traits = survey.Traits;
        CalledNames = survey.CalledNames;
        Locals = new LocalNames("local", survey.ReservedNames);
    }

    /// <summary>The modules as they are by now, sorted by path.</summary>
    internal ImmutableArray<Module> Modules
    {
        get => _modules;
        set
        {
            if (value != _modules)
            {
                _modules = value;
                _withConstants = default;
                _rules = null;
            }
        }
    }

    /// <summary>The modules with constants in the place of variables that are assigned them, within references to <c>data</c>.</summary>
    internal ImmutableArray<Module> ModulesWithConstants =>
        _withConstants.IsDefault ? _withConstants = AssignedConstants.Rewrite(Modules, Locals) : _withConstants;

    /// <summary>The base document.</summary>
    internal RegoObject Data { get; }

    /// <summary>The functions that calls refer to.</summary>
    internal BuiltinRegistry Builtins { get; }

    /// <summary>How to compile.</summary>
    internal RegoCompilerOptions Options { get; }

    /// <summary>What is wrong.</summary>
    internal CompileErrors Errors { get; }

    /// <summary>The names that are called, as written: but for what the compiler makes, no other built-in function is.</summary>
    internal IReadOnlySet<string> CalledNames { get; }

    /// <summary>The variables that the compiler made.</summary>
    internal LocalNames Locals { get; init; }

    /// <summary>The type of the input by its schema; null where it has none.</summary>
    internal RegoType? InputType { get; set; }

    /// <summary>How type errors call things.</summary>
    internal TypeMessages TypeMessages => new(Locals, Options.Capabilities);

    /// <summary>What is known of the types of rules and functions, once they are checked.</summary>
    internal TypeNode? Types { get; set; }

    /// <summary>The rules as they are by now.</summary>
    internal RuleTree Rules
    {
        get => _rules ??= RuleTree.Build(Modules);
        init => _rules = value;
    }

    /// <summary>What the rules read, with <see cref="ModulesWithConstants"/>; the stages behind the recursion check change nothing of that.</summary>
    internal RuleReads Reads
    {
        get => _reads ??= new RuleReads(Rules, Builtins);
        set => _reads = value;
    }

    /// <summary>Replaces all modules, where a pass changed them.</summary>
    internal void Update(Func<Module, Module> change) => Modules = SyntaxRewriter.Map(Modules, change);

    /// <summary>Replaces all rules (not their <c>else</c> branches, which hang on them).</summary>
    internal void UpdateRules(Func<Rule, Rule> change) =>
        Update(module => Make.Module(module, SyntaxRewriter.Map(module.Rules, change)));

    /// <summary>Replaces the rules that had, as written, any of the traits.</summary>
    internal void UpdateRules(RuleTraits traits, Func<Rule, Rule> change)
    {
        ImmutableArray<Module>.Builder? changed = null;
        for (var i = 0; i < Modules.Length; i++)
        {
            var module = Make.Module(Modules[i], Map(Modules[i].Rules, _traits[i], traits, change));
            if (!ReferenceEquals(module, Modules[i]))
            {
                changed ??= Modules.ToBuilder();
                changed[i] = module;
            }
        }

        Modules = changed?.DrainToImmutable() ?? Modules;
    }

    private static ImmutableArray<Rule> Map(ImmutableArray<Rule> rules, RuleTraits[] known, RuleTraits traits, Func<Rule, Rule> change)
    {
        ImmutableArray<Rule>.Builder? changed = null;
        for (var i = 0; i < rules.Length; i++)
        {
            CompilerWork.At(rules[i].Location);
            if ((known[i] & traits) != 0 && change(rules[i]) is var rule && !ReferenceEquals(rule, rules[i]))
            {
                changed ??= rules.ToBuilder();
                changed[i] = rule;
            }
        }

        return changed?.DrainToImmutable() ?? rules;
    }

    /// <summary>Whether any rule had, as written, one of the traits.</summary>
    internal bool HasAny(RuleTraits traits) => _traits.Any(module => module.Any(rule => (rule & traits) != 0));

    /// <summary>The number of arguments of a called function, or -1 where there is no such function.</summary>
    internal int ArityOf(Term @operator)
    {
        if (CompilerFunctions.ArityOf(@operator, Options.Capabilities) is { } arity)
        {
            return arity;
        }

        if (BuiltinNames.TryFind(Builtins, @operator, out var builtin))
        {
            return builtin.Type.Arguments.Length;
        }

        var rules = RuleReferences.RulesAt(Rules, @operator);
        return rules.Count == 0 ? -1 : rules[0].Rule.Head.ArgumentCount;
    }

    /// <summary>Whether a built-in function may not be called by this policy.</summary>
    internal bool IsForbidden(string name) =>
        Options.ForbiddenBuiltins.Contains(name)
            || (Options.Network is null && Builtins.TryGet(name, out var builtin) && builtin.IsExternal);
}
