using NUnit.Framework;
using Rego.Evaluation;
using Rego.Values;

namespace Rego.Tests.Evaluation;

public sealed class MemberSiteTests
{
    private static readonly RegoString A = RegoString.From("a");
    private static readonly RegoString B = RegoString.From("b");
    private static readonly RegoString C = RegoString.From("c");

    [Test]
    public void Lookup_ObjectsThatShareNames_FindsTheMemberOfEach()
    {
        var site = new MemberSite(RegoString.From("b"));
        RegoValue[] names = [A, B];

        for (var i = 0; i < 3; i++)
        {
            Assert.That(site.Lookup(RegoObject.Own(names, [RegoNull.Instance, RegoNumber.From(i)])), Is.EqualTo(RegoNumber.From(i)));
        }
    }

    [Test]
    public void Lookup_ObjectsOfManyMakes_FindsTheMemberOrNone()
    {
        var site = new MemberSite(RegoString.From("b"));

        for (var i = 0; i < 9; i++)
        {
            Assert.That(site.Lookup(RegoObject.Own([B, C], [A, C])), Is.SameAs(A));
            Assert.That(site.Lookup(RegoObject.Own([A, C], [A, C])), Is.SameAs(RegoValue.Undefined));
            Assert.That(site.Lookup(RegoObject.Empty), Is.SameAs(RegoValue.Undefined));
            Assert.That(site.Lookup(RegoArray.From(A, B)), Is.SameAs(RegoValue.Undefined));
            Assert.That(site.Lookup(RegoValue.Undefined), Is.SameAs(RegoValue.Undefined));
        }
    }
}
