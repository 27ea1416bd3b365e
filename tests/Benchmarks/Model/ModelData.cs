using System.Globalization;
using System.Text.Json;
using Rego.Loading;

namespace Benchmarks.Model;

/// <summary>
/// The shipped rules with the data of a company of a given number of rights: applications with files of their own, people, a team with
/// groups and members, a class with approvals, a guardrail and four freezes. The two calls meet nearly everything that a policy can ask.
/// </summary>
internal static class ModelData
{
    private const int MostApplications = 1000;

    /// <summary>A linked person, with a reason, to production, where the class asks for approvals by two groups.</summary>
    private const string PersonCall =
        """
        {"action":"deploy","application":"shop","caller":{"authenticated_by":"jwt","claims":{"aud":"gatekeeper","idtyp":"user","oid":"o-kim"},"groups":["g-web"],"groups_complete":true,"issuer":"https://people.example","kind":"person","subject":"kim"},"context":{"channel":"rest","decision_id":"0198f0a0-0000-7000-8000-000000000000","phase":"request","remote_ip":"10.1.2.3","time":"2026-12-01T12:00:00Z"},"environment":"production-eu","request":{"digest":"sha256:abababababababababababababababababababababababababababababababab","reason":"weekly release","version":"2.1.0"}}
        """;

    /// <summary>A release from a pipeline, by a person that is known, with four claims that must be shown.</summary>
    private const string ReleaseCall =
        """
        {"action":"deploy","application":"shop","caller":{"authenticated_by":"jwt","claims":{"actor_id":"501","aud":"gatekeeper","environment":"production-eu","job_workflow_ref":"acme/deploy/.github/workflows/release.yml@refs/tags/v7","ref":"refs/tags/v2.1.0","repository_id":"100","repository_owner_id":"4242"},"groups":[],"groups_complete":true,"issuer":"https://ci.example","kind":"code","subject":"repo:acme/shop"},"context":{"channel":"rest","decision_id":"0198f0a0-0000-7000-8000-000000000000","phase":"request","remote_ip":"10.1.2.3","time":"2026-12-01T12:00:00Z"},"environment":"production-eu","request":{"digest":"sha256:abababababababababababababababababababababababababababababababab","reason":"weekly release","version":"2.1.0"}}
        """;

    /// <summary>The calls by name. To test nothing is asked but the right; to production all that the data has.</summary>
    public static IReadOnlyList<(string Name, string Json)> Calls { get; } =
    [
        ("person, test", PersonCall.Replace("production-eu", "test", StringComparison.Ordinal)),
        ("person, production", PersonCall),
        ("release, production", ReleaseCall),
    ];

    private static readonly object[] TwoRules = [new { count = 1, from = new[] { "owner" } }, new { count = 1, from = new[] { "team:security" } }];

