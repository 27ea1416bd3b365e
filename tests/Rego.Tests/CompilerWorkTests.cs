using System.Collections;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Options;
using Rego.Sources;
using Rego.Testing;
using Rego.Values;
using Rego.Work;

namespace Rego.Tests;

/// <summary>A fault of the engine while it compiles is an error with a place, and no other exception.</summary>
public sealed class CompilerWorkTests
{
    private static readonly SourceFile File = new("a.rego", "package a\n\np := 1\n");

    [Test]
    public void Run_Fault_IsAnErrorAtThePlaceOfTheWork()
    {
        var error = CompilerWork.Run<Diagnostic?>(
            () =>
            {
                CompilerWork.At(File);
                CompilerWork.At(new SourceLocation(File, 11, 6, 3, 1));
                CompilerWork.At(default(SourceLocation));
                throw new KeyNotFoundException("no p");
            },
            fault => fault);

        Assert.That(error!.ToString(), Is.EqualTo("a.rego:3: rego_internal_error: KeyNotFoundException: no p"));
    }

    [Test]
    public void Run_FaultWithoutAnyPlace_IsAnErrorAllTheSame() =>
        Assert.That(CompilerWork.Run<string>(() => throw new InvalidCastException("none"), fault => fault.ToString()), Is.EqualTo("rego_internal_error: InvalidCastException: none"));

    [Test]
    public void Run_FaultWhereErrorsAreExceptions_IsSuchAnException()
    {
        var failure = Assert.Throws<RegoCompilationException>(() => CompilerWork.Run<int>(() => throw new InvalidOperationException("x")))!;

        Assert.That(failure.Errors.Single().Code, Is.EqualTo(DiagnosticCodes.Internal));
    }

    [TestCase(typeof(OperationCanceledException))]
    [TestCase(typeof(OutOfMemoryException))]
    [TestCase(typeof(UnauthorizedAccessException))]
    public void Run_WhatIsNoFault_StaysWhatItIs(Type type) =>
        Assert.That(() => CompilerWork.Run<int>(() => throw (Exception)Activator.CreateInstance(type)!), Throws.TypeOf(type));

    [Test]
    public void Run_NotEntered_PlacesAreNotKept()
    {
        CompilerWork.At(File);

        Assert.That(CompilerWork.Run<string>(() => throw new InvalidCastException("none"), fault => fault.ToString()), Does.Not.Contain("a.rego"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Compile_FaultInAStage_IsAnErrorInTheFileAndRow(bool isInstrumented)
    {
        var compiler = new RegoCompiler(new RegoCompilerOptions { ForbiddenBuiltins = new BrokenSet(), IsInstrumented = isInstrumented });

        var result = compiler.Compile([new RegoSource("a.rego", "package a\n\np := 1\n\nq := upper(input.x)\n")]);

        Assert.That(result.Succeeded, Is.False);
        Assert.That(result.Errors.Single().ToString(), Is.EqualTo("a.rego:5: rego_internal_error: InvalidOperationException: broken"));
    }

    [Test]
    public void Prepare_FaultInAStage_IsAnErrorInTheQuery()
    {
        var policy = new RegoCompiler(new RegoCompilerOptions { ForbiddenBuiltins = new BrokenSet() }).Compile([new RegoSource("a.rego", "package a\n\np := 1\n")]).GetPolicyOrThrow();

        var failure = Assert.Throws<RegoCompilationException>(() => policy.Prepare("upper(input.x)"))!;

        Assert.That((failure.Errors.Single().Code, failure.Errors.Single().Location.Row), Is.EqualTo((DiagnosticCodes.Internal, 1)));
    }

    [Test]
    public void Discover_FaultInAStage_IsACompileError()
    {
        var files = new PolicyFiles([new RegoSource("a_test.rego", "package a\n\ntest_p if upper(\"a\") == \"A\"\n")], RegoObject.Empty, string.Empty);
        var runner = new RegoTestRunner(new RegoCompilerOptions { ForbiddenBuiltins = new BrokenSet() });

        var failure = Assert.Throws<RegoCompilationException>(() => runner.Discover(files))!;

        Assert.That(failure.Errors.Single().ToString(), Does.StartWith("a_test.rego:3: rego_internal_error"));
    }

    /// <summary>Stands for any fault: it fails where the compiler asks it.</summary>
    private sealed class BrokenSet : IReadOnlySet<string>
    {
        public int Count => 1;

        public bool Contains(string item) => item == "upper" ? throw new InvalidOperationException("broken") : false;

        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();

        public bool IsProperSubsetOf(IEnumerable<string> other) => throw new NotSupportedException();

        public bool IsProperSupersetOf(IEnumerable<string> other) => throw new NotSupportedException();

        public bool IsSubsetOf(IEnumerable<string> other) => throw new NotSupportedException();

        public bool IsSupersetOf(IEnumerable<string> other) => throw new NotSupportedException();

        public bool Overlaps(IEnumerable<string> other) => throw new NotSupportedException();

        public bool SetEquals(IEnumerable<string> other) => throw new NotSupportedException();
    }
}
