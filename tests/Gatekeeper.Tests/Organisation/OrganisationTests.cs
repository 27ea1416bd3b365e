using System.Net;
using System.Text.Json.Nodes;

namespace Gatekeeper.Tests.Organisation;

/// <summary>
/// The forty questions of <c>examples/organisation</c>, asked through a gate's door: with tokens that each issuer signs, over TLS, at
/// the time that the question is about.
/// </summary>
[NonParallelizable]
public sealed class OrganisationTests
{
    // A review takes a use of an exception that this gate has let in; the tests of the doors have some.
    private const string Review = "review";

    private readonly Dictionary<Question, OrganisationAnswer> _answers = [];
    private BuiltOrganisation _organisation = null!;
    private OrganisationGate _gate = null!;

    [OneTimeSetUp]
    public async Task AskAllAsync()
    {
        _organisation = await BuiltOrganisation.BuildAsync();
        _gate = await OrganisationGate.StartAsync(_organisation);

        // In the order of time, as a gate would meet them.
        foreach (var question in _organisation.Questions.Where(question => question.Action != Review).OrderBy(question => question.Time))
        {
            _answers.Add(question, await _gate.AskAsync(question));
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _gate.DisposeAsync();
        _organisation.Dispose();
    }

    [Test]
    public void Questions_OfTheExample_AreForty() => Assert.That(_organisation.Questions.Select(question => question.Number).Distinct().Count(), Is.EqualTo(40));

    [Test]
    public void Question_ThroughTheDoor_IsAnsweredAsInItsTest([Range(1, 40)] int number)
    {
        var asked = _answers.Where(answer => answer.Key.Number == number.ToString("00")).ToList();

        Assert.That(asked, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var (question, answer) in asked)
            {
                Check(question, answer);
            }
        });
    }

    [Test]
    public async Task RequiredClaim_ThatDoesNotMatch_IsToldToTheRecordAndNotToTheCaller()
    {
        var asked = _organisation.Questions.First(question => question is { Number: "05", IsAllowed: false }).Call.DeepClone().AsObject();
        var found = "refs/heads/" + new string('x', 4_000);
        asked["caller"]!["claims"]!["ref"] = found;
        var answer = await _gate.AskAsync(new Question("05", 99, asked, []));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(answer.Body, Does.Contain("a required claim").And.Not.Contain("refs/"));
        Assert.That(answer.Decision!.DetailsJson, Is.EqualTo($$"""[{"claim":"ref","expected":["refs/tags/v*"],"found":"{{found[..256]}}","of":"issuer"}]"""));
    }

    private void Check(Question question, OrganisationAnswer answer)
    {
        var told = $"{question}\nanswered {answer.Body}\nfault {answer.Decision?.Fault}";
        if (!_gate.Knows(question.Url, question.Claims["aud"]!))
        {
            Assert.That((answer.Status, question.IsAllowed), Is.EqualTo((HttpStatusCode.Unauthorized, false)), told);
            return;
        }

        Assert.That(answer.Status, Is.EqualTo(question.IsAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden), told);
        Assert.That(answer.Decision?.Fault, Is.Null, told);
        var result = JsonNode.Parse(answer.Decision!.Result.ToJson())!.AsObject();
        foreach (var (member, expected) in question.Expected)
        {
            CheckMember(member, expected!, result, answer, told);
        }
    }

    private static void CheckMember(string member, JsonNode expected, JsonObject result, OrganisationAnswer answer, string told)
    {
        switch (member)
        {
            case "allow":
                Assert.That(answer.Decision!.IsAllowed, Is.EqualTo((bool)expected), told);
                break;
            case "because":
                Assert.That(answer.Decision!.Reasons, Has.Some.Contain((string)expected!), told);
                Assert.That(answer.Body, Does.Contain(JsonValue.Create((string)expected!).ToJsonString().Trim('"').Replace("\\u0027", "'")), told);
                break;
            case "client":
                Assert.That(answer.Decision!.Client, Is.EqualTo((string)expected!), told);
                break;
            case "counts_as":
                Assert.That(Texts(result["principals"]), Does.Contain((string)expected!), told);
                break;
            case "persons" or "exceptions":
                Assert.That(Texts(result[member]), Is.EquivalentTo(Texts(expected)), told);
                break;
            case "approvals":
                Assert.That(Rules(JsonNode.Parse(answer.Decision!.ObligationsJson)!["approvals"]?["rules"]), Is.EquivalentTo(Rules(expected)), told);
                break;
            default:
                Assert.Fail($"{member} is nothing that an answer shows.\n{told}");
                break;
        }
    }

    private static List<string> Texts(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(text => (string)text!)];

    private static List<string> Rules(JsonNode? rules) =>
        [.. (rules?.AsArray() ?? []).Select(rule => $"{rule!["count"]} of {string.Join(", ", Texts(rule["from"]).Order(StringComparer.Ordinal))}")];
}
