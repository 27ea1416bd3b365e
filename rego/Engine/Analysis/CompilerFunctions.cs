using Rego.Analysis.Names;
using Rego.Capabilities;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis;

/// <summary>Functions that the compiler knows without a declaration: it makes calls of them itself.</summary>
internal static class CompilerFunctions
{
    /// <summary>The number of operands, or null where the term names no such function.</summary>
    internal static int? ArityOf(Term @operator, RegoCapabilities? capabilities) => RootDocuments.IsBelow(@operator, RootDocuments.Data) ? null : BuiltinNames.Of(@operator) switch
    {
        SpecialCalls.Unify or SpecialCalls.Assign => 2,
        (SpecialCalls.InternalPrint or SpecialCalls.TemplateString) and var name when capabilities is null || capabilities.Find(name) is not null => 1,
        _ => null,
    };
}
