using CsCheck;
using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>What must hold for every policy, tried on random ones. A failure prints the seed that repeats it.</summary>
public sealed class RandomPolicyTests
{
    private const int Policies = 1000;

    [Test]
    public void Evaluate_WithShortcutsAndWithout_Agrees() => GeneratedPolicy.Any.Sample(
        policy =>
        {
            if (policy.Compile() is not { } quick || policy.Compile(usesShortcuts: false) is not { } plain)
            {
                return;
            }

            var (first, second) = (quick.Prepare("data.p"), plain.Prepare("data.p"));
            foreach (var input in policy.Inputs)
            {
                Assert.That(Answer.Of(first, input), Is.EqualTo(Answer.Of(second, input)), $"{input}");
            }
        },
        iter: Policies,
        threads: 1);

    [Test]
    public void Evaluate_AThousandPolicies_KeepsTheInvariants() => GeneratedPolicy.Any.Sample(
        policy =>
        {
            if (policy.Compile() is { } compiled)
            {
                new PolicyInvariants(policy, compiled).Hold();
            }
        },
        iter: Policies,
        threads: 1);
}
