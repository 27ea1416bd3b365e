using Gatekeeper.Policy;
using Rego.Values;

namespace Gatekeeper.Tests.Support;

/// <summary>A policy in C#: allows everything but the environment <c>production</c>, unless a test says otherwise.</summary>
internal sealed class StandInPolicy : IPolicySource
{
    private static readonly RegoObject Allowed = RegoObject.From(
        ("allow", RegoBoolean.True), ("client", RegoString.From("shop-ci")), ("reasons", RegoArray.Empty), ("obligations", RegoObject.Empty));

    private static readonly RegoObject Denied = RegoObject.From(
        ("allow", RegoBoolean.False),
        ("client", RegoString.From("shop-ci")),
        ("reasons", RegoArray.From(RegoString.From("shop-ci may not deploy to production"))),
        ("obligations", RegoObject.Empty));

    public Func<RegoValue, RegoValue> Answer { get; set; } = Default;

    public string Revision { get; set; } = "sha256:test";

    public PolicySnapshot Current => new(Revision, (input, _) => Answer(input), DateTimeOffset.UnixEpoch.AddYears(50));

    public static RegoValue Default(RegoValue input) =>
        ((RegoObject)input)["environment"].Equals(RegoString.From("production")) ? Denied : Allowed;
}
