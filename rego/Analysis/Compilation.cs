using System.Collections.Immutable;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>The state of one compilation: what the passes hand on to each other.</summary>
internal sealed class Compilation
{
    private RuleTree? _rules;

    internal Compilation(IEnumerable<Module> modules, RegoObject data, RegoCompilerOptions options)
    {
        Modules = [.. modules.OrderBy(module => module.Location.File?.Path, StringComparer.Ordinal)];
        Data = data;
        Options = options;
        Errors = new CompileErrors(options.MaxErrors);
        Locals = new LocalNames("local", Modules);
    }

    /// <summary>The modules as they are by now, sorted by path.</summary>
    internal ImmutableArray<Module> Modules { get; private set; }

    /// <summary>The base document.</summary>
    internal RegoObject Data { get; }

    /// <summary>How to compile.</summary>
    internal RegoCompilerOptions Options { get; }

    /// <summary>What is wrong.</summary>
    internal CompileErrors Errors { get; }

    /// <summary>The variables that the compiler made.</summary>
    internal LocalNames Locals { get; init; }

    /// <summary>What is known of the types of rules and functions, once they are checked.</summary>
    internal TypeNode? Types { get; set; }

    /// <summary>The rules as they are by now.</summary>
    internal RuleTree Rules
    {
        get => _rules ??= RuleTree.Build(Modules);
        init => _rules = value;
    }

    /// <summary>Replaces all modules, where a pass changed them.</summary>
    internal void Update(Func<Module, Module> change)
    {
        Modules = [.. Modules.Select(change)];
        _rules = null;
    }

    /// <summary>Replaces all rules (not their <c>else</c> branches, which hang on them).</summary>
    internal void UpdateRules(Func<Rule, Rule> change) =>
        Update(module => Make.Module(module, [.. module.Rules.Select(change)]));

    /// <summary>The number of arguments of a called function, or -1 where there is no such function.</summary>
    internal int ArityOf(Term @operator)
    {
        if (CompilerFunctions.ArityOf(@operator, Options.Capabilities) is { } arity)
        {
            return arity;
        }

        if (BuiltinNames.TryFind(Options.Builtins, @operator, out var builtin))
        {
            return builtin.Type.Arguments.Length;
        }

        var rules = RuleReferences.RulesAt(Rules, @operator);
        return rules.Count == 0 ? -1 : ArgumentCount(rules[0].Rule);
    }

    /// <summary>Whether a built-in function may not be called by this policy.</summary>
    internal bool IsForbidden(string name) =>
        Options.ForbiddenBuiltins.Contains(name)
            || (!Options.AllowExternalBuiltins && Options.Builtins.TryGet(name, out var builtin) && builtin.IsExternal);

    private static int ArgumentCount(Rule rule) => rule.Head.Arguments.IsDefault ? 0 : rule.Head.Arguments.Length;
}
