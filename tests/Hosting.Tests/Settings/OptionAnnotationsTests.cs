using System.ComponentModel.DataAnnotations;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

[TestFixture]
internal sealed class OptionAnnotationsTests
{
    [Test]
    public void FindFaults_SectionsAtEveryDepth_AreToldByTheirKeys()
    {
        var options = new Outer { Entries = [new Inner { Count = 1 }, new Inner { Count = 9 }], Named = { ["shop"] = new Inner { Count = 7 } } };

        Assert.That(OptionAnnotations.FindFaults(options, "Program"), Is.EqualTo(new[]
        {
            "The key 'Program:Name' holds ''; it must be given.",
            "The key 'Program:Audit:Origin' holds ''; it must be given.",
            "The key 'Program:Entries:1:Count' holds '9': The field Count must be between 1 and 5.",
            "The key 'Program:Named:shop:Count' holds '7': The field Count must be between 1 and 5.",
        }));
    }

    [Test]
    public void FindFaults_WhatFits_HasNone() =>
        Assert.That(OptionAnnotations.FindFaults(new Outer { Name = "x", Audit = new AuditOptions { Origin = "x" } }, "Program"), Is.Empty);

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("gatekeeper ")]
    [TestCase("\tgatekeeper")]
    public void FindFaults_TextInAListThatIsEmptyOrHasBlanksAtItsEnds_IsToldByItsPlace(string text)
    {
        var options = new Outer { Name = "x", Audit = new AuditOptions { Origin = "x" }, Texts = ["a b", text] };

        Assert.That(OptionAnnotations.FindFaults(options, "Program").Single(), Does.StartWith("The key 'Program:Texts:1' holds '").And.EndsWith("'; valid is a text that is not empty and neither begins nor ends with a blank."));
    }

    [Test]
    public void FindFaults_TextWithABlankAtItsEnd_IsToldOnce()
    {
        var options = new Outer { Name = "x ", Audit = new AuditOptions { Origin = " " } };

        Assert.That(OptionAnnotations.FindFaults(options, "Program"), Is.EqualTo(new[]
        {
            "The key 'Program:Name' holds 'x '; valid is a text that neither begins nor ends with a blank.",
            "The key 'Program:Audit:Origin' holds ' ': The Origin field is required.",
        }));
    }

    private sealed class Outer
    {
        [Required]
        public string Name { get; set; } = "";

        public AuditOptions Audit { get; set; } = new();

        public Inner[] Entries { get; set; } = [];

        public Dictionary<string, Inner> Named { get; } = [];

        public string[] Texts { get; set; } = ["x"];
    }

    private sealed class Inner
    {
        [System.ComponentModel.DataAnnotations.Range(1, 5)]
        public int Count { get; set; }
    }
}
