using Gateway.Hosting.Revisions;
using Microsoft.Extensions.Time.Testing;
using Rego;
using Rego.Builtins;
using Rego.Options;
using Rego.Values;

namespace Hosting.Tests.Revisions;

[TestFixture]
internal sealed class UnrepeatableBuiltinsTests
{
    private static readonly string[] Repeatable = ["internal.print", "internal.test_case", "print", "rego.metadata.chain", "rego.metadata.rule", "trace"];

    [Test]
    public void Names_OfAllBuiltins_AreThoseThatTheEngineCallsImpure()
    {
        var impure = RegoBuiltins.All.All.Where(builtin => !builtin.IsPure).Select(builtin => builtin.Name).ToList();

        Assert.That(UnrepeatableBuiltins.Names.Concat(Repeatable), Is.EquivalentTo(impure));
    }

    [TestCase("time.now_ns")]
    [TestCase("io.jwt.decode_verify")]
    [TestCase("io.jwt.encode_sign")]
    [TestCase("io.jwt.encode_sign_raw")]
    [TestCase("crypto.x509.parse_and_verify_certificates")]
    [TestCase("crypto.x509.parse_and_verify_certificates_with_options")]
    [TestCase("rand.intn")]
    [TestCase("uuid.rfc4122")]
    [TestCase("opa.runtime")]
    [TestCase("http.send")]
    [TestCase("net.lookup_ip_addr")]
    public void Names_WhatLooksAtTheClockOrChanceOrTheMachine_IsAmongThem(string name) =>
        Assert.That(UnrepeatableBuiltins.Names, Has.Member(name));

    /// <summary>What is excepted has the same results at any time.</summary>
    [Test]
    public void Names_WhatIsExcepted_AnswersTheSameAtAnotherTime()
    {
        const string Text = """
            package a

            # METADATA
            # title: told
            p := [trace("t"), rego.metadata.rule(), rego.metadata.chain()] if print(input)
            """;
        var query = new RegoCompiler(new RegoCompilerOptions { ForbiddenBuiltins = UnrepeatableBuiltins.Names }).Compile([new RegoSource("a.rego", Text)]).GetPolicyOrThrow().Prepare("data.a.p");

        var results = new[] { 1, 1_000_000_000 }.Select(seconds => query.Evaluate(RegoString.From("x"), At(seconds)).ToString()).ToList();

        Assert.That(results[0], Does.Contain("told").And.EqualTo(results[1]));
    }

    private static EvaluationOptions At(long seconds) =>
        new() { Limits = EvaluationLimits.Default, Time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(seconds)) };
}
