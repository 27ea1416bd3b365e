using Deploy.V1;
using Gateway.Contract.Wire;
using Gateway.Hosting.Rpc;

namespace Hosting.Tests.Rpc;

[TestFixture]
internal sealed class ErrorReasonsTests
{
    [Test]
    public void NameOf_EveryReason_ReadsBackAsItself()
    {
        foreach (var reason in Enum.GetValues<ErrorReason>())
        {
            Assert.That(ErrorReasons.Parse(ErrorReasons.NameOf(reason)), Is.EqualTo(reason));
        }
    }

    [Test]
    public void Parse_UnknownName_IsUnspecified() => Assert.That(ErrorReasons.Parse("NOPE"), Is.EqualTo(ErrorReason.Unspecified));

    [TestCase(WireFaultKind.UnknownField, ErrorReason.UnknownField)]
    [TestCase(WireFaultKind.DuplicateField, ErrorReason.DuplicateField)]
    [TestCase(WireFaultKind.Malformed, ErrorReason.MalformedMessage)]
    public void Of_Fault_IsItsReason(WireFaultKind fault, ErrorReason expected) => Assert.That(ErrorReasons.Of(fault), Is.EqualTo(expected));
}
