using Deploy.Grants;
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
}
