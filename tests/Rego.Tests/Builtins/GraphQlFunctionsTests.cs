using NUnit.Framework;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class GraphQlFunctionsTests
{
    private const string Schema = """
        type Query { dog(id: ID, name: String = "Rex"): Dog  pet: Pet  found: Found  find(by: By!): Dog  one(of: OneOf): Int  needs(a: Int!): Int  tags: [String] }
        type Mutation { name(to: String): Dog }
        type Subscription { barks: Int  dog: Dog }
        interface Pet { name: String }
        type Dog implements Pet { name(long: Boolean): String  age: Int!  sound: Sound  friends: [Pet] }
        type Cat implements Pet { name: String  age: Int }
        union Found = Dog | Cat
        enum Sound { BARK WHINE }
        input By { name: String!  age: Int  sound: Sound  deep: By  when: Date }
        input OneOf @oneOf { a: Int  b: Int }
        scalar Date
        directive @here on QUERY
        """;

    [TestCase("{ dog { name } }")]
    [TestCase("query Q($id: ID!) { dog(id: $id) { ...F } } fragment F on Dog { age }")]
    [TestCase("{ pet { ... on Dog { age } name } found { ... on Cat { age } __typename } }")]
    [TestCase("""{ find(by: {name: "x", age: 3, sound: BARK, deep: {name: "y"}, when: 12}) { name } }""")]
    [TestCase("mutation { name(to: null) { name } }")]
    [TestCase("{ __schema { types { name fields { name } } } __type(name: \"Dog\") { kind } }")]
    [TestCase("{ found { ... on Dog { x: sound } ... on Cat { y: name } } }")]
    [TestCase("{ one(of: {a: 1}) }")]
    [TestCase("query A @here { tags }  query B { tags }")]
    [TestCase("subscription { barks }")]
    public void IsValid_QueryInOrder_IsTrue(string query) => Assert.That(IsValid(query), Is.True);

    [TestCase("{ dog { nam } }", "Cannot query field \"nam\" on type \"Dog\". Did you mean \"name\"?\n in GraphQL string at location 1:9")]
    [TestCase("{ pet { age } }", "Cannot query field \"age\" on type \"Pet\". Did you mean to use an inline fragment on \"Cat\" or \"Dog\"?\n in GraphQL string at location 1:9")]
    [TestCase("{ dog { ... on Date { name } } }", "Fragment cannot condition on non composite type \"Date\"")]
    [TestCase("{ dog(idd: 1) { name } }", "Unknown argument \"idd\" on field \"Query.dog\". Did you mean \"id\"?")]
    [TestCase("{ tags @skip(iff: true) }", "Unknown argument \"iff\" on directive \"@skip\". Did you mean \"if\"?")]
    [TestCase("{ tags @nope }", "Unknown directive \"@nope\"")]
    [TestCase("{ tags @here }", "Directive \"@here\" may not be used on FIELD")]
    [TestCase("{ ...F }", "Unknown fragment \"F\"")]
    [TestCase("query Q($a: Nope) { needs(a: $a) }", "Unknown type \"Nope\"")]
    [TestCase("{ tags } query B { tags }", "This anonymous operation must be the only defined operation")]
    [TestCase("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "Maximum introspection depth exceeded")]
    [TestCase("{ dog { ...A } } fragment A on Dog { friends { ...B } } fragment B on Dog { friends { ...A } }", "Cannot spread fragment \"A\" within itself via \"B\"")]
    [TestCase("query Q { needs(a: $a) }", "Variable \"$a\" is not defined by operation \"Q\"")]
    [TestCase("{ tags } fragment F on Dog { age }", "Fragment \"F\" is never used")]
    [TestCase("query ($a: Int) { tags }", "Variable \"$a\" is never used")]
    [TestCase("{ x: tags x: one }", "Fields \"x\" conflict because \"tags\" and \"one\" are different fields")]
    [TestCase("{ dog { name(long: true) name(long: false) } }", "Fields \"name\" conflict because they have differing arguments")]
    [TestCase("{ dog { x: age } ...F } fragment F on Query { dog { x: sound } }", "Fields \"dog\" conflict because subfields \"x\" conflict because \"age\" and \"sound\" are different fields")]
    [TestCase("{ found { ... on Dog { x: age } ... on Cat { x: age } } }", "they return conflicting types \"Int!\" and \"Int\"")]
    [TestCase("{ dog { ... on Cat { name } } }", "Fragment cannot be spread here as objects of type \"Dog\" can never be of type \"Cat\"")]
    [TestCase("{ needs }", "Field \"needs\" argument \"a\" of type \"Int!\" is required, but it was not provided")]
    [TestCase("{ tags @include }", "Directive \"@include\" argument \"if\" of type \"Boolean!\" is required, but it was not provided")]
    [TestCase("{ dog }", "Field \"dog\" of type \"Dog\" must have a selection of subfields. Did you mean \"dog { ... }\"?")]
    [TestCase("{ tags { a } }", "Field \"tags\" must not have a selection since type \"String\" has no subfields")]
    [TestCase("subscription { barks dog { name } }", "Anonymous Subscription must select only one top level field")]
    [TestCase("subscription S { __typename }", "Subscription \"S\" must not select an introspection top level field")]
    [TestCase("{ needs(a: 1, a: 2) }", "There can be only one argument named \"a\"")]
    [TestCase("{ tags @skip(if: true) @skip(if: true) }", "The directive \"@skip\" can only be used once at this location")]
    [TestCase("{ dog { ...F } } fragment F on Dog { age } fragment F on Dog { age }", "There can be only one fragment named \"F\"")]
    [TestCase("""{ find(by: {name: "a", name: "b"}) { age } }""", "There can be only one input field named \"name\"")]
    [TestCase("query A { tags } query A { tags }", "There can be only one operation named \"A\"")]
    [TestCase("query ($a: Int!, $a: Int!) { needs(a: $a) }", "There can be only one variable named \"$a\"")]
    [TestCase("""{ needs(a: "1") }""", "Int cannot represent non-integer value: \"1\"")]
    [TestCase("{ needs(a: null) }", "Expected value of type \"Int!\", found null")]
    [TestCase("{ needs(a: [1]) }", "Int cannot represent non-integer value: [1]")]
    [TestCase("{ needs(a: 99999999999999999999) }", "Int cannot represent non 32-bit signed integer value: 99999999999999999999")]
    [TestCase("""{ find(by: {name: "x", sound: BARC}) { age } }""", "Value \"BARC\" does not exist in \"Sound\" enum. Did you mean the enum value \"BARK\"?")]
    [TestCase("""{ find(by: {name: "x", sound: "BARK"}) { age } }""", "Enum \"Sound\" cannot represent non-enum value: \"BARK\".")]
    [TestCase("{ find(by: {age: 1}) { age } }", "Field \"By.name\" of required type \"String!\" was not provided")]
    [TestCase("""{ find(by: {name: "x", agee: 1}) { age } }""", "Field \"agee\" is not defined by type \"By\". Did you mean \"age\"")]
    [TestCase("{ one(of: {a: 1, b: 2}) }", "OneOf Input Object \"OneOf\" must specify exactly one key")]
    [TestCase("query ($d: Dog) { needs(a: $d) }", "Variable \"$d\" cannot be non-input type \"Dog\"")]
    [TestCase("query ($a: Int) { needs(a: $a) }", "Variable \"$a\" of type \"Int\" used in position expecting type \"Int!\"")]
    [TestCase("query ($a: Int) { needs(a: $b) }", "Variable \"$b\" is not defined.\ninput:1:8: Variable \"$a\" is never used in GraphQL string at location 1:28")]
    public void Parse_QueryOutOfOrder_TellsOpasReason(string query, string reason)
    {
        Assert.That(Call.Error("graphql.parse", Text(query), Text(Schema)), Does.Contain(reason));
        Assert.That(IsValid(query), Is.False);
    }

    [TestCase("mutation { a }", "type Query { a: Int }", "Schema does not support operation type \"mutation\"\n in GraphQL string at location 1:1")]
    [TestCase("{ a }", "type Query { a: Nope }", "Error in gqlparser SchemaDocument to Schema conversion: input:1:17: Undefined type Nope.")]
    [TestCase("{ a }", "type Query { a: Int a: Int }", "Field Query.a can only be defined once.")]
    [TestCase("{ a }", "type Query { a: Int } type Query { b: Int }", "Cannot redeclare type Query.")]
    [TestCase("{ a }", "type Query { a: Int } extend enum Query { A }", "Cannot extend type Query because the base type is a OBJECT, not ENUM.")]
    [TestCase("{ a }", "type Query { a: In } input In { b: Int }", "OBJECT Query: field must be one of SCALAR, OBJECT, INTERFACE, UNION, ENUM.")]
    [TestCase("{ a }", "type Query { a(b: Query): Int }", "cannot use Query as argument b because OBJECT is not a valid input type")]
    [TestCase("{ a }", "interface I { a: Int } type Query implements I { b: Int }", "For Query to implement I it must have a field called a.")]
    [TestCase("{ a }", "interface I { a: Int! } type Query implements I { a: Int }", "For Query to implement I the field a must have type Int!.")]
    [TestCase("{ a }", "interface I { a(x: Int): Int } type Query implements I { a: Int }", "the field a must have the same arguments but it is missing x.")]
    [TestCase("{ a }", "interface I { a: Int } type Query implements I { a(x: Int!): Int }", "must be optional or have a default value but x is required.")]
    [TestCase("{ a }", "interface A { a: Int } interface B implements A { a: Int } type Query implements B { a: Int }", "Type Query must implement A because it is implemented by B.")]
    [TestCase("{ a }", "union U = Int type Query { a: U }", "UNION type \"Int\" must be OBJECT.")]
    [TestCase("{ a }", "enum E { true } type Query { a: E }", "ENUM E: non-enum value true.")]
    [TestCase("{ a }", "directive @d(a: Int @d) on ARGUMENT_DEFINITION type Query { a: Int }", "Directive d cannot refer to itself.")]
    [TestCase("{ a }", "type Query { a: Int @nope }", "Undefined directive nope.")]
    [TestCase("{ a }", "type Query @deprecated { a: Int }", "Directive deprecated is not applicable on OBJECT.")]
    [TestCase("{ a }", "type Query { __a: Int }", "must not begin with \"__\", which is reserved by GraphQL introspection.")]
    [TestCase("{ a }", "schema { query: Nope } type Query { a: Int }", "Schema root query refers to a type Nope that does not exist.")]
    [TestCase("{ a }", "schema { query: Query } schema { query: Query } type Query { a: Int }", "Cannot have multiple schema entry points")]
    public void Parse_SchemaOutOfOrder_TellsOpasReason(string query, string schema, string reason) =>
        Assert.That(Call.Error("graphql.parse", Text(query), Text(schema)), Does.Contain(reason));

    [TestCase("{ a(x: 01) }", "Unexpected <Invalid> in GraphQL string at location 1:9")]
    [TestCase("{ a(x: 1.e2) }", "Unexpected <Invalid> in GraphQL string at location 1:10")]
    [TestCase("{ a(x: -) }", "Unexpected <Invalid> in GraphQL string at location 1:9")]
    [TestCase("{ a(x: \"\\q\") }", "Unexpected <Invalid> in GraphQL string at location 1:10")]
    [TestCase("{ a(x: \"\\u00g0\") }", "Unexpected <Invalid> in GraphQL string at location 1:10")]
    [TestCase("{ a(x: \"b\\", "Unexpected <Invalid> in GraphQL string at location 1:11")]
    [TestCase("{ a(x: \"b\u0001\") }", "Unexpected <Invalid> in GraphQL string at location 1:10")]
    [TestCase("{ a(x: \"\"\"b\n\u0001\"\"\") }", "Unexpected <Invalid> in GraphQL string at location 2:1")]
    [TestCase("{ a # b\u0001\n }", "Expected Name, found <Invalid> in GraphQL string at location 1:8")]
    [TestCase("{ a(x: \"\U0001F600\", y: ) }", "Unexpected ) in GraphQL string at location 1:16")]
    [TestCase("{ # \U0001F600\n a(x: ) }", "Unexpected ) in GraphQL string at location 2:7")]
    [TestCase("{\r\n a(x: ) }", "Unexpected ) in GraphQL string at location 2:8")]
    [TestCase("{\r a(x: -) }", "Unexpected <Invalid> in GraphQL string at location 2:8")]
    [TestCase("\"\"\"d\"\"\" { a }", "Unexpected BlockString \"d\" in GraphQL string at location 1:4")]
    [TestCase("\"\"\"d\n\"\"\" { a }", "Unexpected BlockString \"d\" in GraphQL string at location 2:-1")]
    public void ParseQuery_TextThatIsNoDocument_TellsOpasPlace(string query, string reason) =>
        Assert.That(Call.Error("graphql.parse_query", RegoString.From(query).ToJson()), Does.EndWith(reason));

    [TestCase("\"\\ud83d\\ude00\"", "\uFFFD\uFFFD")]
    [TestCase("\"\\u00e9\\n\\/\"", "\u00E9\n/")]
    [TestCase("\"\tb\"", "\tb")]
    [TestCase("\"\"\"\r\n  b\r    c\n  \\\"\"\"d\n\"\"\"", "b\n  c\n\"\"\"d")]
    public void ParseQuery_String_IsReadAsInOpa(string text, string expected)
    {
        var tree = Call.Json("graphql.parse_query", Text($"{{ a(x: {text}) }}"));

        Assert.That(tree.ToString(), Does.Contain($"\"Raw\": {Text(expected)}"));
    }

    [Test]
    public void Parse_OfTrees_GivesTheTreesBack()
    {
        var query = Call.Json("graphql.parse_query", Text("query Q($id: ID) { dog(id: $id) { name @skip(if: true) } }"));
        var schema = Call.Json("graphql.parse_schema", Text(Schema));

        var both = Call.With(new BuiltinTestContext(), "graphql.parse", query, schema);

        Assert.That(both, Is.EqualTo(RegoArray.From(query, schema)));
    }

    [TestCase("""{"Operations": [{"SelectionSet": [{"Name": "nope"}]}]}""", "GraphQL parse error: input: Cannot query field")]
    [TestCase("""{"Operations": [{"Operation": 1}]}""", "json: cannot unmarshal number")]
    [TestCase("""{"Operations": [{"Operation": "delete"}]}""", "unknown operation type")]
    public void Parse_TreeOutOfOrder_Fails(string query, string reason) =>
        Assert.That(Call.Error("graphql.parse", query, Text(Schema)), Does.Contain(reason));

    [Test]
    public void IsValid_FragmentsInARowWithoutEnd_EndsWithinTheStack()
    {
        var fragments = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }} "));
        var context = new BuiltinTestContext { MaxSteps = 1_000_000_000, MaxBytes = 1L << 33 };

        var isValid = Call.With(context, "graphql.is_valid", RegoString.From("{ ...F0 } " + fragments), RegoString.From(Schema));

        Assert.That(isValid, Is.EqualTo(RegoBoolean.False));
    }

    [Test]
    public void IsValid_FieldsThatAreComparedAgainAndAgain_IsCancelled()
    {
        var query = "{ " + string.Concat(Enumerable.Repeat("tags ", 20_000)) + "}";
        var context = new BuiltinTestContext { MaxSteps = 50_000_000 };

        var error = Assert.Throws<RegoEvaluationException>(
            () => Call.With(context, "graphql.is_valid", RegoString.From(query), RegoString.From(Schema)))!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    private static string Text(string text) => RegoString.From(text).ToString();

    private static bool IsValid(string query) => Call.Json("graphql.is_valid", Text(query), Text(Schema)) == RegoBoolean.True;
}
