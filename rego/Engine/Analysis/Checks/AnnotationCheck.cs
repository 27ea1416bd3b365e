using Rego.Analysis.Metadata;
using Rego.Errors;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Analysis.Checks;

/// <summary>Refuses a second metadata block for what has one: a package, all packages below one, a document.</summary>
internal static class AnnotationCheck
{
    internal static void Run(Compilation compilation)
    {
        var packages = new Dictionary<RegoArray, SourceLocation>();
        var paths = new Dictionary<RegoArray, SourceLocation>();
        foreach (var module in compilation.Modules)
        {
            foreach (var block in module.Annotations)
            {
                if (AnnotationSet.SubjectOf(block, module) is { } subject)
                {
                    Declare(compilation, block, subject, RuleAnnotations.ScopeOf(block) == "package" ? packages : paths);
                }
            }
        }
    }

    private static void Declare(Compilation compilation, Annotations block, RegoArray subject, Dictionary<RegoArray, SourceLocation> declared)
    {
        if (declared.TryAdd(subject, block.Location))
        {
            return;
        }

        var other = declared[subject];
        var place = other.File is { Path.Length: > 0 } file ? $"{file.Path}:{other.Row}" : $"{other.Row}:{other.Column}";
        compilation.Errors.Add(DiagnosticCodes.Type, $"{RuleAnnotations.ScopeOf(block)} annotation redeclared: {place}", block.Location);
    }
}
