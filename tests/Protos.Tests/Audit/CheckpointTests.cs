using System.Text;
using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

[TestFixture]
public sealed class CheckpointTests
{
    private readonly NoteSignerKey _key = NoteSignerKey.Create("gate.example/audit");

    [OneTimeTearDown]
    public void Dispose() => _key.Dispose();

    [Test]
    public void Open_OwnCheckpoint_GivesSizeAndRoot()
    {
        byte[] root = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var checkpoint = Checkpoint.Open(Checkpoint.Sign(42, root, _key), _key.VerifierKey);
        Assert.That(checkpoint.Origin, Is.EqualTo("gate.example/audit"));
        Assert.That(checkpoint.Size, Is.EqualTo(42));
        Assert.That(checkpoint.Root.ToArray(), Is.EqualTo(root));
    }

    [Test]
    public void Open_AnyByteChanged_IsRefused()
    {
        var note = Checkpoint.Sign(7, new byte[32], _key);
        for (var i = 0; i < note.Length; i++)
        {
            byte[] changed = [.. note];
            changed[i] ^= 1;
            Assert.That(() => Checkpoint.Open(changed, _key.VerifierKey), Throws.TypeOf<FormatException>(), $"byte {i}");
            Assert.That(() => Checkpoint.Open(note.AsSpan(0, i), _key.VerifierKey), Throws.TypeOf<FormatException>(), $"cut at {i}");
        }
    }

    [TestCase("gate.example/audit\n07\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", TestName = "Open_LeadingZero_IsRefused")]
    [TestCase("gate.example/audit\n-7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", TestName = "Open_NegativeSize_IsRefused")]
    [TestCase("gate.example/audit\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n", TestName = "Open_StrayBitsInTheRoot_IsRefused")]
    [TestCase("gate.example/audit\n7\nAAAA\n", TestName = "Open_ShortRoot_IsRefused")]
    [TestCase("gate.example/audit\n7\n", TestName = "Open_NoRoot_IsRefused")]
    [TestCase("gate.example/audit\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", TestName = "Open_EmptyExtension_IsRefused")]
    [TestCase("gate.example/other\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", TestName = "Open_OtherOrigin_IsRefused")]
    public void Open_SignedButMalformed_IsRefused(string text)
    {
        Assert.That(() => Checkpoint.Open(SignedNote.Sign(text, _key), _key.VerifierKey), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Open_SignatureOfAnotherKeyBeside_IsTaken()
    {
        using var witness = NoteSignerKey.Create("witness.example");
        var text = $"gate.example/audit\n7\n{Convert.ToBase64String(new byte[32])}\n";
        var own = Encoding.UTF8.GetString(SignedNote.Sign(text, _key));
        var other = Encoding.UTF8.GetString(SignedNote.Sign(text, witness));
        var both = Encoding.UTF8.GetBytes(other + own[(text.Length + 1)..]);
        Assert.That(Checkpoint.Open(both, _key.VerifierKey).Size, Is.EqualTo(7));
        Assert.That(() => Checkpoint.Open(Encoding.UTF8.GetBytes(other), _key.VerifierKey), Throws.TypeOf<FormatException>());
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a+b")]
    [TestCase("a\nb")]
    public void Create_NameThatCannotBe_IsRefused(string name)
    {
        Assert.That(() => NoteSignerKey.Create(name), Throws.ArgumentException);
    }

    [Test]
    public void Parse_VerifierKeyWithWrongId_IsRefused()
    {
        var parts = _key.VerifierKey.ToString().Split('+', 3);
        Assert.That(() => NoteVerifierKey.Parse($"{parts[0]}+00000000+{parts[2]}"), Throws.TypeOf<FormatException>());
        Assert.That(() => NoteVerifierKey.Parse($"x{parts[0]}+{parts[1]}+{parts[2]}"), Throws.TypeOf<FormatException>());
        Assert.That(NoteVerifierKey.Parse(_key.VerifierKey.ToString()).Id, Is.EqualTo(_key.VerifierKey.Id));
    }
}
