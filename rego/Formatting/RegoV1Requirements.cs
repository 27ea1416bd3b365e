using Gatekeeper.Rego.Analysis;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Formatting;

/// <summary>What OPA's formatter refuses before it formats: what is no Rego v1, although it parses.</summary>
internal static class RegoV1Requirements
{
    internal static bool Check(Module module, DiagnosticBag errors)
    {
        var compilation = new Compilation([module], RegoObject.Empty, new RegoCompilerOptions { MaxErrors = int.MaxValue });
        ImportCheck.Run(compilation);
        RootDocumentCheck.Run(compilation);
        RootDocumentCheck.CheckAssignments(module, compilation.Errors);
        BuiltinUseCheck.RunDeprecated(compilation);
        compilation.Errors.CopyTo(errors);
        return !compilation.Errors.Any;
    }
}
