using System.Text;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>What an answer may cost: steps and bytes, not time.</summary>
public sealed class CostTests
{
    private const string Gate = """
        package gate
        default decision := {"allow": false, "reasons": ["unknown"]}
        decision := {"allow": count(faults) == 0, "client": client, "reasons": sort(faults)} if client
        client := name if {
            owner := split(input.repository, "/")[0]
            some name in data.owners[owner]
            glob.match(data.clients[name].match, ["/"], input.repository)
        }
        faults contains sprintf("%s may not %s", [client, input.action]) if not input.action in data.grants[client][input.application].actions
        faults contains "no digest" if not regex.match(`^sha256:[0-9a-f]{4}$`, object.get(input, "digest", ""))
        faults contains "frozen" if {
            some window in data.freezes
            now := time.parse_rfc3339_ns(input.time)
            time.parse_rfc3339_ns(window.from) <= now
            now < time.parse_rfc3339_ns(window.until)
        }
        """;

    private static readonly RegoValue Call = RegoJson.Parse(
        """{"repository": "org7/shop", "action": "deploy", "application": "a7", "digest": "sha256:00ff", "time": "2026-11-30T12:00:00Z"}""");

    [Test]
    public void Decision_TenOrTenThousandGrants_TakesTheSameSteps()
    {
        var few = Cost.StepsOf(Evaluate.Prepare("data.gate.decision", Gate, Grants(10)), Call);
        var many = Cost.StepsOf(Evaluate.Prepare("data.gate.decision", Gate, Grants(10_000)), Call);

        Assert.That(many, Is.EqualTo(few));
    }

    [Test]
    public void Decision_Warm_AllocatesLittleMoreThanTheAnswer()
    {
        var query = Evaluate.Prepare("data.gate.decision", Gate, Grants(100));

        Assert.Multiple(() =>
        {
            Assert.That(query.Evaluate(Call, Evaluate.Options).ToString(), Does.Contain("\"allow\": true"));
            Assert.That(Cost.BytesOf(query, Call), Is.LessThanOrEqualTo(700));
        });
    }

    [Test]
    public void Decision_BooleanWithoutCollections_AllocatesNothing()
    {
        var query = Evaluate.Prepare("data.t.allow", Rules(50));

        Assert.That(Cost.BytesOf(query, RegoJson.Parse("""{"action": "a7", "app": "p17", "level": 9}""")), Is.Zero);
    }

    [Test]
    public void Rules_ThousandGuardedByEquality_TakeAtMostTwiceTheStepsOfOne()
    {
        var input = RegoJson.Parse("""{"action": "a7", "app": "p0", "level": 9}""");
        var one = Cost.StepsOf(Evaluate.Prepare("data.t.allow", Rules(1)), input);
        var thousand = Cost.StepsOf(Evaluate.Prepare("data.t.allow", Rules(1000)), input);

        Assert.That(thousand, Is.LessThanOrEqualTo(2 * one));
    }

    [Test]
    public void Comprehensions_OverDataOnly_AreComputedOnceAndNotEachTime()
    {
        const string module = """
            package t
            latest[env] := max([r.at | some r in data.runs; r.env == env]) if some env in {"test", "stage"}
            answer := latest[input.env]
            """;
        var runs = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"env": "{{(i % 2 == 0 ? "test" : "stage")}}", "at": {{i}}}"""));
        var query = Evaluate.Prepare("data.t.answer", module, $$"""{"runs": [{{runs}}]}""");

        Assert.That(Cost.StepsOf(query, RegoJson.Parse("""{"env": "stage"}""")), Is.LessThan(20));
    }

    [Test]
    public void Join_OfRowsWithThemselves_TakesStepsPerRowAndNotPerPair()
    {
        const string module = """
            package t
            first[k] := v if { some r in input.rows; k := r.k; v := min([x.n | some x in input.rows; x.k == k]) }
            """;
        var query = Evaluate.Prepare("data.t.first", module);

        Assert.That(Cost.StepsOf(query, Rows(800)), Is.LessThan(3 * Cost.StepsOf(query, Rows(400))));
    }

    private static RegoValue Rows(int count) =>
        RegoJson.Parse($$"""{"rows": [{{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"k": "k{{i / 2}}", "n": {{i}}}"""))}}]}""");

    private static string Grants(int count)
    {
        string Members(Func<int, string> member) => string.Join(',', Enumerable.Range(0, count).Select(member));
        return $$"""
            {"owners": { {{Members(i => $$"""  "org{{i}}": ["c{{i}}"] """)}} },
             "clients": { {{Members(i => $$"""  "c{{i}}": {"match": "org{{i}}/*"} """)}} },
             "grants": { {{Members(i => $$"""  "c{{i}}": {"a{{i}}": {"actions": ["get", "deploy"]} } """)}} },
             "freezes": [{"from": "2026-12-20T00:00:00Z", "until": "2027-01-03T00:00:00Z"}]}
            """;
    }

    private static string Rules(int count)
    {
        var text = new StringBuilder("package t\ndefault allow := false\n");
        for (var i = 0; i < count; i++)
        {
            text.Append($"allow if {{ input.action == \"a7\"; input.app == \"p{i}\"; input.level >= 3 }}\n");
        }

        return text.ToString();
    }
}
