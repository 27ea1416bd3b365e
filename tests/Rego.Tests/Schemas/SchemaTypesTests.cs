using Rego.Options;
using Rego.Tests.Analysis;
using Rego.Values;

namespace Rego.Tests.Schemas;

/// <summary>What a schema says of a reference is what the type checker says of it.</summary>
internal sealed class SchemaTypesTests
{
    private const string Undefined = "rego_type_error undefined ref: ";

    [TestCase("""{"properties": {"a": {}}}""", "input.b", "input.b", Description = "properties without a type")]
    [TestCase("""{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "string"}}""", "input.b", "input.b", Description = "additional properties do not count")]
    [TestCase("""{"items": {"type": "string"}}""", "input.a", "input.a", Description = "items without a type")]
    [TestCase("""{"type": ["null", "object"], "properties": {"a": {}}}""", "input.b", "input.b", Description = "several types")]
    [TestCase("""{"type": "array", "items": [{"type": "string"}]}""", "input[1]", "input[1]", Description = "a tuple has an end")]
    [TestCase("""{"type": "object", "properties": {"a": {}}, "anyOf": [{"properties": {"b": {}}}]}""", "input.c", "input.c", Description = "beside anyOf")]
    [TestCase("""{"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}""", "input.c", "input.c", Description = "allOf adds up")]
    [TestCase("""{"type": "object", "properties": {"a": {}}, "allOf": [{"properties": {"b": {}}}]}""", "input.c", "input.c", Description = "beside allOf")]
    [TestCase("""{"allOf": [{"items": [{"type": "string"}]}, {"items": [{"type": "string"}, {"type": "number"}]}]}""", "input[2]", "input[2]", Description = "tuples in allOf")]
    [TestCase("""{"properties": {"a": {"$ref": "#/definitions/d"}}, "definitions": {"d": {"properties": {"x": {}}}}}""", "input.a.y", "input.a.y", Description = "a reference")]
    [TestCase("""{"$id": "http://example.com/s.json", "properties": {"a": {"$ref": "#/definitions/d"}}, "definitions": {"d": {"properties": {"x": {}}}}}""", "input.a.y", "input.a.y", Description = "a reference below an id")]
    [TestCase("""{"properties": {"a": {"$ref": "http://example.com/d.json"}}, "definitions": {"d": {"$id": "http://example.com/d.json", "properties": {"x": {}}}}}""", "input.a.y", "input.a.y", Description = "a reference to an id")]
    [TestCase("""{"properties": {"a": {"$ref": "#"}, "b": {"type": "string"}}}""", "input.a.a.a.c", "input.a.a.a.c", Description = "a schema within itself")]
    [TestCase("""{"properties": {"list": {"type": "array", "items": {"$ref": "#"}}}}""", "input.list[_].list[0].c", "input.list[_].list[0].c", Description = "a list of itself")]
    public void TypeOf_ReferenceOutOfTheSchema_IsAnError(string schema, string reference, string shown)
    {
        Assert.That(ErrorsOf(schema, $"p := {reference}").Select(error => error[(error.IndexOf(' ') + 1)..]), Is.EqualTo(new[] { Undefined + shown }));
    }

    [TestCase("true", "input.x")]
    [TestCase("{}", "input.x")]
    [TestCase("""{"type": "object"}""", "input.x.y")]
    [TestCase("""{"type": "array", "items": []}""", "input[0].x")]
    [TestCase("""{"oneOf": [{"properties": {"a": {}}}]}""", "input.b")]
    [TestCase("""{"properties": {"a": {"enum": [1]}, "b": true}}""", "[input.a.x, input.b.y]")]
    [TestCase("""{"anyOf": [{"type": "string"}, {"properties": {"a": {}}}]}""", "input.a")]
    [TestCase("""{"properties": {"a": {"$ref": "#"}, "b": {"type": "string"}}}""", "input.a.a.b")]
    [TestCase("""{"type": "string", "pattern": "(?!x)"}""", "upper(input)")]
    [TestCase("""{"$ref": "#"}""", "input.anything")]
    [TestCase("""{"anyOf": [{"$ref": "#"}, {"type": "string"}]}""", "input.anything")]
    public void TypeOf_ReferenceThatTheSchemaLeavesOpen_IsFine(string schema, string term) =>
        Assert.That(ErrorsOf(schema, $"p := {term}"), Is.Empty);

