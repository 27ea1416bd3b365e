using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Turns parsed modules into a policy that can be planned, stage by stage; a stage with errors is the last.</summary>
internal static class PolicyAnalyzer
{
    /// <summary>The stages, in OPA's order, which decides what errors come up together.</summary>
    private static readonly Action<Compilation>[] Stages =
    [
        InputSchema.Run,
        MetadataCalls.Run,
        NameResolution.Run,
        HeadReferences.Run,
        RootDocumentCheck.Run,
        ImportCheck.Run,
        LocalVariables.Run,
        TemplateStrings.Run,
        VoidCallCheck.Run,
        PrintCalls.Run,
        NestedTerms.Run,
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
        AssignedConstants.Run,
        CallResults.Run,
        Folding.Run,
        TemplateRestoration.Run,
    ];

    /// <summary>Analyses modules against a base document; null where anything is wrong with them.</summary>
    internal static AnalyzedPolicy? Analyze(IReadOnlyList<Module> modules, RegoObject data, RegoCompilerOptions options, DiagnosticBag errors)
    {
        var compilation = new Compilation(modules, data, options);
        foreach (var stage in Stages)
        {
            stage(compilation);
            if (compilation.Errors.Stops)
            {
                break;
            }
        }

        if (compilation.Errors.Any)
        {
            compilation.Errors.CopyTo(errors);
            return null;
        }

        return new AnalyzedPolicy
        {
            Modules = compilation.Modules,
            Rules = compilation.Rules,
            Graph = RuleGraphBuilder.Build(compilation),
            Data = data,
            Types = compilation.Types!,
            Options = options,
            OriginalNames = compilation.Locals.Originals,
        };
    }
}
