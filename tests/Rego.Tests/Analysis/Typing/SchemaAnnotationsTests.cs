using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Analysis.Typing;

/// <summary>Schemas by annotation: where they hold, and over what.</summary>
internal sealed class SchemaAnnotationsTests
{
    private static readonly RegoSchemas Schemas = RegoSchemas.Named(
        new("acl", RegoJson.Parse("""{"type": "object", "properties": {"owner": {"type": "string"}}}""")),
        new("sub.team", RegoJson.Parse("""{"type": "object", "properties": {"lead": {"type": "string"}}}""")));

    [Test]
    public void TypesFor_NoSchemasGiven_NamesArePassedOver() =>
        Assert.That(Errors(null, "# METADATA\n# schemas:\n#   - input: schema.nosuch\np := input.x"), Is.Empty);

    [Test]
    public void TypesFor_SchemaWrittenOut_HoldsWithoutASetOfSchemas() =>
        Assert.That(
            Errors(null, "# METADATA\n# schemas:\n#   - input: {properties: {a: {type: string}}}\np := input.x"),
            Is.EqualTo(new[] { "6:6 rego_type_error undefined ref: input.x" }));

    [Test]
    public void TypesFor_RuleScope_HoldsInThatRuleAlone() =>
        Assert.That(
            Errors(Schemas, "# METADATA\n# schemas:\n#   - input: schema.acl\np := input.x\n\np := input.y if false\n\nq := input.z"),
            Is.EqualTo(new[] { "6:6 rego_type_error undefined ref: input.x" }));

    [Test]
    public void TypesFor_RuleScope_DoesNotHoldInElse() =>
        Assert.That(Errors(Schemas, "# METADATA\n# schemas:\n#   - input: schema.acl\np := input.owner if false\n\nelse := input.y"), Is.Empty);

    [Test]
    public void TypesFor_DocumentScope_HoldsInAllRulesOfTheName() =>
        Assert.That(
            Errors(Schemas, "# METADATA\n# scope: document\n# schemas:\n#   - input: schema.acl\np := input.x if input.owner\n\nelse := input.z\n\np := input.y if input.owner"),
            Is.EqualTo(new[] { "7:6 rego_type_error undefined ref: input.x", "9:9 rego_type_error undefined ref: input.z", "11:6 rego_type_error undefined ref: input.y" }));

    [Test]
    public void TypesFor_SubpackagesScope_HoldsBelow() =>
        Assert.That(
            Compiled.Errors(
                new RegoCompilerOptions { Schemas = Schemas },
                ("a.rego", "# METADATA\n# scope: subpackages\n# schemas:\n#   - input: schema.acl\npackage a\n"),
                ("b.rego", "package a.b.c\n\np := input.x\n"),
                ("c.rego", "package other\n\np := input.x\n")),
            Is.EqualTo(new[] { "3:6 rego_type_error undefined ref: input.x" }));

    [Test]
    public void TypesFor_NearerScope_OverridesTheOneFurtherAway() =>
        Assert.That(
            Compiled.Errors(
                new RegoCompilerOptions { Schemas = Schemas },
                ("a.rego", "# METADATA\n# schemas:\n#   - input: schema.acl\npackage a\n\n# METADATA\n# schemas:\n#   - input: schema.sub.team\np := [input.lead, input.owner]\n\nq := input.owner\n")),
            Is.EqualTo(new[] { "9:19 rego_type_error undefined ref: input.owner" }));

    [Test]
    public void TypesFor_PathBelowTheInput_LeavesTheRestOpen() =>
        Assert.That(
            Errors(Schemas, "# METADATA\n# schemas:\n#   - input.a.b: schema.acl\np := [input.x, input.a.y, input.a.b.owner, input.a.b.z]"),
            Is.EqualTo(new[] { "6:44 rego_type_error undefined ref: input.a.b.z" }));

    [Test]
    public void TypesFor_PathOfData_HoldsOverRulesAndLeavesOthersAsTheyAre() =>
        Assert.That(
            Errors(Schemas, "q := {\"x\": 1}\n\nr := \"text\"\n\n# METADATA\n# schemas:\n#   - data.a.q: schema.acl\np := [q.x, q.owner, r + 1, data.elsewhere.z]"),
            Is.EqualTo(new[] { "10:7 rego_type_error undefined ref: data.a.q.x", "10:21 rego_type_error plus: invalid argument(s)" }));

    [Test]
    public void TypesFor_UnknownSchema_IsReportedAtEachRuleThatItHoldsIn() =>
        Assert.That(
            Compiled.Errors(
                new RegoCompilerOptions { Schemas = Schemas },
                ("a.rego", "# METADATA\n# schemas:\n#   - input: schema[\"no such\"].x\npackage a\n\np := 1\n\nq := 2\n")),
            Is.EqualTo(new[] { "6:1 rego_type_error undefined schema: schema[\"no such\"].x", "8:1 rego_type_error undefined schema: schema[\"no such\"].x" }));

    private static string[] Errors(RegoSchemas? schemas, string text) => Compiled.Errors(text, new RegoCompilerOptions { Schemas = schemas });
}
