using Rego.Loading;
using Rego.Testing;
using Rego.Values;

namespace Rego.Tests.Testing;

/// <summary>Tests with a case for each row of a table, run plainly and observed.</summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class TableTests(bool isObserved)
{
    private const string Rows = "rows := [{\"note\": \"one\", \"in\": 3}, {\"note\": \"two\", \"in\": 2}]\n\n";

    [TestCase("test_x[row.note] if {\n\tsome row in rows\n\trow.in == 2\n}", "one: false, two: true", TestName = "a field of a local")]
    [TestCase("test_x[row.note] if {\n\tsome row in rows\n\trow.in > 1\n}", "one: true, two: true", TestName = "a field, and all hold")]
    [TestCase("test_x[row.note] if {\n\tsome row in rows\n\tinput.missing\n\trow.in == 2\n}", "one: false, two: false", TestName = "what is known ahead hides no case")]
    [TestCase("test_x[rows[i].note] if {\n\trows[i].in == 2\n}", "one: false, two: true", TestName = "a place in a rule")]
    [TestCase("test_x[concat(\"-\", [row.note, \"x\"])] if {\n\tsome row in rows\n\trow.in == 2\n}", "one-x: false, two-x: true", TestName = "a call")]
    [TestCase("test_x[$\"{row.note}!\"] if {\n\tsome row in rows\n\trow.in == 2\n}", "one!: false, two!: true", TestName = "a template")]
    [TestCase("test_x[[row.note, row.in]] if {\n\tsome row in rows\n\trow.in == 2\n}", "[\"one\", 3]: false, [\"two\", 2]: true", TestName = "an array")]
    [TestCase("test_x[row.in] if {\n\tsome row in rows\n\trow.in == 2\n}", "2: true, 3: false", TestName = "a number")]
    [TestCase("test_x[row.note][row.in] if {\n\tsome row in rows\n\trow.in == 2\n}", "one/3: false, two/2: true", TestName = "two fields")]
    [TestCase("test_x[row.note].deep if {\n\tsome row in rows\n\trow.in == 2\n}", "one/deep: false, two/deep: true", TestName = "a constant behind a field")]
    [TestCase("test_x[note] if {\n\tsome row in rows\n\tnote := row.note\n\trow.in == 2\n}", "one: false, two: true", TestName = "a variable")]
    [TestCase("test_x[row.note] if {\n\twanted == row.in\n\trow = rows[_]\n\twanted = 2\n}", "one: false, two: true", TestName = "statements in another order")]
    [TestCase("test_x[row.note] if some row in rows", "one: true, two: true", TestName = "a single statement")]
    [TestCase("test_x[row.note] if {\n\tsome row in []\n\trow.in == 2\n}", "", TestName = "no rows")]
    [TestCase("a.test_x[row.note] if {\n\tsome row in rows\n\trow.in == 2\n}", "one: false, two: true", TestName = "a long name")]
    public void Run_Table_TellsEachCase(string rule, string cases)
    {
        var result = Run(Rows + rule).Single();

        Assert.That(string.Join(", ", result.Cases.SelectMany(Leaves)), Is.EqualTo(cases));
        Assert.That(result.Outcome, Is.EqualTo(cases.Contains("false", StringComparison.Ordinal) ? RegoTestOutcome.Failed : RegoTestOutcome.Passed));
    }

    [Test]
    public void Run_SameNameTwice_EachIsATestOfItsOwn()
    {
        var results = Run(Rows + """
            a.test_x[row.note] if {
            	some row in rows
            	row.in == 2
            }

            a.test_x[row.note] if {
            	some row in rows
            	row.in > 1
            }

            a.test_y if 1 == 2

            a.test_y if 1 == 1
            """);

        Assert.That(results.Select(result => $"{result.Name} {result.Outcome} {result.Cases.Count}"), Is.EqualTo(new[]
        {
            "a.test_x Failed 2",
            "a.test_x#01 Passed 2",
            "a.test_y Failed 0",
            "a.test_y#01 Passed 0",
        }));
    }

    [Test]
    public void Run_CallOfARuleWithoutArguments_HasItsValue() =>
        Assert.That(Run("label() := input.name\n\ntest_x if label() == \"a\" with input.name as \"a\"").Single().Outcome, Is.EqualTo(RegoTestOutcome.Passed));

    private IReadOnlyList<RegoTestResult> Run(string text) =>
        [.. new RegoTestRunner { KeepsTraces = isObserved }.Run(new PolicyFiles([new RegoSource("a_test.rego", $"package a_test\n\n{text}\n")], RegoObject.Empty, string.Empty))];

    private static IEnumerable<string> Leaves(RegoTestCase @case) =>
        @case.Cases.Count == 0 ? [$"{@case.Name}: {(@case.Passed ? "true" : "false")}"] : @case.Cases.SelectMany(Leaves).Select(leaf => $"{@case.Name}/{leaf}");
}
