using System.Collections.Immutable;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Parsing;

/// <summary>Makes a module of the statements of a text, and checks what only shows when all are there.</summary>
internal static class ModuleAssembler
{
    internal static Module? Assemble(SourceFile file, List<ParsedStatement> statements, Comment[] comments, List<Annotations> annotations, DiagnosticBag errors)
    {
        if (statements.Count == 0)
        {
            errors.Add(DiagnosticCodes.Parse, "empty module", new SourceLocation(file, 0, 0, 0, 0));
            return null;
        }

        var found = errors.Count;
        var package = statements[0].Package;
        if (package is null)
        {
            errors.Add(DiagnosticCodes.Parse, "package expected", statements[0].Location);
        }

        var imports = ImmutableArray.CreateBuilder<Import>();
        var rules = new List<RuleDraft>();
        foreach (var statement in statements.Skip(1))
        {
            Sort(statement, imports, rules, errors);
        }

        foreach (var rule in rules)
        {
            RegoV1Checks.Check(rule, errors);
        }

        if (package is null || errors.Count > found)
        {
            return null;
        }

        var attached = AnnotationAttachment.Attach(statements, annotations, errors);
        return errors.Count > found
            ? null
            : new Module(
                new SourceLocation(file, 0, file.Text.Length, 1, 1),
                package,
                imports.ToImmutable(),
                [.. rules.Select(rule => rule.ToRule(OwnBlock(rule, rules, attached)))],
                [.. comments],
                [.. attached]);
    }

    /// <summary>The last block of the rule's scope that has no other rule between itself and the rule.</summary>
    private static Annotations? OwnBlock(RuleDraft rule, List<RuleDraft> rules, List<Annotations> blocks) => blocks.FindLast(block =>
        RuleAnnotations.ScopeOf(block) == "rule"
        && block.Location.Row < rule.Location.Row
        && rules.TrueForAll(other => other == rule || other.Location.Row < block.Location.Row || other.Location.Row > rule.Location.Row));

    private static void Sort(ParsedStatement statement, ImmutableArray<Import>.Builder imports, List<RuleDraft> rules, DiagnosticBag errors)
    {
        switch (statement)
        {
            case { Import: { } import }:
                imports.Add(import);
                break;
            case { Rule: { } rule }:
                rules.Add(rule);
                break;
            case { Package: { } second }:
                errors.Add(DiagnosticCodes.Parse, "unexpected package", second.Location);
                break;
            case { Body: { } body }:
                if (BodyRules.ToRule(body, out var problem) is { } fromBody)
                {
                    rules.Add(fromBody);
                }
                else
                {
                    errors.Add(DiagnosticCodes.Parse, problem, body.Expressions[0].Location);
                }

                break;
        }
    }
}
