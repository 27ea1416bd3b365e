using Gateway.Contract.Hashing;

namespace Protos.Tests.Hashing;

[TestFixture]
public sealed class ListHashTests
{
    // printf '\0\0\0\1a\0\0\0\2\303\274' | sha256sum
    [Test]
    public void Compute_Texts_IsOverLengthsAndBytes() => Assert.That(
        Convert.ToHexStringLower(ListHash.Compute(["a", "ü"])), Is.EqualTo("04f407b14937450c6f660cdff0f0de11adc3d2e5d744314d9d69db2d71399b8e"));

    [Test]
    public void Compute_OtherLists_AreOtherHashes()
    {
        string[][] lists = [[], [""], ["", ""], ["ab"], ["a", "b"], ["b", "a"], ["a", "b", ""]];
        Assert.That(lists.Select(list => Convert.ToHexStringLower(ListHash.Compute(list))), Is.Unique);
    }
}
