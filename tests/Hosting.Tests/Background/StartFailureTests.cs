using Gateway.Hosting.Background;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Background;

[TestFixture]
internal sealed class StartFailureTests
{
    private static readonly (Exception Failure, string? Told)[] Failures =
    [
        (new ConfigurationException("The key 'A' holds 'b'; valid is c."), "The key 'A' holds 'b'; valid is c."),
        (new IOException("The file '/x' already exists."), "A file that this program needs cannot be used: The file '/x' already exists."),
        (new UnauthorizedAccessException("Access to '/x' is denied."), "A file that this program needs cannot be used: Access to '/x' is denied."),
        (new InvalidOperationException("a mistake of ours"), null),
    ];

    [TestCaseSource(nameof(Failures))]
    public void Describe_WhatAStartMeets_IsALine((Exception Failure, string? Told) expected) => Assert.That(StartFailure.Describe(expected.Failure), Is.EqualTo(expected.Told));
}
