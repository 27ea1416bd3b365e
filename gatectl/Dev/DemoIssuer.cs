namespace Gatectl.Dev;

/// <summary>A token issuer of the local gate.</summary>
/// <param name="Name">Its directory under <c>issuer/</c>, and its name on the command line.</param>
/// <param name="Url">The <c>iss</c> of its tokens. Nothing listens there: the gate reads the key set from a file.</param>
/// <param name="CallerKind">What its callers are: <c>code</c> or <c>person</c>.</param>
internal sealed record DemoIssuer(string Name, string Url, string CallerKind)
{
    public const string Audience = "gatekeeper";

    public static readonly DemoIssuer ContinuousIntegration = new("ci", "https://ci.gate.localhost", "code");
    public static readonly DemoIssuer People = new("people", "https://people.gate.localhost", "person");

    public static IReadOnlyList<DemoIssuer> All { get; } = [ContinuousIntegration, People];
}