    [TestCase("""{"properties": {"a": {"$ref": "#"}, "n": {"type": "number"}}}""", "p if input == {\"a\": {\"a\": input.a.a, \"n\": 1}, \"n\": 1}", false)]
    [TestCase("""{"properties": {"a": {"$ref": "#"}, "n": {"type": "number"}}}""", "p if input == {\"a\": {\"a\": 1, \"n\": 1}, \"n\": 1}", true)]
    [TestCase("""{"properties": {"a": {"$ref": "#/definitions/x"}, "b": {"$ref": "#/definitions/y"}}, "definitions": {"x": {"properties": {"n": {"$ref": "#/definitions/x"}}}, "y": {"properties": {"n": {"$ref": "#/definitions/z"}}}, "z": {"properties": {"n": {"$ref": "#/definitions/y"}}}}}""", "p if input.a == input.b", false)]
    public void TypeOf_SchemasWithinThemselves_AreCompared(string schema, string rule, bool isWrong) =>
        Assert.That(ErrorsOf(schema, rule), isWrong ? Has.Some.Contains("match error") : Is.Empty);

    [TestCase("\"text\"", "unable to compile the schema: schema is invalid")]
    [TestCase("""{"properties": {"a": 1}}""", "unable to compile the schema: Expected: valid schema, given: Invalid JSON")]
    [TestCase("""{"type": "nosuch"}""", "unable to compile the schema: has a primitive type that is NOT VALID -- given: /nosuch/ Expected valid values are:[array boolean integer number null object string]")]
    [TestCase("""{"type": ["string", "string"]}""", "unable to compile the schema: string type is duplicated")]
    [TestCase("""{"type": 1}""", "unable to compile the schema: Invalid type. Expected: string/array of strings, given: type")]
    [TestCase("""{"properties": []}""", "unable to compile the schema: properties must be of type object")]
    [TestCase("""{"required": "a"}""", "unable to compile the schema: required must be of an array")]
    [TestCase("""{"$ref": "#/definitions/none"}""", "unable to compile the schema: Object has no key 'definitions'")]
    [TestCase("""{"$ref": "#/enum/2", "enum": [1]}""", "unable to compile the schema: Out of bound array[0,1] index '2'")]
    [TestCase("""{"$ref": "other.json"}""", "unable to compile the schema: Reference other.json must be canonical")]
    [TestCase("""{"$ref": "https://example.com/x.json"}""", "unable to compile the schema: remote reference loading disabled: https://example.com/x.json")]
    [TestCase("""{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"a": true}}""", "unable to compile the schema: Expected: valid schema, given: Invalid JSON")]
    [TestCase("""{"minLength": 2, "maxLength": 1}""", "unable to compile the schema: minLength cannot be greater than maxLength")]
    [TestCase("""{"allOf": [{"type": "string"}, {"type": "object"}]}""", "type checking: unable to merge these schemas: type mismatch: string and object")]
    [TestCase("""{"type": "string", "allOf": [{"type": "object"}]}""", "type checking: unable to merge these schemas")]
    public void TypeOf_WhatIsNoSchema_IsAnErrorWithoutAPlace(string schema, string message) =>
        Assert.That(ErrorsOf(schema, "p := 1"), Is.EqualTo(new[] { "- rego_type_error " + message }));

    [Test]
    public void TypeOf_SchemaNestedTooDeeply_IsRefused()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"not": """, 250)) + "{}" + new string('}', 250);

        Assert.That(ErrorsOf(schema, "p := 1"), Is.EqualTo(new[] { "- rego_type_error unable to compile the schema: schema nests too deeply" }));
    }

    [Test]
    public void TypeOf_TooManyAlternatives_AreRefused()
    {
        var schema = $$"""{"anyOf": [{{string.Join(", ", Enumerable.Repeat("{}", 1001))}}]}""";

        Assert.That(ErrorsOf(schema, "p := 1"), Is.EqualTo(new[] { "- rego_type_error type checking: more than 1000 alternatives" }));
    }

    [Test]
    public void TypeOf_SchemaThatRefersToItselfManyTimes_TakesNoTime()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"\"p{i}\": {{\"$ref\": \"#\"}}");
        var schema = $"{{\"properties\": {{{string.Join(", ", names)}}}}}";

        Assert.That(ErrorsOf(schema, "p if input.p1 == input.p2.p3\nq := [x | x := input[_][_][_]]\nr := {input: input.p1}"), Is.Empty);
    }

    private static string[] ErrorsOf(string schema, string text) =>
        Compiled.Errors(text, new RegoCompilerOptions { Schemas = RegoSchemas.ForInput(RegoJson.Parse(schema)) });
}
