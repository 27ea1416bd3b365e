namespace EndToEnd.Tests.Support;

/// <summary>
/// The shipped rules with the data of an organisation where nothing goes to <c>production</c> without an approval, and where one person has more
/// than one identity: alice, who asks and may approve as well, at two issuers and as the one who starts pipelines; bob and carol, who approve.
/// </summary>
internal static class ApprovalPolicies
{
    public const string Environment = "production";

    /// <value>Who may be asked to approve where a test says nothing else; alice is among them, so that nothing but her part in the request stands against her.</value>
    public const string One = """{count: 1, from: ["person:alice", "person:bob", "person:carol"]}""";

    /// <value>Two of them.</value>
    public const string Two = """{count: 2, from: ["person:alice", "person:bob", "person:carol"]}""";

    /// <summary>Writes everything but the applications.</summary>
    public static void Write(string directory, string targets)
    {
        foreach (var root in (string[])["gatekeeper", "deployer", "roles"])
        {
            foreach (var file in Directory.EnumerateFiles(SourceTree.PathTo("policies", root)).Where(file => !file.EndsWith("_test.rego", StringComparison.Ordinal)))
            {
                WriteFile(directory, $"{root}/{Path.GetFileName(file)}", File.ReadAllText(file));
            }
        }

        WriteFile(directory, "scopes/data.yaml", "tiers: [test, production]\n");
        WriteFile(directory, "environments/data.yaml", "production: {tier: production}\n");
        WriteFile(directory, "organisation/data.yaml", "access: {\"person:oscar\": [operator]}\n");
        WriteFile(directory, "robots/data.yaml", """
            assistant: {from: assist, id: [assistant-1]}
            runner: {from: cluster, id: [runner-1]}

            """);
        WriteFile(directory, "teams/oncall/data.yaml", "members: [{who: carol}]\n");
        WriteFile(directory, "people/data.yaml", """
            alice: {people: alice, staff: a-1, ci: "500001", assist: alice-7}
            bob: {people: bob, staff: b-1, assist: bob-7}
            carol: {people: carol}
            dave: {people: dave}
            oscar: {people: oscar}

            """);
        WriteFile(directory, "issuers/data.yaml", """
            people: {url: https://people.test, audience: gatekeeper, kind: person, named_by: sub, require: {always: {idtyp: [user]}}}
            staff: {url: https://staff.test, audience: gatekeeper, kind: person, named_by: sub, require: {always: {idtyp: [user]}}}
            ci: {url: https://ci.test, audience: gatekeeper, kind: code, named_by: sub, started_by: build_user_id, require: {all: {environment: ["{environment}"]}}}
            assist: {url: https://assist.test, audience: gatekeeper, kind: agent, named_by: sub}
            cluster: {url: https://cluster.test, audience: gatekeeper, kind: machine, named_by: sub, places: [production]}

            """);
        WriteFile(directory, "destinations/data.yaml", Destinations(targets));
    }

    /// <summary>Writes an application.</summary>
    /// <param name="directory">The policies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="approvals">The rules of its approvals.</param>
    /// <param name="more">One more requirement.</param>
    public static void WriteApplication(string directory, string name, string approvals, string more = "") => WriteFile(directory, $"applications/{name}/data.yaml", $$"""
        code:
          ci: {from: ci, id: ["{{name}}"]}
        access:
          production:
            code: [deployer]
            "person:alice": [deployer, approver]
            "person:bob": [approver]
            "person:carol": [approver]
            "robot:assistant": [approver]
            "robot:runner": [approver]
        requirements:
          production:
            deploy:
              approvals: [{{approvals}}]
              {{more}}

        """);

    /// <summary>Where everything goes.</summary>
    public static string Destinations(string targets) => $$"""
        "*":
          "*":
            target: {kind: directory, path: "{{targets}}/{application}/{environment}"}
            source: releases

        """;

    public static void WriteFile(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