    /// <summary>The files of a revision with so many rights in applications' own documents.</summary>
    public static IReadOnlyList<PolicyFile> Files(int entries)
    {
        var applications = Math.Min(entries, MostApplications);
        var documents = new Dictionary<string, object>
        {
            ["issuers"] = Issuers(),
            ["scopes"] = new { tiers = new[] { "dev", "test", "production" }, regions = new[] { "eu", "us" } },
            ["environments"] = Environments(),
            ["roles"] = Roles(),
            ["people"] = Enumerable.Range(0, MostApplications).Select(i => (Name: Person(i), Code: Text(1000 + i), Login: $"o-{i}")).Append((Name: "kim", Code: "501", Login: "o-kim"))
                .ToDictionary(person => person.Name, person => new { github = person.Code, entra = person.Login }),
            ["guardrails"] = new { contractors = new { who = new[] { "team:contractors" }, tiers = new[] { "production" }, actions = new[] { "deploy", "rollback", "approve" }, why = "contract" } },
            ["freezes"] = Freezes(),
            ["classes/service"] = Service(),
            ["teams/web"] = new { groups = new { entra = new[] { "g-web" } }, members = new[] { new { who = "kim" } } },
            ["teams/security"] = new { groups = new { entra = new[] { "g-security" } }, members = new[] { new { who = Person(0) } } },
            ["teams/contractors"] = new { groups = new { entra = new[] { "g-contractors" } }, members = new[] { new { who = Person(0) } } },
            ["applications/shop"] = Application("100", 1, 0),
        };
        for (var i = 0; i < applications; i++)
        {
            documents[$"applications/app{i}"] = Application(Text(2000 + i), entries / applications, i);
        }

        return
        [
            .. Rules().Concat(documents.Select(document => new PolicyFile($"{document.Key}/data.json", JsonSerializer.SerializeToUtf8Bytes(document.Value))))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<PolicyFile> Rules() =>
        from directory in new[] { "gatekeeper", "deployer" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Policies, directory), "*.rego")
        where !file.EndsWith("_test.rego", StringComparison.Ordinal)
        select new PolicyFile($"{directory}/{Path.GetFileName(file)}", File.ReadAllBytes(file));

    private static object Issuers() => new
    {
        github = new
        {
            url = "https://ci.example",
            audience = "gatekeeper",
            kind = "code",
            named_by = "repository_id",
            started_by = "actor_id",
            require = new
            {
                always = new { repository_owner_id = new[] { "4242" } },
                all = new { environment = new[] { "{environment}" } },
                production = new { @ref = new[] { "refs/tags/v*" }, job_workflow_ref = new[] { "acme/deploy/.github/workflows/release.yml@refs/tags/v*" } },
            },
        },
        entra = new { url = "https://people.example", audience = "gatekeeper", kind = "person", named_by = "oid", require = new { always = new { idtyp = new[] { "user" } } } },
    };

    private static Dictionary<string, object> Environments() => new()
    {
        ["dev"] = new { tier = "dev", region = "eu" },
        ["test"] = new { tier = "test", region = "eu" },
        ["production-eu"] = new { tier = "production", region = "eu", zone = "Europe/Berlin" },
        ["production-us"] = new { tier = "production", region = "us", zone = "America/New_York" },
    };

    private static object Roles() => new
    {
        deployer = new { actions = new[] { "deploy", "cancel", "rollback", "get", "list", "watch" } },
        approver = new { actions = new[] { "approve", "reject", "withdraw", "get", "list", "watch" } },
        reader = new { actions = new[] { "get", "list", "watch" } },
    };

    private static Dictionary<string, object> Freezes() => new()
    {
        ["quarter-end"] = new { tiers = new[] { "production" }, actions = new[] { "deploy" }, why = "books", yearly = new[] { new { from = "12-27", until = "01-02" } } },
        ["night"] = new { tiers = new[] { "production" }, actions = new[] { "deploy" }, why = "nobody is there", weekly = new[] { new { days = new[] { "fri" }, from = "17:00", until = "24:00" } } },
        ["weekend"] = new { tiers = new[] { "production" }, actions = new[] { "deploy" }, why = "nobody is there", weekly = new[] { new { days = new[] { "sat", "sun" }, from = "00:00", until = "24:00" } } },
        ["fair"] = new { tiers = new[] { "production" }, why = "the fair", from = "2026-12-20T00:00:00Z", until = "2027-01-03T00:00:00Z" },
    };

    private static object Service() => new
    {
        code_from = new[] { "github" },
        access = new
        {
            test = new { owner = new[] { "deployer" }, code = new[] { "deployer" } },
            production = new { owner = new[] { "deployer", "approver" }, code = new[] { "deployer" } },
        },
        requirements = new { production = new { deploy = new { digest_required = true, not_alone = true, approvals = TwoRules } } },
        @delegate = new { test = new[] { "reader" } },
    };

    // Persons other than those of the calls, spread over the applications.
    private static object Application(string repository, int entries, int number) => new
    {
        team = "web",
        classes = new[] { "service" },
        code = new { ci = new { from = "github", id = new[] { repository } } },
        access = new { test = Enumerable.Range(0, entries).ToDictionary(i => $"person:{Person((number + i) % MostApplications)}", _ => new[] { "reader" }) },
        requirements = new { production = new { change = new { reason_length = 10 } } },
    };

    private static string Person(int i) => $"p{i:d4}";

    private static string Text(int i) => i.ToString(CultureInfo.InvariantCulture);
}
