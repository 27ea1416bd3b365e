using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Parsing;

/// <summary>Gives each metadata block to what stands behind it.</summary>
internal static class AnnotationAttachment
{
    internal static Dictionary<RuleDraft, Annotations> Attach(Package package, List<RuleDraft> rules, List<Annotations> annotations, DiagnosticBag errors)
    {
        var attached = new Dictionary<RuleDraft, Annotations>(ReferenceEqualityComparer.Instance);
        foreach (var block in annotations)
        {
            var rule = rules.Where(rule => rule.Location.Row > block.Location.Row).MinBy(rule => rule.Location.Row);
            var isOfPackage = package.Location.Row > block.Location.Row;
            var scope = block.Value["scope"] is RegoString text ? text.Value : isOfPackage ? "package" : rule is null ? string.Empty : "rule";
            if (CheckScope(block, scope, isOfPackage, errors) && scope is "rule" && rule is not null)
            {
                attached[rule] = block;
            }
        }

        return attached;
    }

    private static bool CheckScope(Annotations block, string scope, bool isOfPackage, DiagnosticBag errors)
    {
        var wanted = scope switch
        {
            "rule" or "document" when isOfPackage => "rule",
            "package" or "subpackages" when !isOfPackage => "package",
            _ => null,
        };
        if (scope is not ("rule" or "document" or "package" or "subpackages"))
        {
            errors.Add(DiagnosticCodes.Parse, $"invalid annotation scope '{scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'", block.Location);
            return false;
        }

        if (wanted is not null)
        {
            var have = isOfPackage ? "package" : "rule";
            errors.Add(DiagnosticCodes.Parse, $"annotation scope '{scope}' must be applied to {wanted} (have {have})", block.Location);
        }

        return wanted is null;
    }
}
