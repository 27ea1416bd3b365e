using System.Text.Json.Nodes;

namespace Gatectl.Dev;

/// <summary>A caller of the local gate.</summary>
/// <param name="Name">Its name, and its token's <c>sub</c>.</param>
/// <param name="Issuer">Who vouches for it.</param>
/// <param name="Claims">What else its token says.</param>
internal sealed record DemoCaller(string Name, DemoIssuer Issuer, JsonObject Claims)
{
    /// <value>Code that may deploy the sample application to <c>test</c> and <c>stage</c>.</value>
    public static readonly DemoCaller ShopCi = new("shop-ci", DemoIssuer.ContinuousIntegration, new JsonObject { ["repository"] = "example/shop" });

    /// <value>A person who may deploy it to <c>production</c>.</value>
    public static readonly DemoCaller Alice = new("alice", DemoIssuer.People, new JsonObject
    {
        ["email"] = "alice@example.com",
        // That the token is a user's and not an application's: what the policies ask of every caller of this issuer.
        ["idtyp"] = "user",
        ["groups"] = new JsonArray("release-managers"),
    });

    /// <value>Known to no policy.</value>
    public static readonly DemoCaller Nobody = new("nobody", DemoIssuer.ContinuousIntegration, []);

    public static IReadOnlyList<DemoCaller> All { get; } = [ShopCi, Alice, Nobody];
}
