using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Deployer.Configuration;
using Deployer.Secrets;
using Deployer.Tests.Support;

namespace Deployer.Tests.Secrets;

[TestFixture]
internal sealed class SecretStoreTests
{
    private const string Canary = "canary-5f1c0d";

    private TestDirectory _directory = null!;
    private SecretStore _store = null!;

    [SetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        WriteKey(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        _store = new SecretStore(File_, KeyFile, TimeProvider.System);
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    private string File_ => _directory.Combine("secrets.db");

    private string KeyFile => _directory.Combine("key");

    [Test]
    public void Read_AfterPut_GivesTheValue()
    {
        Assert.That(Put("shop/test", Canary), Is.EqualTo(1));
        using var secret = _store.Read("shop/test");
        Assert.That(Encoding.UTF8.GetString(secret.Reveal()), Is.EqualTo(Canary));
    }

    [Test]
    public void Put_Again_IsANewVersionAndTheOldIsGone()
    {
        Put("a", "one");
        Assert.That(Put("a", "two"), Is.EqualTo(2));
        Assert.That(_store.List().Select(s => (s.Name, s.Version)), Is.EqualTo(((string, long)[])[("a", 2)]));
        using var secret = _store.Read("a");
        Assert.That(Encoding.UTF8.GetString(secret.Reveal()), Is.EqualTo("two"));
    }

    [Test]
    public void Delete_Existing_RemovesIt()
    {
        Put("a", "one");
        Assert.That((_store.Delete("a"), _store.Delete("a")), Is.EqualTo((true, false)));
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [TestCase("")]
    [TestCase("my key")]
    [TestCase("x\ny")]
    public void Delete_NameThatIsNone_IsRefusedAndBreaksNothing(string name)
    {
        Put("a", "one");
        Assert.That(() => _store.Delete(name), Throws.InstanceOf<SecretStoreException>());
        Assert.That(_store.FindClosed(), Is.Empty);
        Assert.That(Put("a", "two"), Is.EqualTo(2));
    }

    [TestCase(4097)]
    [TestCase(5000)]
    [TestCase(8191)]
    public void Use_StoreThatWasCutOffInItsLastPage_IsRefused(int length)
    {
        Put("a", "one");
        using (var file = File.OpenHandle(File_, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, length);
        }

        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("cut off"));
        Assert.That(() => _store.List(), Throws.InstanceOf<SecretStoreException>());
        Assert.That(() => Put("b", "two"), Throws.InstanceOf<SecretStoreException>());
    }

    [Test]
    public void Put_Value_IsReadableNowhereInAPrivateFile()
    {
        Put("a", Canary);
        Assert.That(Encoding.Latin1.GetString(File.ReadAllBytes(File_)), Does.Not.Contain(Canary));
        Assert.That((int)File.GetUnixFileMode(File_), Is.EqualTo(Convert.ToInt32("600", 8)));
    }

    [TestCase("UPDATE secrets SET name = CASE name WHEN 'a' THEN 'x' ELSE 'a' END")]
    [TestCase("UPDATE secrets SET version = version + 1")]
    [TestCase("UPDATE secrets SET ciphertext = zeroblob(length(ciphertext))")]
    [TestCase("UPDATE secrets SET tag = zeroblob(16)")]
    [TestCase("UPDATE secrets SET nonce = zeroblob(12)")]
    public void Read_ChangedRow_DoesNotOpen(string change)
    {
        Put("a", Canary);
        Put("b", "other");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File_};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = change;
            command.ExecuteNonQuery();
        }

        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [Test]
    public void Read_OtherKey_DoesNotOpen()
    {
        Put("a", Canary);
        WriteKey(Convert.ToBase64String(new byte[32]));
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [TestCase("a")]
    [TestCase("b")]
    public void Put_OtherKeyThanTheStores_IsRefusedBeforeAnythingIsWritten(string name)
    {
        var own = File.ReadAllText(KeyFile);
        Put("a", Canary);
        WriteKey(Convert.ToBase64String(new byte[32]));

        Assert.That(() => Put(name, "x"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("under another key than that of " + KeyFile));

        Assert.That(_store.List().Select(s => (s.Name, s.Version)), Is.EqualTo(((string, long)[])[("a", 1)]));
        Assert.That(_store.FindClosed(), Is.EqualTo((string[])["a"]));
        WriteKey(own);
        using var secret = _store.Read("a");
        Assert.That(Encoding.UTF8.GetString(secret.Reveal()), Is.EqualTo(Canary));
        Assert.That(_store.FindClosed(), Is.Empty);
    }

    [Test]
    public void Put_StoreThatWasEmptied_TakesTheKeyAsItsOwn()
    {
        Put("a", "one");
        WriteKey(Convert.ToBase64String(new byte[32]));
        _store.Delete("a");

        Assert.That(Put("a", Canary), Is.EqualTo(1));
        Assert.That(() => _store.Read("a").Dispose(), Throws.Nothing);
    }

    [Test]
    public void Put_OneSecretDamagedAndAnotherWhole_IsStored()
    {
        Put("a", "one");
        Put("b", "two");
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File_};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE secrets SET tag = zeroblob(16) WHERE name = 'a'";
            command.ExecuteNonQuery();
        }

        Assert.That(_store.FindClosed(), Is.EqualTo((string[])["a"]));
        Assert.That(Put("a", Canary), Is.EqualTo(2));
        Assert.That(_store.FindClosed(), Is.Empty);
    }

    [Test]
    public void Read_KeyFileThatItsOwnGroupReads_Opens()
    {
        Put("a", Canary);
        File.SetUnixFileMode(KeyFile, (UnixFileMode)Convert.ToInt32("440", 8));
        Assert.That(() => _store.Read("a").Dispose(), Throws.Nothing);
    }

    [TestCase("644")]
    [TestCase("604")]
    [TestCase("660")]
    public void Read_KeyFileOpenToOthers_IsRefused(string mode)
    {
        Put("a", Canary);
        File.SetUnixFileMode(KeyFile, (UnixFileMode)Convert.ToInt32(mode, 8));
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("0600"));
    }

