using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatekeeper.Tests.Policy.Mutations;
using Rego;
using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

/// <summary>
/// A mistake in the data never widens a right: what the data refuses, the data with a mistake in it does not allow, whether
/// its faults are known or not. Together the data are tried with <see cref="All"/> mistakes at least, no two of which come to
/// the same data; GATEKEEPER_MUTATIONS multiplies how many more are tried.
/// </summary>
[TestFixture]
public sealed class PolicyMutationTests
{
    private static readonly PolicyFiles Shipped = PolicyDirectory.Load(SourceTree.PathTo("policies"));

    private static readonly MutatedPolicy Policy = new([.. Shipped.Modules.Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal))]);

    private static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("GATEKEEPER_MUTATIONS"), CultureInfo.InvariantCulture, out var times) && times > 0 ? times : 1;

    // How many mistakes are tried at least, of each data: fewer would be found if the data or the kinds of mistakes became fewer.
    private const int OfSample = 5_500, OfFaults = 11_500, OfConditions = 2_600, OfClasses = 1_800, All = 20_000;

    // Of the sample all that there are, which are fewer.
    [TestCase(1, 6000, 300, OfSample)]
    public void Decide_MistakeInTheShippedSample_AllowsNothingMore(int seed, int mistakes, int pairs, int least) => Hold(Json(Shipped.Data), [], seed, mistakes, pairs, least);

    [TestCase(2, 12000, 300, OfFaults)]
    public void Decide_MistakeInTheOrganisationOfTheFaults_AllowsNothingMore(int seed, int mistakes, int pairs, int least) => Hold(OrganisationOfFaults(), [], seed, mistakes, pairs, least);

    [TestCase(3, 2200, 700, OfConditions)]
    public void Decide_MistakeWhereEveryConditionStands_AllowsNothingMore(int seed, int mistakes, int pairs, int least) => Hold(EveryCondition.WithInventory(), Told, seed, mistakes, pairs, least);

    [TestCase(4, 1700, 300, OfClasses)]
    public void Decide_MistakeWhereApplicationsSayTheirClasses_AllowsNothingMore(int seed, int mistakes, int pairs, int least) => Hold(EveryCondition.WithoutInventory(), Told, seed, mistakes, pairs, least);

    [Test]
    public void Mistakes_OfAllData_AreEnough() => Assert.That(OfSample + OfFaults + OfConditions + OfClasses, Is.AtLeast(All));

    [TestCase(5, 100, 20, 100)]
    public void Decide_MistakeInTheExampleOrganisation_AllowsNothingMore(int seed, int mistakes, int pairs, int least)
    {
        var directory = SourceTree.PathTo("examples", "organisation", "policies");
        if (!Directory.Exists(directory))
            Assert.Ignore("the example is generated, and is not there");
        var data = Json(PolicyDirectory.Load(directory).Data);
        data["roles"] ??= Json(Shipped.Data)["roles"]!.DeepClone();
        Hold(data, [], seed, mistakes, pairs, least);
    }

    private static IEnumerable<JsonObject> Told => ConditionCalls.All.Select(call => call.Call).Concat(ConditionCalls.Allowed);

    private static void Hold(JsonObject data, IEnumerable<JsonObject> told, int seed, int mistakes, int pairs, int least)
    {
        Assert.That(Policy.FaultsOf(data).ToJson(), Is.EqualTo("[]"), "the data is right before anything is changed");
        var calls = new ChosenCalls(Policy, data, told, seed, told.Any() ? 32 : 60);
        Assert.That(calls.Allowed, Is.InRange(5, calls.Calls.Count * 3 / 4), "some calls are allowed, and many are not");
        var before = Environment.CpuUsage.TotalTime;
        var judge = new MutationJudge(Policy, data, calls);
        var known = DataMutator.AllOf(data).ToArray();
        var random = new Random(seed);
        random.Shuffle(known);
        // Of whole documents few are made among so many, and all are tried; then every document has its share, long or short.
        var shares = known.Where(mistake => mistake.Path.Length > 1).GroupBy(mistake => mistake.Path[0]).SelectMany(document => document.Select((mistake, i) => (mistake, i)));
        var asked = known.Where(mistake => mistake.Path.Length <= 1).Concat(shares.OrderBy(share => share.i).Select(share => share.mistake)).Take(mistakes * Times).Select(mistake => new[] { mistake })
            .Concat(Enumerable.Range(0, pairs * Times).Select(_ => new[] { known[random.Next(known.Length)], known[random.Next(known.Length)] }));
        // The other half is for whatever else is tested on the machine, some of it within a time.
        Parallel.ForEach(asked, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2) }, judge.Judge);
        TestContext.Out.WriteLine($"{judge.Tried} mistakes of {known.Length}, {judge.Unseen.Count} of {judge.Looked} no fault; {calls.Calls.Count} calls, {calls.Allowed} of them allowed, {judge.Decided} decided; {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F0} s of the processor");
        foreach (var mistake in judge.Unseen.Order(StringComparer.Ordinal).Take(20))
            TestContext.Out.WriteLine("no fault: " + mistake);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(judge.Widened.Order(StringComparer.Ordinal).Take(200), Is.Empty);
            Assert.That(judge.Tried, Is.AtLeast(least), "so many were tried");
        }
    }

    private static IEnumerable<TestCaseData> Conditions() => ConditionCalls.All.GroupBy(call => call.Condition)
        .Select(calls => new TestCaseData(calls.Key, RegoArray.From(calls.Select(call => RegoJson.Parse(call.Call.ToJsonString())))).SetArgDisplayNames(calls.Key));

    [TestCaseSource(nameof(Conditions))]
    public void Decide_OneConditionTakenAway_AllowsWhatItAloneRefuses(string condition, RegoArray calls)
    {
        var data = EveryCondition.WithInventory();
        var relaxed = Relaxation.All.SelectMany(relaxation => relaxation.In(data)).First(place => string.Join('/', place.Path) == condition).Data;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Policy.Allowed(data, calls).Keys, Is.Empty, "refused");
            Assert.That(Policy.Allowed(relaxed, calls).Keys, Is.EquivalentTo(Enumerable.Range(0, calls.Count)), "refused by nothing else");
        }
    }

    [Test]
    public void Decide_WhatAClassDoesNotLetBeWaived_StaysAsked()
    {
        var data = EveryCondition.WithInventory();
        var calls = RegoArray.From(ConditionCalls.Allowed.Select(call => RegoJson.Parse(call.ToJsonString())));
        var asked = Policy.Allowed(data, calls);
        data["classes"]!["pci"]!.AsObject().Remove("waivable");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.OrderBy(answer => answer.Key).Select(answer => answer.Value["obligations"]!.AsObject().Count), Is.EqualTo([1, 0]));
            Assert.That(Policy.Allowed(data, calls)[0]["obligations"]!.AsObject(), Is.Empty);
        }
    }

    [Test]
    public void Conditions_EveryKind_RefusesACallAlone()
    {
        var refusing = ConditionCalls.All.Select(call => call.Condition.Split('/')).ToArray();
        var kinds = Relaxation.All.Where(relaxation => !refusing.Any(path => relaxation.Fits(path))).Select(relaxation => relaxation.Kind);
        Assert.That(kinds, Is.Empty);
    }

    // What is beyond these narrows is no matter of decisions, but a fault; it stays one, whatever becomes of what narrows.
    [TestCase("classes/service/delegate", "applications/shop/access/test/person:joe", """["approver"]""")]
    [TestCase("classes/service/code_from", "applications/shop/code/old", """{"from": "jenkins", "id": ["shop"]}""")]
    [TestCase("issuers/login/teams", "teams/web/groups/login", """["l-web"]""")]
    public void Faults_MistakeInWhatNarrows_WhatIsBeyondItStaysAFault(string narrows, string beyond, string value)
    {
        var data = EveryCondition.WithInventory();
        var path = beyond.Split('/');
        var holder = path[..^1].Aggregate((JsonNode)data, (node, name) => node[name] ??= new JsonObject());
        holder[path[^1]] = JsonNode.Parse(value);
        var mistakes = DataMutator.AllOf(data).Where(mistake => string.Join('/', mistake.Path).StartsWith(narrows, StringComparison.Ordinal)).ToArray();
        var unseen = mistakes.AsParallel().Where(mistake => Policy.FaultsOf(Mistaken(data, mistake)) is not RegoSet { Count: > 0 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Policy.FaultsOf(data), Is.InstanceOf<RegoSet>().And.Count.EqualTo(1));
            Assert.That(unseen.Select(mistake => mistake.ToString()), Is.Empty);
        }
    }

    private static JsonObject Mistaken(JsonObject original, Mutation mistake)
    {
        var data = original.DeepClone().AsObject();
        mistake.TryApply(data);
        return data;
    }

    // The same organisation as in the tests of faults.
    private static JsonObject OrganisationOfFaults()
    {
        var policy = new RegoCompiler().Compile(Shipped.Modules).GetPolicyOrThrow();
        var data = policy.Prepare("data.gatekeeper_faults_test.good").Evaluate(RegoObject.Empty, new EvaluationOptions { Limits = EvaluationLimits.Default });
        return JsonNode.Parse(data.ToJson())!.AsObject();
    }

    private static JsonObject Json(RegoValue data) => JsonNode.Parse(data.ToJson())!.AsObject();
}
