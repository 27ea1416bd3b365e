using Rego.Builtins.GraphQl.Validation.Rules;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>The rules, in the order in which they speak.</summary>
internal static class GraphQlRules
{
    /// <summary>A new set; rules keep notes.</summary>
    internal static GraphQlRule[] New() =>
    [
        new FieldsOnCorrectType(),
        new FragmentsOnCompositeTypes(),
        new KnownArgumentNames(),
        new KnownDirectives(),
        new KnownFragmentNames(),
        new KnownRootType(),
        new KnownTypeNames(),
        new LoneAnonymousOperation(),
        new MaxIntrospectionDepth(),
        new NoFragmentCycles(),
        new NoUndefinedVariables(),
        new NoUnusedFragments(),
        new NoUnusedVariables(),
        new OverlappingFieldsCanBeMerged(),
        new PossibleFragmentSpreads(),
        new ProvidedRequiredArguments(),
        new ScalarLeafs(),
        new SingleFieldSubscriptions(),
        new UniqueArgumentNames(),
        new UniqueDirectivesPerLocation(),
        new UniqueFragmentNames(),
        new UniqueInputFieldNames(),
        new UniqueOperationNames(),
        new UniqueVariableNames(),
        new ValuesOfCorrectType(),
        new VariablesAreInputTypes(),
        new VariablesInAllowedPosition(),
    ];
}
