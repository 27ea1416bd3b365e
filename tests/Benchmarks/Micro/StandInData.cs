using System.Globalization;

namespace Benchmarks.Micro;

/// <summary>The documents of the stand-ins; the same in every run.</summary>
internal static class StandInData
{
    private static readonly string[] Environments = ["test", "stage", "production", "lab"];

    /// <summary>The input of a deployment call.</summary>
    public const string Call =
        """
        {"action":"deploy","application":"app7","caller":{"claims":{"environment":"production","ref_protected":"true","repository":"org7/shop","sha":"5f3c1d0e9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d"},"groups":[],"issuer":"https://ci.example","kind":"code","subject":"repo:org7/shop"},"context":{"decision_id":"4b0f5c9e-2d43-4c8b-8d0e-2f1f7f0a9b11","remote_ip":"10.1.2.3","time":"2026-11-30T12:00:00Z"},"environment":"production","request":{"digest":"sha256:abababababababababababababababababababababababababababababababab","reason":"weekly release","version":"1.4.2"}}
        """;

    /// <summary>Clients, what they may do, and environments; about four grants a client in the small ones, a hundred in the largest.</summary>
    public static object Grants(int size)
    {
        var clients = Math.Min(size, 1000);
        var applications = size > clients ? size / clients / Environments.Length : 1;
        return new
        {
            clients = Enumerable.Range(0, clients).ToDictionary(Client, i => new { owner = $"org{i}", match = new { repository = new[] { $"org{i}/*" } } }),
            owners = Enumerable.Range(0, clients).ToDictionary(i => $"org{i}", i => new[] { Client(i) }),
            grants = Enumerable.Range(0, clients).ToDictionary(Client, i => Enumerable.Range(0, applications).ToDictionary(
                a => $"app{(a == 0 ? i : a + clients)}",
                _ => Environments.ToDictionary(name => name, _ => new { actions = new[] { "deploy", "get", "list", "watch" } }))),
            environments = Environments.ToDictionary(name => name, name => new
            {
                digest_required = true,
                freezes = new[] { new { from = "2026-12-20T00:00:00Z", until = "2027-01-03T00:00:00Z" } },
                is_protected = name == "production",
                min_version = "1.0.0",
            }),
        };
    }

    /// <summary>The base document of the others.</summary>
    public static object For(string file) => file switch
    {
        "roles" => Roles(),
        "promotion" => new { order = Environments[..3], runs = Enumerable.Range(0, 300).Select(i => new { env = Environments[Mix(i) % 3], version = $"1.{Mix(i + 7) % 40}.0", ok = Mix(i + 13) % 3 != 0, at = i }) },
        "rows" => new { rows = Enumerable.Range(0, 10_000).Select(i => new { id = i, owner = $"u{i % 97}", cost = Mix(i) % 1000, tags = new[] { $"t{Mix(i + 1) % 30}", $"t{Mix(i + 2) % 30}", $"t{Mix(i + 3) % 30}" } }) },
        _ => new { },
    };

    /// <summary>The input of the others.</summary>
    public static string InputFor(string file) => file switch
    {
        "roles" => """{"user":"user5","action":"deploy","resource":"app/shop/production"}""",
        "promotion" => """{"env":"production","version":"1.7.0"}""",
        "strings" => $$"""{"text":"{{string.Join(' ', Enumerable.Range(0, 400).Select(Word))}}"}""",
        _ => "{}",
    };

    private static string Word(int i) =>
        new[] { "Deployment", "gate", "of", "the", "policy,", "decision;", "a", "release.", "environment", "and", "production!", "stage" }[Mix(i) % 12];

    private static object Roles() => new
    {
        users = Enumerable.Range(0, 200).ToDictionary(i => $"user{i}", i => new { roles = new[] { Role(i), Role(i + 1), Role(i + 2) } }),
        roles = Enumerable.Range(0, 50).ToDictionary(i => $"role{i}", i => new
        {
            inherits = new[] { Role(i + 50) },
            permissions = new[] { new { actions = new[] { Mix(i) % 2 == 0 ? "deploy" : "cancel", "read" }, resource = $"app/{new[] { "shop", "cart", "pay" }[Mix(i + 5) % 3]}/*" } },
        }),
    };

    private static string Client(int i) => string.Create(CultureInfo.InvariantCulture, $"client{i}");

    private static string Role(int i) => $"role{Mix(i) % 50}";

    /// <summary>Spreads numbers without a pattern to be seen.</summary>
    private static int Mix(int i) => (int)(((uint)(i + 1) * 2654435761u) >> 8);
}
