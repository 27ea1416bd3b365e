using Rego.Analysis.Names;
using Rego.Errors;
using Rego.Syntax;

namespace Rego.Analysis.Checks;

/// <summary>Refuses two imports under one name.</summary>
internal static class ImportCheck
{
    internal static void Run(Compilation compilation)
    {
        foreach (var module in compilation.Modules)
        {
            var seen = new Dictionary<string, Import>();
            foreach (var import in module.Imports.Where(import => !seen.TryAdd(ImportPaths.NameOf(import), import)))
            {
                var first = ImportPaths.ToText(seen[ImportPaths.NameOf(import)]);
                compilation.Errors.Add(DiagnosticCodes.Compile, $"import must not shadow {first}", import.Location);
            }
        }
    }
}
