using Deploy.V1;
using Gatekeeper.Answers;
using Gatekeeper.Seam;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using NUnit.Framework;

namespace Gatekeeper.Tests.Answers;

/// <summary>What an unanswered method would do to a caller, it does to the start.</summary>
public sealed class AnswerDeskTests
{
    private static readonly IAnswer[] All = [.. PolicyService.Descriptor.Methods.Concat(AuditService.Descriptor.Methods).Select(method => new FixedAnswer(method))];

    [Test]
    public void Create_AnAnswerAMethod_Holds() => Assert.That(() => new AnswerDesk(new MethodCatalog(), All), Throws.Nothing);

    [Test]
    public void Create_MethodWithoutAnswer_Throws() => AssertRefused(All[1..], "GetStatus has 0 answers");

    [Test]
    public void Create_MethodWithTwoAnswers_Throws() => AssertRefused([.. All, All[0]], "GetStatus has 2 answers");

    [Test]
    public void Create_AnswerToAForwardedMethod_Throws() =>
        AssertRefused([.. All, new FixedAnswer(DeployService.Descriptor.Methods[0])], "CreateDeployment has an answer, but is not one");

    private static void AssertRefused(IAnswer[] answers, string because) =>
        Assert.That(() => new AnswerDesk(new MethodCatalog(), answers), Throws.InvalidOperationException.With.Message.Contains(because));

    private sealed record FixedAnswer(MethodDescriptor Method) : IAnswer
    {
        public ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
