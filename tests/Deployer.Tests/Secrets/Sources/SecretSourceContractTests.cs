using System.Text;
using Deployer.Secrets;
using Deployer.Secrets.Sources;
using Deployer.Tests.Support;

namespace Deployer.Tests.Secrets.Sources;

/// <summary>What every source of credentials must hold. A source's tests inherit these, and add what is its own.</summary>
internal abstract class SecretSourceContractTests
{
    private const string Name = "shop-test";
    private const string Value = "canary-2a90";

    protected TestDirectory DirectoryPath { get; private set; } = null!;

    /// <summary>A source that holds this one credential.</summary>
    protected abstract ISecretSource Open(string name, byte[] value);

    [SetUp]
    public void CreateDirectory() => DirectoryPath = new TestDirectory();

    [TearDown]
    public void RemoveDirectory() => DirectoryPath.Dispose();

    [Test]
    public void Kind_OfEverySource_IsAWordForTheRecord() => Assert.That(Open().Kind, Does.Match("^[a-z][a-z0-9-]*$"));

    [Test]
    public async Task Read_Twice_GivesTwoThatAreWipedByThemselves()
    {
        var source = Open();
        var first = await source.ReadAsync(Name, CancellationToken.None);
        using var second = await source.ReadAsync(Name, CancellationToken.None);
        Assert.That(Encoding.UTF8.GetString(first.Reveal()), Is.EqualTo(Value));
        first.Dispose();
        Assert.That(Encoding.UTF8.GetString(second.Reveal()), Is.EqualTo(Value));
    }

    [TestCase("shop-production")]
    [TestCase("SHOP-TEST")]
    [TestCase("")]
    public void Read_NoSuchName_SaysSoAndNothingElse(string name) => Assert.That(
        () => Open().ReadAsync(name, CancellationToken.None),
        Throws.InstanceOf<SecretStoreException>().With.Message.EndsWith("has no credential of this name.").And.Message.Not.Contains(Value));

    [Test]
    public async Task Read_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(async () => await Open().ReadAsync(Name, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private ISecretSource Open() => Open(Name, Encoding.UTF8.GetBytes(Value));
}
