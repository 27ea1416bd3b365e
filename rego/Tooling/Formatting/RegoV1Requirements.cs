using Rego.Analysis;
using Rego.Analysis.Checks;
using Rego.Builtins;
using Rego.Diagnostics;
using Rego.Options;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Tooling.Formatting;

/// <summary>What OPA's formatter refuses before it formats: what is no Rego v1, although it parses.</summary>
internal static class RegoV1Requirements
{
    internal static bool Check(Module module, DiagnosticBag errors)
    {
        var compilation = new Compilation([module], RegoObject.Empty, new RegoCompilerOptions { Builtins = RegoBuiltins.All, MaxErrors = int.MaxValue });
        ImportCheck.Run(compilation);
        RootDocumentCheck.Run(compilation);
        RootDocumentCheck.CheckAssignments(module, compilation.Errors);
        BuiltinUseCheck.RunDeprecated(compilation);
        compilation.Errors.CopyTo(errors);
        return !compilation.Errors.Any;
    }
}
