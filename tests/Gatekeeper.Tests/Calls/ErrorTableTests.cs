using Deploy.V1;
using Gatekeeper.Calls;
using Grpc.Core;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

public sealed class ErrorTableTests
{
    [Test]
    public void For_EveryReason_HasCodesOfItsOwn()
    {
        foreach (var reason in Enum.GetValues<ErrorReason>().Where(reason => reason is not (ErrorReason.Unspecified or ErrorReason.Internal)))
        {
            Assert.That(ErrorTable.For(reason).Http, Is.Not.EqualTo(500), $"{reason} has no row.");
        }
    }

    [Test]
    public void For_EveryReason_IsARefusal()
    {
        foreach (var reason in Enum.GetValues<ErrorReason>())
        {
            Assert.That(ErrorTable.For(reason).Http, Is.GreaterThanOrEqualTo(400), $"{reason}");
            Assert.That(ErrorTable.For(reason).Grpc, Is.Not.EqualTo(StatusCode.OK), $"{reason}");
        }
    }

    [Test]
    public void HttpStatusOf_EveryCode_IsAnErrorButForOk()
    {
        foreach (var code in Enum.GetValues<StatusCode>())
        {
            Assert.That(ErrorTable.HttpStatusOf(code), code == StatusCode.OK ? Is.EqualTo(200) : Is.GreaterThanOrEqualTo(400), $"{code}");
            Assert.That(StatusJson.NameOf(code), code == StatusCode.Unknown ? Is.EqualTo("UNKNOWN") : Is.Not.EqualTo("UNKNOWN"), $"{code}");
        }
    }
}
