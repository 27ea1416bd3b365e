using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Hosting.Posix;

namespace Hosting.Tests.Posix;

/// <summary>Whom a path lets read and write, judged for the user 4711 of the group 4712.</summary>
[TestFixture]
internal sealed class PathJudgeTests
{
    private const uint User = 4711;
    private const uint Group = 4712;
    private const uint Stranger = 4713;

    private static readonly PathJudge Judge = new(withWay: true, User, Group);
    private static readonly PathMend Mend = new(User, Group, shared: null);

    private DirectoryInfo _directory = null!;

    [SetUp]
    public void Make()
    {
        if (PosixFiles.UserId != 0)
        {
            Assert.Ignore("Only root gives files to other users.");
        }

        _directory = Directory.CreateTempSubdirectory("judge-");
        File.SetUnixFileMode(_directory.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    [TearDown]
    public void Remove() => _directory?.Delete(recursive: true);

    [TestCase(User, Group, "0600", null)]
    [TestCase(User, Group, "0400", null)]
    [TestCase(User, Group, "0440", null)]
    [TestCase(User, Group, "0640", null)]
    [TestCase(0u, Group, "0440", null)]
    [TestCase(User, Group, "0644", "chmod 0640 ")]
    [TestCase(User, Group, "0604", "chmod 0600 ")]
    [TestCase(User, Group, "0660", "chmod 0640 ")]
    [TestCase(User, Group, "0602", "chmod 0600 ")]
    [TestCase(User, Stranger, "0640", "chmod 0600 ")]
    [TestCase(0u, 0u, "0440", "chgrp 4712 ")]
    [TestCase(0u, Stranger, "0640", "chgrp 4712 ")]
    [TestCase(0u, Group, "0444", "chmod 0440 ")]
    [TestCase(Stranger, Group, "0600", "chown 4711 ")]
    public void FindFault_OfASecret_IsWhoReadsIt(uint owner, uint group, string mode, string? mend) =>
        AssertFault(File_(owner, group, mode), PathKind.Secret, mend);

    [TestCase(User, Group, "0644", null)]
    [TestCase(0u, 0u, "0644", null)]
    [TestCase(User, Group, "0664", null)]
    [TestCase(User, Stranger, "0664", "chmod 0644 ")]
    [TestCase(User, Group, "0646", "chmod 0644 ")]
    [TestCase(0u, Stranger, "0664", "chmod 0644 ")]
    [TestCase(Stranger, Group, "0644", "chown root ")]
    public void FindFault_OfAPublicKey_IsWhoWritesIt(uint owner, uint group, string mode, string? mend) =>
        AssertFault(File_(owner, group, mode), PathKind.Trusted, mend);

    // What root made for itself alone may hold files that nothing but the directory closes.
    [TestCase(0u, 0u, "0700", PathKind.Secret, "chgrp 4712 ", "0710")]
    [TestCase(0u, 0u, "0700", PathKind.Trusted, "chgrp 4712 ", "0710")]
    [TestCase(0u, 0u, "0770", PathKind.Trusted, "chgrp 4712 ", "0710")]
    [TestCase(0u, Group, "0700", PathKind.Secret, "chmod g+x ", "0710")]
    [TestCase(User, Group, "0600", PathKind.Secret, "chmod u+x ", "0700")]
    [TestCase(0u, Stranger, "0700", PathKind.Secret, "chgrp 4712 ", "0710")]
    [TestCase(0u, Stranger, "0710", PathKind.Secret, "chmod a+x ", "0711")]
    [TestCase(0u, 0u, "0700", PathKind.Tree, "chmod a+x ", "0711")]
    public void Entering_DirectoryThatIsClosed_LetsInNoMoreThanItMust(uint owner, uint group, string mode, PathKind kind, string mend, string mended)
    {
        var path = Sub("closed");
        Give(path, owner, group, mode);
        var fault = Mend.Entering(path, PosixFiles.Find(path)!.Value, kind, "x");
        Assert.That(fault, Does.Contain(PathMend.By + mend));
        Run("sh", "-c", fault[(fault.IndexOf(PathMend.By, StringComparison.Ordinal) + PathMend.By.Length)..]);
        Assert.That(Convert.ToString(PosixFiles.Find(path)!.Value.Permissions, 8).PadLeft(4, '0'), Is.EqualTo(mended));
    }

    // A unit with the wrong user finds closed what the right one enters and reads.
    [TestCase(Stranger, "0750", true)]
    [TestCase(Stranger, "0700", false)]
    [TestCase(0u, "0750", false)]
    public void FindFault_ClosedToAllButAnotherGroup_AsksForTheRightUserFirst(uint group, string mode, bool isAsked)
    {
        const string Question = ", and the group '4713' may: if that is the group it should have, set User= and Group= in its unit and mend nothing of this";
        var directory = Sub("closed");
        Give(directory, 0, group, mode);
        var judge = new PathJudge(withWay: true, User, Group) { MayRead = MayUserRead };
        var file = judge.FindFault(File_(0, group, mode.Replace('5', '4')), PathKind.Trusted);
        var entering = Mend.Entering(directory, PosixFiles.Find(directory)!.Value, PathKind.Trusted, "x");
        Assert.That(file, isAsked ? Does.Contain(Question) : Is.Not.Null.And.Not.Contain(Question));
        Assert.That(entering, isAsked ? Does.Contain(Question) : Does.Not.Contain(Question));
    }

    // What root made for nobody else is told with what lets the program read it, and with no more than that.
    [TestCase(PathKind.Secret, 0u, 0u, "0400", "chgrp 4712 ", "0440")]
    [TestCase(PathKind.Secret, 0u, Stranger, "0600", "chgrp 4712 ", "0640")]
    [TestCase(PathKind.Secret, 0u, Group, "0400", "chmod g+r ", "0440")]
    [TestCase(PathKind.Secret, User, Group, "0200", "chmod u+r ", "0600")]
    [TestCase(PathKind.Trusted, 0u, 0u, "0600", "chgrp 4712 ", "0640")]
    [TestCase(PathKind.Trusted, 0u, Stranger, "0640", "chmod a+r ", "0644")]
    [TestCase(PathKind.Trusted, 0u, Group, "0604", "chmod g+r ", "0644")]
    [TestCase(PathKind.Trusted, User, Group, "0044", "chmod u+r ", "0444")]
    [TestCase(PathKind.Secret, 0u, Group, "0440", null, "0440")]
    [TestCase(PathKind.Trusted, 0u, 0u, "0444", null, "0444")]
    public void FindFault_FileThatTheProgramMayNotReadItself_IsTold(PathKind kind, uint owner, uint group, string mode, string? mend, string mended)
    {
        var file = File_(owner, group, mode);
        var judge = new PathJudge(withWay: true, User, Group) { MayRead = MayUserRead };
        AssertFault(judge, file, kind, mend);
        Assert.That(judge.FindFault(file, kind), Is.Null);
        Assert.That(PosixFiles.Find(file)!.Value.Permissions, Is.EqualTo(Convert.ToInt32(mended, 8)));
    }

    [Test]
    public void FindFault_SecretOfRootWhereTheGroupIsShared_IsGivenToTheUser()
    {
        var judge = new PathJudge(withWay: true, User, group: null) { MayRead = MayUserRead };
        var key = File_(0, 0, "0400");
        Assert.That(judge.FindFault(key, PathKind.Secret), Does.StartWith("this program's user '4711' may not read it (owner root, group root, mode 0400)"));
        AssertFault(judge, key, PathKind.Secret, "chown 4711 ");
    }

    // Beside policies may lie what only the directory closes.
    [TestCase(PathKind.Tree)]
    [TestCase(PathKind.Secret)]
    public void FindFault_WayThatTheMendOpensToAll_IsToBeLookedAtFirst(PathKind kind)
    {
        var closed = Sub("closed");
        Give(closed, 0, kind == PathKind.Tree ? 0 : Stranger, "0710");
        Assert.That(Mend.Entering(closed, PosixFiles.Find(closed)!.Value, kind, "x"), Does.Contain("; see first what in it is open to everybody, who may reach it then").And.Contain("chmod a+x "));
    }

    // A key that is named by mistake where a public one belongs would be everybody's.
    [TestCase(PathKind.Trusted, Stranger, true)]
    [TestCase(PathKind.Trusted, 0u, false)]
    [TestCase(PathKind.Secret, Stranger, false)]
    public void FindFault_FileThatTheMendOpensToAll_IsToBeLookedAtFirst(PathKind kind, uint group, bool isOpened)
    {
        var judge = new PathJudge(withWay: true, User, Group) { MayRead = MayUserRead };
        var fault = judge.FindFault(File_(0, group, "0600"), kind);
        Assert.That(fault, isOpened ? Does.Contain("see first that it holds no private key").And.Contain("chmod a+r ") : Does.Not.Contain("see first").And.Not.Contain("chmod a+"));
    }

    [Test]
    public void FindFault_SecretOfTheGroupOfTheSocket_TellsThatItMayBeTheSocketsThatIsWrong()
    {
        var judge = new PathJudge(withWay: true, User, group: null, shared: Group) { MayRead = MayUserRead };
        var key = File_(User, Group, "0440");
        Assert.That(judge.FindFault(key, PathKind.Secret), Does.StartWith("the group '4712' can read it, to which the socket is given").And.Contain("give the socket another group").And.Contain("(owner 4711, group 4712, mode 0440)"));
        AssertFault(judge, key, PathKind.Secret, "chmod 0400 ");
    }

    // The bits of the group are what a list may grant: to set them would let in whom it names.
    [Test]
    public void FindFault_FileWithAListThatGrantsNothing_IsLeftToWhoWroteTheList()
    {
        var judge = new PathJudge(withWay: true, User, Group) { MayRead = MayUserRead };
        var key = File_(0, Group, "0440");
        GrantByList(key, Stranger, rights: 4);
        Run("chmod", "g=", key);
        Assert.That(judge.FindFault(key, PathKind.Secret), Does.EndWith($"; it has an access control list, to be seen with: getfacl {key}; let the program in by that"));
    }

    [TestCase(User, Group, "0755", null)]
    [TestCase(User, Group, "2775", null)]
    [TestCase(User, Stranger, "2775", "chmod 2755 ")]
    [TestCase(User, Group, "0757", "chmod 0755 ")]
    [TestCase(User, Group, "1777", "chmod 1775 ")]
    [TestCase(Stranger, Group, "0755", "chown 4711 ")]
    public void FindFault_OfADirectory_IsWhoWritesIt(uint owner, uint group, string mode, string? mend)
    {
        var directory = Sub("directory");
        Give(directory, owner, group, mode);
        AssertFault(directory, PathKind.Directory, mend);
    }

    // What mends /tmp or /etc for one program breaks it for all others.
    [TestCase("1777", PathKind.Directory)]
    [TestCase("1777", PathKind.MeetingPlace)]
    public void FindFault_OfADirectoryOfTheSystem_AdvisesAnother(string mode, PathKind kind)
    {
        var directory = Sub("system");
        Give(directory, 0, 0, mode);
        Assert.That(Judge.FindFault(directory, kind), Does.EndWith("; name another directory: this one is the system's"));
    }

    [TestCase(User, "0700", null)]
    [TestCase(User, "0755", null)]
    [TestCase(User, "0777", "chmod 0755 ")]
    [TestCase(0u, "0700", "chown 4711 ")]
    [TestCase(Stranger, "0700", "chown 4711 ")]
    public void FindFault_OfADirectoryOfItsOwn_IsWhoOwnsAndWritesIt(uint owner, string mode, string? mend)
    {
        var directory = Sub("state");
        Give(directory, owner, Stranger, mode);
        AssertFault(directory, PathKind.OwnDirectory, mend);
    }

    [TestCase("0700", Group, null)]
    [TestCase("0750", Group, null)]
    [TestCase("0755", Group, "chmod 0664 ")]
    [TestCase("0750", Stranger, "chmod 0664 ")]
    public void FindFault_InADirectoryOfItsOwn_IsWhoWritesWhereOthersEnter(string mode, uint group, string? mend)
    {
        var directory = Sub("state");
        var journal = Path.Combine(directory, "journal.db");
        File.WriteAllText(journal, "x");
        Give(journal, User, Group, "0666");
        Give(directory, User, group, mode);
        AssertFault(directory, PathKind.OwnDirectory, mend);
    }

    [TestCase("key", PathKind.Secret, "0640", "---")]
    [TestCase("public", PathKind.Trusted, "0664", "r-x")]
    [TestCase("directory", PathKind.Directory, "0775", "r-x")]
    [TestCase("tree", PathKind.Tree, "0775", "r-x")]
    public void FindFault_WhatAnAccessListGrants_IsTold(string name, PathKind kind, string mode, string left)
    {
        var path = kind is PathKind.Secret or PathKind.Trusted ? File_(User, Group, mode) : Sub(name);
        Give(path, User, Group, mode);
        Assert.That(Judge.FindFault(path, kind), Is.Null);
        GrantByList(path, Stranger, rights: kind == PathKind.Secret ? (ushort)4 : (ushort)7);
        Assert.That(Judge.FindFault(path, kind), Does.StartWith("its access control list lets others in").And.EndsWith($"setfacl -n -m u:{Stranger}:{left} {path}"));
        Run("chmod", "g=", path);
        Assert.That(Judge.FindFault(path, kind), Is.Null, "the mask grants nothing");
    }

    // How systemd hands out a credential: root's, and readable by the service's user through a list; the bits of the group are its mask.
    [TestCase(User, 4, null)]
    [TestCase(User, 6, null)]
    [TestCase(0u, 4, null)]
    [TestCase(Stranger, 4, "setfacl -n -m u:4713:--- ")]
    public void FindFault_OfASecretWithAnAccessList_IsWhomItNames(uint user, int rights, string? mend)
    {
        var key = File_(0, 0, "0400");
        GrantByList(key, (2, user, rights), (4, uint.MaxValue, 0));
        Assert.That(PosixFiles.Find(key)!.Value.Permissions & 0x38, Is.Not.Zero, "the mask");
        Assert.That(Judge.FindFault(key, PathKind.Secret), mend is null ? Is.Null : Does.Contain("its access control list lets others in").And.EndsWith(mend + key));
        Assert.That(new PathJudge(withWay: false, User, Group).FindFault(key, PathKind.Secret), mend is null ? Is.Null : Is.Not.Null);
    }

    [Test]
    public void FindFault_AccessListWithOthersBesideItsOwnUser_TakesFromThemAlone()
    {
        var key = File_(0, 0, "0400");
        GrantByList(key, (2, User, 4), (2, Stranger, 4), (4, uint.MaxValue, 4), (8, Group, 6), (8, Stranger, 4));
        Assert.That(Judge.FindFault(key, PathKind.Secret), Does.EndWith($"setfacl -n -m u:{Stranger}:---,g::---,g:{Group}:r--,g:{Stranger}:--- {key}"));
        Assert.That(Judge.FindFault(key, PathKind.Trusted), Is.Null, "its own group may write it");
        GrantByList(key, (2, User, 4), (4, uint.MaxValue, 0), (8, Stranger, 6));
        Assert.That(Judge.FindFault(key, PathKind.Trusted), Does.EndWith($"setfacl -n -m g:{Stranger}:r-- {key}"));
    }

    // Whom a list lets enter is in, as whom the mode lets.
    [TestCase(2, Stranger, false)]
    [TestCase(8, Stranger, false)]
    [TestCase(2, User, true)]
    [TestCase(8, Group, true)]
    public void FindFault_DirectoryThatAListOpens_IsLookedInto(int tag, uint id, bool isOwn)
    {
        var directory = Sub("state");
        var file = Path.Combine(directory, "journal");
        File.WriteAllText(file, "x");
        Give(file, User, Group, "0666");
        Give(directory, User, Group, "0750");
        Assert.That(Judge.FindFault(directory, PathKind.OwnDirectory), Is.Null, "nobody else enters it");
        GrantByList(directory, [.. new[] { (tag, id, 5), (4, uint.MaxValue, 5) }.OrderBy(entry => entry.Item1)]);
        Assert.That(Judge.FindFault(directory, PathKind.OwnDirectory), isOwn ? Is.Null : Does.StartWith($"'{file}' in it: everybody can write it"));
    }

    [Test]
    public void FindFault_SecretOfEverybodyWithAnAccessList_KeepsTheList()
    {
        var key = File_(0, 0, "0404");
        GrantByList(key, others: 4, (2, User, 4), (4, uint.MaxValue, 0));
        AssertFault(key, PathKind.Secret, $"chmod o= {key}");
    }

    // The mask takes all that the list grants; to set the group's bits would give it back.
    [TestCase(Group, "0404")]
    [TestCase(0u, "0404")]
    [TestCase(User, "0402")]
    public void FindFault_SecretOfEverybodyWithAListThatGrantsNothing_KeepsTheMask(uint group, string mode)
    {
        var key = File_(0, group, "0440");
        GrantByList(key, Stranger, rights: 6);
        Run("chmod", mode, key);
        AssertFault(key, PathKind.Secret, $"chmod o= {key}");
    }

    [TestCase("0710", Group, "setfacl -n -m u:4711:x ")]
    [TestCase("0710", 0u, "setfacl -n -m u:4711:x ")]
    public void Entering_DirectoryWithAList_LetsInThisProgramAlone(string mode, uint group, string mend)
    {
        var path = Sub("listed");
        Give(path, 0, group, "0750");
        GrantByList(path, Stranger, rights: 5);
        Run("chmod", mode, path);
        Assert.That(Mend.Entering(path, PosixFiles.Find(path)!.Value, PathKind.Secret, "x"), Does.Contain(PathMend.By + mend));
    }

    // Whom the list keeps from what everybody has would have it where the whole list went.
    [TestCase("0775", 0, "setfacl -n -m g:4714:r-x ")]
    [TestCase("0775", 1, "setfacl -n -m g:4714:r-x ")]
    [TestCase("0770", 0, "setfacl -n -m g:4714:r-x ")]
    public void FindFault_AccessListThatKeepsSomebodyOut_KeepsTheList(string mode, int rights, string mend)
    {
        var path = Sub("listed");
        Give(path, 0, 0, mode);
        GrantByList(path, others: mode[3] - '0', (2, Stranger, rights), (4, uint.MaxValue, 5), (8, 4714, 7));
        Assert.That(Judge.FindFault(path, PathKind.Directory), Does.EndWith(PathMend.By + mend + path));
    }

    // What the program has by the list already, it keeps.
    [Test]
    public void Entering_DirectoryWhoseListLetsTheProgramWrite_LetsItEnterToo()
    {
        var path = Sub("listed");
        Give(path, 0, Group, "0750");
        GrantByList(path, (2, User, 6), (2, Stranger, 5), (4, uint.MaxValue, 5));
        Assert.That(Mend.Entering(path, PosixFiles.Find(path)!.Value, PathKind.Secret, "x"), Does.EndWith($"setfacl -n -m u:4711:rwx {path}"));
    }

    [Test]
    public void FindFault_NameThatIsTooLong_IsNoMatterOfRights() =>
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, new string('x', 300)), PathKind.Trusted), Does.StartWith("it cannot be looked at: ").And.Not.Contain(PathMend.By));

    // Its mask leaves nobody whom it names the right to pass; and without the list, those would pass whom it keeps out.
    [TestCase("0700")]
    [TestCase("0764")]
    [TestCase("0765")]
    public void Entering_DirectoryWhoseListLetsNobodyPass_IsLeftToWhoWroteIt(string mode)
    {
        var path = Sub("listed");
        Give(path, 0, Group, "0750");
        GrantByList(path, mode[3] - '0', (2, User, 0), (2, Stranger, 5), (4, uint.MaxValue, 5));
        Run("chmod", mode, path);
        var fault = Mend.Entering(path, PosixFiles.Find(path)!.Value, PathKind.Trusted, "x");
        Assert.That(fault, Does.EndWith($"; it has an access control list, to be seen with: getfacl {path}; let the program in by that").And.Not.Contain(PathMend.By));
    }

    // Who may list a directory and not enter it reaches nothing in it; nor does a group that may not what everybody may.
    [TestCase("0744")]
    [TestCase("0705")]
    [TestCase("0711")]
    public void Entering_DirectoryThatMoreWouldReach_IsToBeLookedAtFirst(string mode)
    {
        var path = Sub("closed");
        Give(path, 0, Stranger, mode);
        Assert.That(Mend.Entering(path, PosixFiles.Find(path)!.Value, PathKind.Trusted, "rx"), Does.Contain("; see first what in it is open to everybody, who may reach it then").And.Contain("chmod a+rx "));
    }

    [TestCase("0700", null)]
    [TestCase("0777", "chmod 0755 ")]
    public void FindFault_RootsDirectoryInADirectoryOfItsOwn_IsNotLookedInto(string mode, string? mend)
    {
        var state = Sub("state");
        var lost = Sub("state/lost+found");
        File.WriteAllText(Path.Combine(lost, "#12"), "x");
        Give(Path.Combine(lost, "#12"), Stranger, Stranger, "0666");
        Give(lost, 0, 0, mode);
        Give(state, User, Group, "0755");
        AssertFault(state, PathKind.OwnDirectory, mend);
    }

    [Test]
    public void FindFault_OnTheWayInADirectoryOfItsOwn_IsMadeItsOwn()
    {
        var state = Sub("state");
        var keys = Sub("state/keys");
        var key = Path.Combine(keys, "audit.key");
        File.WriteAllText(key, "x");
        Give(key, User, Group, "0600");
        Give(state, User, Group, "0700");
        Give(keys, Stranger, Group, "0700");
        var judge = new PathJudge(withWay: true, User, Group) { OwnDirectories = [Path.Combine(_directory.FullName, "none"), "", state] };
        Assert.That(judge.FindFault(key, PathKind.Secret), Does.StartWith($"'{keys}' on the way to it: it belongs to a user who is neither this program's nor root").And.EndsWith($"chown {User} {keys}"));
        Give(keys, User, Group, "0700");
        Assert.That(judge.FindFault(key, PathKind.Secret), Is.Null);
    }

    [Test]
    public void FindFault_OfADirectoryOfItsOwnAndOnTheWayThroughIt_IsMendedTheSameWay()
    {
        var root = Sub("www");
        var target = Sub("www/test");
        Give(target, User, Group, "0755");
        Give(root, Stranger, Group, "0755");
        var judge = new PathJudge(withWay: true, User, Group) { OwnDirectories = [root] };
        Assert.That(judge.FindFault(root, PathKind.Directory), Does.EndWith($"chown {User} {root}"));
        Assert.That(judge.FindFault(target, PathKind.Directory), Does.EndWith($"chown {User} {root}"));
        Assert.That(judge.FindFault(Path.Combine(root, "stage"), PathKind.Directory), Does.EndWith($"chown {User} {root}"));
    }

    [Test]
    public void FindFault_GroupOfNobody_IsNotItsOwn() =>
        Assert.That(new PathJudge(withWay: true, User, Accounts.Nobody).FindFault(File_(0, Accounts.Nobody, "0440"), PathKind.Secret), Does.Contain("chown 4711 "));

    [TestCase("0777", "chmod 0755 ")]
    [TestCase("1777", null)]
    [TestCase("0755", null)]
    public void FindFault_OnTheWay_IsWhoCouldBendIt(string mode, string? mend)
    {
        var directory = Sub("way");
        var file = Path.Combine(directory, "key");
        File.WriteAllText(file, "x");
        Give(file, User, Group, "0600");
        Give(directory, 0, 0, mode);
        AssertFault(file, PathKind.Secret, mend);
        Assert.That(new PathJudge(withWay: false, User, Group).FindFault(file, PathKind.Secret), Is.Null, "a developer's tree lies where it lies");
    }

    [Test]
    public void FindFault_DirectoryOfAStrangerOnTheWay_NamesIt()
    {
        var directory = Sub("way");
        File.WriteAllText(Path.Combine(directory, "key"), "x");
        Give(Path.Combine(directory, "key"), User, Group, "0600");
        Give(directory, Stranger, Group, "0755");
        Assert.That(Judge.FindFault(Path.Combine(directory, "key"), PathKind.Secret), Does.StartWith($"'{directory}' on the way to it: it belongs to").And.Contain("owner 4713, group 4712, mode 0755").And.EndsWith($"chown root {directory}"));
    }

    [Test]
    public void FindFault_ThroughALink_JudgesWhereItLeads()
    {
        var behind = Sub("behind");
        File.WriteAllText(Path.Combine(behind, "key"), "x");
        Give(Path.Combine(behind, "key"), User, Group, "0600");
        Give(behind, Stranger, Group, "0755");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), "./behind/../behind");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "link", "key"), PathKind.Secret), Does.StartWith($"'{behind}'"));
    }

    // The kernel goes up from where the link leads, and so do those who read the key.
    [Test]
    public void FindFault_UpFromALink_JudgesWhereTheKernelGoes()
    {
        var inner = Directory.CreateDirectory(Path.Combine(Sub("behind"), "inner")).FullName;
        var key = Path.Combine(Path.GetDirectoryName(inner)!, "key");
        File.WriteAllText(key, "x");
        Give(key, User, Group, "0644");
        Give(inner, User, Group, "0755");
        Give(Path.GetDirectoryName(inner)!, User, Group, "0755");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), inner);
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "link") + "/../key", PathKind.Secret), Does.StartWith("everybody can read it").And.EndsWith(key));
    }

    // .NET's own readers take "link/.." and "missing/.." away as text, so that another file is read than the kernel would lead to.
    [TestCase("link/../key", true)]
    [TestCase("link/../none", true)]
    [TestCase("missing/../key", true)]
    [TestCase("key/../key", true)]
    [TestCase("behind/../key", false)]
    [TestCase("behind/inner/../../key", false)]
    [TestCase("link/..key", false)]
    public void FindFault_UpFromWhereReadersDiffer_IsTold(string path, bool isTold)
    {
        var inner = Directory.CreateDirectory(Path.Combine(Sub("behind"), "inner")).FullName;
        Give(inner, User, Group, "0755");
        Give(Path.GetDirectoryName(inner)!, User, Group, "0755");
        foreach (var key in (string[])[Path.Combine(_directory.FullName, "key"), Path.Combine(_directory.FullName, "behind", "key"), Path.Combine(inner, "..key")])
        {
            File.WriteAllText(key, "x");
            Give(key, User, Group, "0600");
        }

        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), inner);
        Assert.That(Judge.FindFault($"{_directory.FullName}/{path}", PathKind.Secret), isTold ? Does.StartWith("it goes up ('..')") : Is.Null);
    }

    [Test]
    public void FindFault_LinkThatLeadsUp_JudgesTheDirectoryAsTheEnd()
    {
        var behind = Sub("behind");
        Give(Directory.CreateDirectory(Path.Combine(behind, "inner")).FullName, User, Group, "0755");
        Give(behind, 0, 0, "0755");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), "behind/inner/..");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "link"), PathKind.OwnDirectory), Does.StartWith("it does not belong to this program's user"));
    }

    [TestCase(".")]
    [TestCase("./")]
    [TestCase("/")]
    public void FindFault_LinkThatNamesNothingBelow_JudgesTheDirectoryAsTheEnd(string target)
    {
        var behind = Sub("behind");
        Give(behind, 0, 0, "0755");
        File.CreateSymbolicLink(Path.Combine(behind, "link"), target);
        Assert.That(Judge.FindFault(Path.Combine(behind, "link"), PathKind.OwnDirectory), Does.StartWith("it does not belong to this program's user"));
    }

    [Test]
    public void FindFault_LinkOfAStranger_IsTold()
    {
        var key = File_(User, Group, "0600");
        var link = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(link, key);
        Run("chown", "-h", $"{Stranger}", link);
        Assert.That(Judge.FindFault(link, PathKind.Secret), Does.Contain("chown -h root " + link));
    }

    // A name that is no text leads the kernel on, and whoever decodes it nowhere.
    [Test]
    public void FindFault_LinkToANameThatIsNotUtf8_IsTold()
    {
        Run("bash", "-c", $"cd {_directory.FullName} && mkdir -m 0777 $'behind\\377' && ln -s $'behind\\377' link");
        var link = Path.Combine(_directory.FullName, "link");
        string?[] faults = [.. Enum.GetValues<PathKind>().Select(kind => Judge.FindFault(link, kind))];
        Run("bash", "-c", $"rmdir {_directory.FullName}/behind*");
        Assert.That(faults, Is.All.Contains("A name on the way is not UTF-8"));
    }

    // Whoever laid the work or the store on a larger disk closed the state directory, and not that.
    [TestCase("0777", "chmod 0775 ")]
    [TestCase("0755", null)]
    public void FindFault_LinkInADirectoryOfItsOwn_IsJudgedWhereItLeads(string mode, string? mend)
    {
        var (state, behind) = (Sub("state"), Sub("behind"));
        Give(state, User, Group, "0700");
        Give(behind, User, Group, mode);
        File.CreateSymbolicLink(Path.Combine(state, "work"), behind);
        File.CreateSymbolicLink(Path.Combine(state, "nowhere"), "none");
        AssertFault(state, PathKind.OwnDirectory, mend);
    }

    [TestCase("0700", "0755", "0666", "chmod 0664 ")]
    [TestCase("0755", "0755", "0666", "chmod 0664 ")]
    [TestCase("0700", "0700", "0666", null)]
    [TestCase("0700", "0755", "0644", null)]
    public void FindFault_LinkInADirectoryOfItsOwnToAnOpenOne_JudgesWhatIsInThat(string mode, string behindMode, string fileMode, string? mend)
    {
        var (state, behind) = (Sub("state"), Sub("behind"));
        File.Move(File_(User, Group, fileMode), Path.Combine(behind, "artifact"));
        Give(state, User, Group, mode);
        Give(behind, User, Group, behindMode);
        File.CreateSymbolicLink(Path.Combine(state, "artifacts"), behind);
        AssertFault(state, PathKind.OwnDirectory, mend);
    }

    [Test]
    public void FindFault_LinkInADirectoryOfItsOwnToAFile_IsJudgedWhereItLeads()
    {
        var state = Sub("state");
        Give(state, User, Group, "0700");
        File.CreateSymbolicLink(Path.Combine(state, "journal.db"), File_(User, Group, "0666"));
        AssertFault(state, PathKind.OwnDirectory, "chmod 0664 ");
    }

    [Test]
    public void FindFault_LinksInACircle_Ends()
    {
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "b"), "a");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "a"), PathKind.Secret), Is.Null);
    }

    [Test]
    public void FindFault_InATree_FindsTheOneFile()
    {
        var inner = Sub("tree/teams/one");
        var file = Path.Combine(inner, "data.yaml");
        File.WriteAllText(file, "x");
        Give(file, 0, 0, "0644");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "tree"), PathKind.Tree), Is.Null);
        Give(file, Stranger, 0, "0644");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "tree"), PathKind.Tree), Does.StartWith($"'{file}' in it: it belongs to").And.EndsWith($"chown root {file}"));
        Give(file, 0, 0, "0666");
        Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "tree"), PathKind.Tree), Does.StartWith($"'{file}' in it: everybody can write it"));
    }

    [TestCase("2750", null)]
    [TestCase("2770", "chmod 2750 ")]
    [TestCase("0757", "chmod 0755 ")]
    public void FindFault_OfAMeetingPlace_AsksForNoOwner(string mode, string? mend)
    {
        var directory = Sub("run");
        Give(directory, Stranger, Stranger, mode);
        AssertFault(directory, PathKind.MeetingPlace, mend);
    }

    [Test]
    public void FindFault_InDevelopment_LeavesATeamItsTree()
    {
        var directory = Sub("policies");
        var development = new PathJudge(withWay: false, User, Group);
        Give(directory, User, Stranger, "2775");
        Assert.That(development.FindFault(directory, PathKind.Tree), Is.Null);
        Give(directory, User, Stranger, "2777");
        Assert.That(development.FindFault(directory, PathKind.Tree), Does.Contain("everybody can write it"));
        Assert.That(development.FindFault(File_(User, Stranger, "0640"), PathKind.Secret), Does.Contain("chmod 0600"));
    }

    [Test]
    public void FindFault_GroupThatIsShared_IsNotItsOwn()
    {
        var key = File_(User, Group, "0440");
        Assert.That(new PathJudge(withWay: true, User, group: null).FindFault(key, PathKind.Secret), Does.Contain("chmod 0400 "));
    }

    [Test]
    public void FindFault_ADirectoryForAKey_IsTold() =>
        Assert.That(Judge.FindFault(_directory.FullName, PathKind.Secret), Is.EqualTo("it is not a regular file"));

    [Test]
    public void FindFault_Nothing_IsNone() => Assert.That(Judge.FindFault(Path.Combine(_directory.FullName, "none"), PathKind.Secret), Is.Null);

    // As the kernel answers a process of that user and group.
    private static bool MayUserRead(string path)
    {
        using var process = Process.Start("setpriv", ["--reuid", $"{User}", "--regid", $"{Group}", "--clear-groups", "test", "-r", path]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void AssertFault(string path, PathKind kind, string? mend) => AssertFault(Judge, path, kind, mend);

    private static void AssertFault(PathJudge judge, string path, PathKind kind, string? mend)
    {
        var fault = judge.FindFault(path, kind);
        Assert.That(fault, mend is null ? Is.Null : Does.Contain("mend it with: " + mend));
        if (mend is not null)
        {
            // What it says is what helps.
            Run("sh", "-c", fault![(fault.LastIndexOf("mend it with: ", StringComparison.Ordinal) + "mend it with: ".Length)..]);
            Assert.That(judge.FindFault(path, kind), Is.Null);
        }
    }

    // Who could write there chose the names, and root copies the command.
    [TestCase("a; touch pwned")]
    [TestCase("$(touch pwned)")]
    [TestCase("it's")]
    [TestCase(@"a\nb \u001b[31m")]
    public void FindFault_OfANameThatAShellWouldObey_IsMendedAsOneWord(string name)
    {
        var path = Path.Combine(_directory.FullName, Regex.Unescape(name));
        File.WriteAllText(path, "x");
        Give(path, Stranger, Group, "0644");
        var fault = Judge.FindFault(_directory.FullName, PathKind.Tree)!;

        Assert.That(fault, Does.Not.Contain('\n').And.Not.Contain('\u001b'));
        Run("bash", "-c", $"cd {_directory.FullName} && {fault[(fault.LastIndexOf(PathMend.By, StringComparison.Ordinal) + PathMend.By.Length)..]}");
        Assert.That(Judge.FindFault(_directory.FullName, PathKind.Tree), Is.Null);
        Assert.That(Directory.GetFiles(_directory.FullName), Is.EqualTo((string[])[path]));
    }

    // system.posix_acl_access, version 2: the owner, one user, the group, the mask, the others.
    private static void GrantByList(string path, uint user, ushort rights) => GrantByList(path, (2, user, rights), (4, uint.MaxValue, 4));

    private static void GrantByList(string path, params (int Tag, uint Id, int Rights)[] named) => GrantByList(path, others: 0, named);

    private static void GrantByList(string path, int others, params (int Tag, uint Id, int Rights)[] named)
    {
        var mask = named.Where(entry => entry.Tag != 4).Aggregate(0, (all, entry) => all | entry.Rights);
        (int Tag, uint Id, int Rights)[] entries = [(1, uint.MaxValue, 7), .. named, (0x10, uint.MaxValue, mask), (0x20, uint.MaxValue, others)];
        byte[] list = [2, 0, 0, 0, .. entries.SelectMany(entry => (byte[])[.. BitConverter.GetBytes((ushort)entry.Tag), .. BitConverter.GetBytes((ushort)entry.Rights), .. BitConverter.GetBytes(entry.Id)])];
        Run("python3", "-c", $"import os; os.setxattr('{path}', 'system.posix_acl_access', bytes.fromhex('{Convert.ToHexString(list)}'))");
    }

    private string File_(uint owner, uint group, string mode)
    {
        var path = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(path, "x");
        Give(path, owner, group, mode);
        return path;
    }

    private string Sub(string name) => _directory.CreateSubdirectory(name).FullName;

    private static void Give(string path, uint owner, uint group, string mode)
    {
        Run("chown", $"{owner}:{group}", path);
        Run("chmod", mode, path);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}");
    }
}
