using Gateway.Contract.Grants;
using NUnit.Framework;

namespace Protos.Tests.Grants;

public sealed class GrantFormatTests
{
    [TestCase("get", false)]
    [TestCase("list", false)]
    [TestCase("watch", false)]
    [TestCase("worker_status", false)]
    [TestCase("deploy", true)]
    [TestCase("install_session_key", true)]
    [TestCase("read_policy", true)]
    [TestCase("Worker_status", true)]
    [TestCase("", true)]
    public void IsChanging_Action_IsFalseForTheReadingOnesOnly(string action, bool expected) => Assert.That(GrantFormat.IsChanging(action), Is.EqualTo(expected));

    [TestCase("get", false)]
    [TestCase("list", false)]
    [TestCase("watch", false)]
    [TestCase("cancel", false)]
    [TestCase("reject", false)]
    [TestCase("withdraw", false)]
    [TestCase("hold", false)]
    [TestCase("release", false)]
    [TestCase("install_session_key", false)]
    [TestCase("worker_status", false)]
    [TestCase("deploy", true)]
    [TestCase("approve", true)]
    [TestCase("rollback", true)]
    [TestCase("execute", true)]
    [TestCase("Get", true)]
    [TestCase("", true)]
    public void NeedsRevision_Action_IsFalseForWhatReadsOrNarrowsOnly(string action, bool expected) => Assert.That(GrantFormat.NeedsRevision(action), Is.EqualTo(expected));
}