    [TestCase("")]
    [TestCase("not base64 at all, is it?")]
    [TestCase("AAAA")]
    public void Read_KeyFileWithoutKey_IsRefused(string text)
    {
        Put("a", Canary);
        WriteKey(text);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("32 bytes"));
    }

    [Test]
    public void Read_KeyFileIsALink_IsRefused()
    {
        Put("a", Canary);
        File.Move(KeyFile, _directory.Combine("real"));
        File.CreateSymbolicLink(KeyFile, "real");
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [TestCase("")]
    [TestCase("-x")]
    [TestCase("a b")]
    [TestCase("a;b")]
    [TestCase("ü")]
    public void Put_NameThatIsNone_IsRefused(string name) => Assert.That(() => Put(name, "x"), Throws.InstanceOf<SecretStoreException>());

    [Test]
    public void Read_OlderRowThatWasPutBack_DoesNotOpen()
    {
        Put("a", "one");
        Put("b", "other");
        var old = Row("a");
        Put("a", "two");
        Execute("DELETE FROM secrets WHERE name = 'a'; " + old);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("adopt"));
        Assert.That(_store.FindClosed(), Is.EqualTo((string[])["a"]));
        Assert.That(() => _store.Read("b").Dispose(), Throws.Nothing);

        // The next one is newer than all that were.
        Assert.That(Put("a", "three"), Is.EqualTo(3));
        Assert.That(_store.FindClosed(), Is.Empty);
    }

    [Test]
    public void Read_RowOfADeletedSecretThatWasPutBack_DoesNotOpen()
    {
        Put("a", "one");
        Put("b", "other");
        var old = Row("a");
        _store.Delete("a");
        Execute(old);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [Test]
    public void Read_WholeStoreThatWasPutBack_OpensOnlyOnceAdopted()
    {
        Put("a", Canary);
        var old = File.ReadAllBytes(File_);
        Put("a", "two");
        File.WriteAllBytes(File_, old);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());

        Assert.That(Run(new DeployerOptions { Secrets = { File = File_, KeyFile = KeyFile } }, "", "adopt"), Is.EqualTo((0, "a\n")));
        using var secret = _store.Read("a");
        Assert.That(Encoding.UTF8.GetString(secret.Reveal()), Is.EqualTo(Canary));
    }

    [Test]
    public void Read_AnchorGoneOrChanged_DoesNotOpen()
    {
        Put("a", Canary);
        var anchor = File.ReadAllText(Anchor);
        File.WriteAllText(Anchor, anchor.Replace("a 1 ", "a 2 ", StringComparison.Ordinal));
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
        File.Delete(Anchor);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("anchor"));
        Assert.That(() => Put("b", "x"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("anchor"));
        File.WriteAllText(Anchor, anchor);
        Assert.That(() => _store.Read("a").Dispose(), Throws.Nothing);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Use_StoreOfBeforeThereWereAnchors_GetsOne(bool isRead)
    {
        Put("a", Canary);
        var old = Row("a");
        File.Delete(Anchor);
        Execute("PRAGMA user_version=0");
        if (isRead)
        {
            _store.Read("a").Dispose();
        }
        else
        {
            Put("b", "x");
        }

        Assert.That(File.Exists(Anchor));
        Put("a", "two");
        Execute("DELETE FROM secrets WHERE name = 'a'; " + old);
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Read_AfterACrashBeforeItWasSettled_OpensWhatIsThere(bool isCommitted)
    {
        Put("a", "one");
        var (store, anchor) = (File.ReadAllBytes(File_), File.ReadAllText(Anchor));
        Put("a", "two");

        // As it stands in the anchor between the two.
        using (var key = SecretKey.Read(KeyFile))
        {
            var row = Rows().Single();
            File.WriteAllText(Anchor, anchor);
            var planned = SecretAnchor.Read(Anchor, key, out _)!;
            planned.Plan("a", row.Pin);
            planned.Write(Anchor, key);
        }

        if (!isCommitted)
        {
            File.WriteAllBytes(File_, store);
        }

        using (var secret = _store.Read("a"))
        {
            Assert.That(Encoding.UTF8.GetString(secret.Reveal()), Is.EqualTo(isCommitted ? "two" : "one"));
        }

        Put("b", "x");
        Assert.That(File.ReadAllText(Anchor), Does.Not.Contain("?"));
        Assert.That(_store.FindClosed(), Is.Empty);
    }

    [TestCase(0)]
    [TestCase(300)]
    [TestCase(4096)]
    public void Use_StoreThatWasCutOff_IsAnErrorAndNoEmptyStore(int length)
    {
        Put("a", Canary);
        using (var file = File.OpenWrite(File_))
        {
            file.SetLength(length);
        }

        Assert.That(() => _store.List(), Throws.InstanceOf<SecretStoreException>());
        Assert.That(() => _store.Read("a"), Throws.InstanceOf<SecretStoreException>());
        Assert.That(() => Put("b", "x"), Throws.InstanceOf<SecretStoreException>());
        Assert.That(new FileInfo(File_).Length, Is.EqualTo(length));
    }

    [Test]
    public void Use_StoreThatIsGone_IsAnErrorWhereItsAnchorIsThere()
    {
        Assert.That(_store.List(), Is.Empty, "there was none");
        Assert.That(File.Exists(File_), Is.False);
        Put("a", Canary);
        File.Delete(File_);
        Assert.That(() => _store.List(), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("gone"));
        Assert.That(() => Put("b", "x"), Throws.InstanceOf<SecretStoreException>().With.Message.Contains("gone"));
    }

    [Test]
    public void Secret_ShownByAccident_IsRedacted()
    {
        using var secret = Secret.From(Encoding.UTF8.GetBytes(Canary));
        Assert.That($"{secret}{JsonSerializer.Serialize(secret)}{JsonSerializer.Serialize(new { secret })}", Does.Not.Contain(Canary));
    }

    [Test]
    public void Secret_Disposed_IsWiped()
    {
        var secret = Secret.From(Encoding.UTF8.GetBytes(Canary));
        var memory = secret.Reveal();
        secret.Dispose();
        Assert.That(memory.IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
        Assert.That(() => secret.Reveal().Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Run_Verbs_PutListAndDelete()
    {
        var options = new DeployerOptions { Secrets = { File = File_, KeyFile = KeyFile } };
        Assert.That(Run(options, Canary, "put", "shop"), Is.EqualTo((0, "shop version 1\n")));
        (var code, var list) = Run(options, "", "list", "--Deployer:X=1");
        Assert.That((code, list.Split('\t')[0]), Is.EqualTo((0, "shop")));
        Assert.That(list, Does.Not.Contain(Canary));
        Assert.That(Run(options, "", "delete", "shop").Code, Is.Zero);
        Assert.That(Run(options, "", "delete", "shop").Code, Is.EqualTo(1));
        Assert.That(Run(options, "", "show", "shop").Code, Is.EqualTo(2));
        Assert.That(Run(options, "", "put", "empty").Code, Is.EqualTo(1));
        Assert.That(Run(options, new string('x', SecretStore.MaxValueBytes + 1), "put", "large").Code, Is.EqualTo(1));
    }

    private static (int Code, string Output) Run(DeployerOptions options, string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        using var value = new MemoryStream(Encoding.UTF8.GetBytes(input));
        return (SecretsCommand.Run(arguments, options, value, output, error), output.ToString());
    }

    private string Anchor => SecretAnchor.PathOf(File_);

    private List<SecretRow> Rows()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File_};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, version, nonce, ciphertext, tag FROM secrets";
        using var reader = command.ExecuteReader();
        var rows = new List<SecretRow>();
        while (reader.Read())
        {
            rows.Add(new SecretRow(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
        }

        return rows;
    }

    private string Row(string name)
    {
        var row = Rows().Single(row => row.Name == name);
        return $"INSERT INTO secrets VALUES ('{name}', {row.Version}, 0, x'{Convert.ToHexString(row.Nonce)}', x'{Convert.ToHexString(row.Ciphertext)}', x'{Convert.ToHexString(row.Tag)}')";
    }

    private void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File_};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Put(string name, string value)
    {
        using var secret = Secret.From(Encoding.UTF8.GetBytes(value));
        return _store.Put(name, secret);
    }

    private void WriteKey(string text)
    {
        File.WriteAllText(KeyFile, text);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
