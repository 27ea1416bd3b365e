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
