using Rego.Analysis.Checks;
using Rego.Analysis.Metadata;
using Rego.Analysis.Names;
using Rego.Analysis.Rewriting;
using Rego.Analysis.Safety;
using Rego.Analysis.Typing;
using Rego.Diagnostics;
using Rego.Options;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>Turns parsed modules into a policy that can be planned, stage by stage; a stage with errors is the last.</summary>
internal static class PolicyAnalyzer
{
    /// <summary>The stages that check, in OPA's order, which decides what errors come up together.</summary>
    private static readonly Action<Compilation>[] Checks =
    [
        TestNames.Run,
        InputSchema.Run,
        MetadataCalls.Run,
        NameResolution.Run,
        HeadReferences.Run,
        RootDocumentCheck.Run,
        ImportCheck.Run,
        LocalVariables.Run,
        TestCaseCalls.Run,
        TemplateStrings.Run,
        VoidCallCheck.Run,
        PrintCalls.Run,
        NestedTerms.Run,
        AnnotationCheck.Run,
        ComprehensionItems.Run,
        HeadTerms.Run,
        WithValues.Run,
        RuleConflictCheck.Run,
        UndefinedFunctionCheck.Run,
        SafetyCheck.RunHeads,
        SafetyCheck.RunBodies,
        Comparisons.Run,
        NegatedOperands.Run,
        RecursionCheck.Run,
        TypeCheck.Run,
        BuiltinUseCheck.RunForbidden,
        BuiltinUseCheck.RunDeprecated,
    ];

    /// <summary>The stages that make what was checked cheaper to evaluate.</summary>
    private static readonly Action<Compilation>[] Improvements =
    [
        AssignedConstants.Run,
        CallResults.Run,
        Folding.Run,
        TemplateRestoration.Run,
    ];

    /// <summary>What goes before all stages where evaluations are observed.</summary>
    private static readonly Action<Compilation>[] InstrumentedBeginnings =
    [
        ImpliedBodies.Run,
    ];

    /// <summary>What comes in their place where evaluations are observed: statements stay apart, as OPA has them.</summary>
    private static readonly Action<Compilation>[] InstrumentedPreparations =
    [
        ObservedStatements.Run,
    ];

    /// <summary>Analyses modules against a base document; null where anything is wrong with them.</summary>
    internal static AnalyzedPolicy? Analyze(IReadOnlyList<Module> modules, RegoObject data, RegoCompilerOptions options, DiagnosticBag errors)
    {
        if (Check(modules, data, options, errors) is not { } compilation)
        {
            return null;
        }

        foreach (var stage in options.IsInstrumented ? InstrumentedPreparations : Improvements)
        {
            stage(compilation);
        }

        return new AnalyzedPolicy
        {
            Modules = compilation.Modules,
            Rules = compilation.Rules,
            Graph = RuleGraphBuilder.Build(compilation),
            Data = data,
            Types = compilation.Types!,
            Options = options,
            Builtins = compilation.Builtins,
            OriginalNames = compilation.Locals.Originals,
        };
    }

    /// <summary>Only checks modules: they are rewritten as far as the checks need it, each reference in a statement of its own. Null where anything is wrong.</summary>
    internal static Compilation? Check(IReadOnlyList<Module> modules, RegoObject data, RegoCompilerOptions options, DiagnosticBag errors)
    {
        var compilation = new Compilation(modules, data, options);
        foreach (var stage in options.IsInstrumented ? InstrumentedBeginnings.Concat(Checks) : Checks)
        {
            stage(compilation);
            if (compilation.Errors.Stops)
            {
                break;
            }
        }

        if (!compilation.Errors.Any)
        {
            return compilation;
        }

        compilation.Errors.CopyTo(errors);
        return null;
    }
}
