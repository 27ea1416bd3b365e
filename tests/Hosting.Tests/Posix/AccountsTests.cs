using Gateway.Hosting.Posix;

namespace Hosting.Tests.Posix;

[TestFixture]
internal sealed class AccountsTests
{
    [TestCase("root", 0u)]
    [TestCase("0", 0u)]
    [TestCase("nobody", Accounts.Nobody)]
    [TestCase("10001", 10001u)]
    [TestCase("no-such-user-here", null)]
    [TestCase("", null)]
    [TestCase("-1", null)]
    [TestCase("4294967295", null)]
    [TestCase("99999999999", null)]
    [TestCase("ro\0ot", null)]
    public void FindUser_ByNameOrId_IsItsId(string user, uint? id) => Assert.That(Accounts.FindUser(user), Is.EqualTo(id));

    [TestCase("root", 0u)]
    [TestCase("10010", 10010u)]
    [TestCase("no-such-group-here", null)]
    public void FindGroup_ByNameOrId_IsItsId(string group, uint? id) => Assert.That(Accounts.FindGroup(group), Is.EqualTo(id));

    [TestCase(0u, "root")]
    [TestCase(Accounts.Nobody, "nobody")]
    [TestCase(3999999u, "3999999")]
    public void UserName_OfAnId_IsItsNameOrTheDigits(uint id, string name) => Assert.That(Accounts.UserName(id), Is.EqualTo(name));

    [TestCase(0u, 0u, true)]
    [TestCase(0u, 3999999u, false)]
    [TestCase(3999999u, 0u, false)]
    public void IsInGroup_OfAUser_IsWhatTheSystemSays(uint user, uint group, bool expected) => Assert.That(Accounts.IsInGroup(user, group), Is.EqualTo(expected));

    [TestCase(Accounts.Nobody, true)]
    [TestCase(0u, false)]
    [TestCase(3999999u, false)]
    public void IsNobody_OfAUser_IsWhetherItStandsForNobody(uint user, bool expected) => Assert.That(Accounts.IsNobody(user), Is.EqualTo(expected));

    [Test]
    public void GroupName_OfRoot_IsRoot() => Assert.That(Accounts.GroupName(0), Is.EqualTo("root"));
}
