namespace Rego.Tests.Diagnostics.Hints;

public sealed class DiagnosticHintsTests
{
    [TestCase("p := cuont([1])", "did you mean `count`?")]
    [TestCase("p := len([1])", "did you mean `count`?")]
    [TestCase("p := regex.mach(\"a\", \"a\")", "did you mean `regex.match`?")]
    [TestCase("allowed(x) := x\n\np := alowed(1)", "did you mean `allowed`?")]
    [TestCase("p if inptu.x", "did you mean `input`?")]
    [TestCase("p if {\n\tsome user in input.users\n\tuesr.name == user.id\n}", "did you mean `user`?")]
    [TestCase("p if { x := 1; x := 2 }", "`:=` gives a variable a value once: compare with `==`, or take another name")]
    [TestCase("p if not q\n\nq if not p", "a rule cannot ask for itself, not even by way of others: split off what both need into a rule of its own")]
    [TestCase("o := {\"name\": 1}\n\np := o.nmae", "did you mean `name`?")]
    [TestCase("p { true }", "this is how Rego was written before version 1: put `if` before the `{`")]
    [TestCase("p if f(1)\n\nf(x) := 1 if x\n\nf(x) := [][0] if x", "one of its definitions has an error itself: mend that first")]
    [TestCase("improt data.x", "did you mean `import`?")]
    [TestCase("defualt p := 1", "did you mean `default`?")]
    [TestCase("import future.keywords.evry", "did you mean `every`?")]
    [TestCase("import inptu.x", "did you mean `input`?")]
    [TestCase("p if input.a && input.b", "there is no `&&`: statements on lines of their own, or with `;` between them, must all hold")]
    [TestCase("p if input.a || input.b", "there is no `||`: write the rule once for each case, or `import future.keywords.or`")]
    [TestCase("p if !input.a", "negation is written `not`")]
    [TestCase("p := 'a'", "text stands in double quotes")]
    [TestCase("p if input.a === 1", "equality is written `==`")]
    [TestCase("p if input.place == production", "nothing gives production a value: assign one with production := …, go through a collection with some production in …, or put quotes around it if it is text")]
    public void Compile_OfAMistake_GivesAHint(string text, string hint) => Assert.That(FirstHint(text), Is.EqualTo(hint));

    [TestCase("p := count(1)")]
    [TestCase("p := nosuchthing(1)")]
    [TestCase("p := }")]
    public void Compile_OfSomethingElse_GivesNone(string text) => Assert.That(FirstHint(text), Is.Null);

    [Test]
    public void Compile_OfAMistake_LeavesTheMessageAsItIs() => Assert.That(
        new RegoCompiler().Compile([new RegoSource("a.rego", "package a\n\np := cuont([1])\n")]).Errors.Select(error => error.ToString()),
        Is.EqualTo(new[] { "a.rego:3: rego_type_error: undefined function cuont" }));

    private static string? FirstHint(string text) => new RegoCompiler().Compile([new RegoSource("a.rego", $"package a\n\n{text}\n")]).Errors[0].Hint;
}
